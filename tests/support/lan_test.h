#pragma once

#include <QString>
#include <QStringList>
#include <gtest/gtest.h>

#include <memory>
#include <utility>

#include "support/lan.h"

namespace landline::test {

/// A test on a local network of its own. Needs to be root, skips otherwise.
template <typename Base = ::testing::Test>
class LanTest : public Base {
 protected:
  /// To be called by SetUp(): these hosts, with 10.9.0.1/24, 10.9.0.2/24 and so on at their eth0. Where that cannot be
  /// the test is skipped, and there is no m_lan.
  void plugIn(const QStringList& hosts) {
    Result<std::unique_ptr<Lan>> made = Lan::create();
    if (!made) {
      GTEST_SKIP() << made.error().detail.toStdString();
    }
    m_lan = std::move(*made);
    for (int i = 0; i < hosts.size(); ++i) {
      m_lan->plug(hosts[i], QStringLiteral("eth0"), QStringLiteral("10.9.0.%1/24").arg(i + 1));
    }
  }

  std::unique_ptr<Lan> m_lan;
};

}  // namespace landline::test
