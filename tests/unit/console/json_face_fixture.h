#pragma once

#include "console_pipe.h"
#include "fake_node.h"
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

#include "console/json_face.h"
#include "support/wait_for.h"

namespace landline::test {

inline const QString kA = QString(64, QLatin1Char('a'));
inline const QString kB = QString(64, QLatin1Char('b'));
inline const QString kC = QString(64, QLatin1Char('c'));

/// A JsonFace between two pipes, over a node that the test plays.
class JsonFaceTest : public ::testing::Test {
 protected:
  void SetUp() override { session::registerMetaTypes(); }

  /// The events that were written since the last call.
  std::vector<std::string> events() {
    std::vector<std::string> result;
    for (const QByteArray& line : m_output.readAvailable().split('\n')) {
      if (!line.isEmpty()) {
        result.push_back(line.toStdString());
      }
    }
    return result;
  }

  nlohmann::json onlyEvent() {
    const std::vector<std::string> all = events();
    EXPECT_EQ(all.size(), 1U) << ::testing::PrintToString(all);
    return all.empty() ? nlohmann::json() : nlohmann::json::parse(all.front());
  }

  /// Gives a command and returns what the node was told because of it.
  QString told(const QByteArray& command) {
    node.calls.clear();
    m_input.write(command + '\n');
    EXPECT_TRUE(waitFor([this] { return !node.calls.isEmpty(); })) << command.constData();
    return node.calls.join(QLatin1Char('|'));
  }

  /// Gives a command that is not understood and returns the code of the answer.
  std::string refused(const QByteArray& command) {
    events();
    node.calls.clear();
    m_input.write(command + '\n');
    std::vector<std::string> answer;
    EXPECT_TRUE(waitFor([&] {
      answer = events();
      return !answer.empty();
    }));
    EXPECT_TRUE(node.calls.isEmpty());
    const nlohmann::json event = nlohmann::json::parse(answer.front());
    EXPECT_EQ(event["event"], "error");
    return event["code"];
  }

  FakeNode node;
  Pipe m_input;
  Pipe m_output;
  console::JsonFace face{node, session::Conflict::Rename, m_input.reader(), m_output.writer()};
};

}  // namespace landline::test
