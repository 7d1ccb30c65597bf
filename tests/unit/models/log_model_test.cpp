#include "models/log_model.h"

#include <QAbstractItemModelTester>
#include <QCoreApplication>
#include <QMessageLogContext>
#include <gtest/gtest.h>

#include <thread>

#include "models/log_relay.h"
#include "models/node_log.h"
#include "support/fake_clock.h"
#include "support/transfers.h"
#include "support/wait_for.h"

namespace landline::models {
namespace {

LogLine line(const QString& text, Severity severity = Severity::Info) {
  return {1'790'000'000'000, severity, QStringLiteral("test"), text};
}

TEST(LogModelTest, KeepsTheLastLines) {
  LogModel model(3);
  QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
  for (int i = 0; i < 5; ++i) {
    model.append(line(QString::number(i)));
  }
  ASSERT_EQ(model.rowCount(), 3);
  EXPECT_EQ(model.at(0).text, QStringLiteral("2"));
  EXPECT_EQ(model.at(2).text, QStringLiteral("4"));
  model.clear();
  EXPECT_EQ(model.rowCount(), 0);
}

TEST(LogModelTest, CopiedLineHasTimeSeverityAndSource) {
  LogModel model;
  model.append(line(QStringLiteral("it broke"), Severity::Error));
  const QString text = model.lineText(0);
  EXPECT_TRUE(text.startsWith(QStringLiteral("2026-")));
  EXPECT_TRUE(text.endsWith(QStringLiteral("error  test  it broke")));
}

TEST(LogModelTest, BadInput50ToolTipIsLiteral) {
  LogModel model;
  model.append(line(QStringLiteral("<img src=x>")));
  EXPECT_FALSE(model.index(0, LogModel::TextColumn).data(Qt::ToolTipRole).toString().contains(QStringLiteral("<img")));
}

TEST(LogRelayTest, LinesOfOtherThreadsArriveInTheModelsThread) {
  LogModel model;
  LogRelay relay;
  QObject::connect(&relay, &LogRelay::lineLogged, &model, &LogModel::append);
  constexpr int kLines = 100;
  std::thread worker([&relay] {
    for (int i = 0; i < kLines; ++i) {
      relay.handle(QtWarningMsg, QMessageLogContext("file.cpp", 1, "f", "landline.net"), QString::number(i));
    }
  });
  worker.join();
  EXPECT_EQ(model.rowCount(), 0);  // nothing was done in the other thread
  ASSERT_TRUE(test::waitFor([&model] { return model.rowCount() == kLines; }));
  EXPECT_EQ(model.at(0).source, QStringLiteral("landline.net"));
  EXPECT_EQ(model.at(0).severity, Severity::Warning);
}

class NodeLogTest : public ::testing::Test {
 protected:
  QStringList texts() const {
    QStringList result;
    for (int row = 0; row < model.rowCount(); ++row) {
      result << model.at(row).text;
    }
    return result;
  }
  LogModel model;
  test::FakeClock clock;
  NodeLog log{model, clock};
};

TEST_F(NodeLogTest, WritesEachStateOnce) {
  session::LinkState state;
  state.phase = session::LinkState::Phase::Listening;
  state.port = 6677;
  state.reachable = QStringList{QStringLiteral("10.0.0.1:6677")};
  log.onStateChanged(state);
  log.onStateChanged(state);
  EXPECT_EQ(texts(), QStringList{QStringLiteral("Listening on port 6677: 10.0.0.1:6677")});
}

TEST_F(NodeLogTest, ProgressOfATransferIsNotLoggedItsEndIs) {
  using State = session::TransferInfo::State;
  session::TransferInfo info = test::download(QStringLiteral("1"), State::Running);
  for (info.bytes_done = 0; info.bytes_done < info.bytes_total; info.bytes_done += 100) {
    log.onTransferChanged(info);
  }
  EXPECT_EQ(model.rowCount(), 0);
  info.state = State::Failed;
  info.error = {codes::kNoSpace, QStringLiteral("disk full")};
  log.onTransferChanged(info);
  ASSERT_EQ(model.rowCount(), 1);
  EXPECT_EQ(model.at(0).severity, Severity::Error);
  EXPECT_TRUE(model.at(0).text.contains(QStringLiteral("disk full")));
}

TEST_F(NodeLogTest, OverThePlainWireNothingIsCalledVerified) {
  using State = session::TransferInfo::State;
  session::TransferInfo info = test::upload(QStringLiteral("1"), State::Done);
  log.onTransferChanged(info);
  EXPECT_TRUE(model.at(0).text.contains(QStringLiteral("and verified there")));
  info.plain = true;
  log.onTransferChanged(info);
  EXPECT_TRUE(model.at(1).text.contains(QStringLiteral("not verified"))) << model.at(1).text.toStdString();
}

}  // namespace
}  // namespace landline::models
