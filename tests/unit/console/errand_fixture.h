#pragma once

#include "fake_node.h"
#include <gtest/gtest.h>

#include <chrono>
#include <memory>

#include "console/errand.h"
#include "support/wait_for.h"

namespace landline::test {

/// An errand over a node that the test plays.
class ErrandTest : public ::testing::Test {
 protected:
  void SetUp() override {
    session::registerMetaTypes();
    orders.peer_grace = std::chrono::milliseconds(50);
    orders.gather = std::chrono::milliseconds(20);
  }

  void run() {
    errand = std::make_unique<console::Errand>(node, orders);
    QObject::connect(errand.get(), &console::Errand::finished, errand.get(), [this](int exit_code, const Error& why) {
      code = exit_code;
      reason = why;
      ++ends;
    });
  }

  void runOnline() {
    run();
    Q_EMIT node.stateChanged(online());
  }

  bool ended() {
    return waitFor([this] { return ends > 0; });
  }

  void expectEnd(int exit_code) {
    ASSERT_TRUE(ended());
    EXPECT_EQ(code, exit_code);
  }

  /// Everything that is posted, the echo of the errand included, has run.
  void settle() {
    bool settled = false;
    QMetaObject::invokeMethod(
        &node,
        [&] {
          QMetaObject::invokeMethod(
              &node, [&] { settled = true; }, Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
    ASSERT_TRUE(waitFor([&settled] { return settled; }));
  }

  void tell(int number, session::TransferInfo::State state, const Error& error = {}) {
    session::TransferInfo info = transfer(number, session::TransferInfo::Direction::Up, state);
    info.error = error;
    Q_EMIT node.transferChanged(info);
  }

  FakeNode node;
  console::Orders orders;
  std::unique_ptr<console::Errand> errand;
  int code = -1;
  int ends = 0;
  Error reason;
};

}  // namespace landline::test
