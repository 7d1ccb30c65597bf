#include "console_pipe.h"
#include <QSignalSpy>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>

#include "console/line_input.h"
#include "console/output.h"
#include "support/wait_for.h"

namespace landline::console {
namespace {

using test::Pipe;
using test::waitFor;
using ::testing::ElementsAre;

class LineInputTest : public ::testing::Test {
 protected:
  LineInputTest() {
    QObject::connect(&input, &LineInput::lineRead, &input, [this](const QByteArray& line) { lines.push_back(line); });
  }

  Pipe pipe;
  LineInput input{pipe.reader()};
  QSignalSpy ended{&input, &LineInput::ended};
  QSignalSpy too_long{&input, &LineInput::tooLong};
  std::vector<QByteArray> lines;
};

TEST_F(LineInputTest, ComesInWholeLines) {
  pipe.write("one\ntw");
  ASSERT_TRUE(waitFor([this] { return lines.size() == 1; }));
  pipe.write("o\r\n\n\nthree\n");
  ASSERT_TRUE(waitFor([this] { return lines.size() == 3; }));
  EXPECT_THAT(lines, ElementsAre("one", "two", "three"));
}

TEST_F(LineInputTest, ALastLineWithoutLineFeedCounts) {
  pipe.write("last");
  pipe.closeWriter();
  ASSERT_TRUE(waitFor([this] { return ended.count() == 1; }));
  EXPECT_THAT(lines, ElementsAre("last"));
}

TEST_F(LineInputTest, ALineOverTheLimitIsSkippedAndTheNextIsTaken) {
  std::thread writer([this] {
    pipe.write(QByteArray(LineInput::kLongestLine * 3, 'x'));
    pipe.write("\nnext\n");
  });
  EXPECT_TRUE(waitFor([this] { return lines.size() == 1; }));
  writer.join();
  EXPECT_THAT(lines, ElementsAre("next"));
  EXPECT_EQ(too_long.count(), 1);
}

TEST(Output, KeepsTheOrderOfALongStretchForASlowReader) {
  Pipe pipe;
  Output output(pipe.writer());
  QByteArray expected;
  for (int i = 0; i < 20'000; ++i) {
    const QByteArray line = "line " + QByteArray::number(i);
    output.writeLine(line);
    expected += line + '\n';
  }
  EXPECT_GT(expected.size(), 64 * 1024) << "more than a pipe holds";
  QByteArray got;
  EXPECT_TRUE(waitFor([&] {
    got += pipe.readAvailable();
    return got.size() >= expected.size();
  }));
  EXPECT_EQ(got, expected);
}

TEST(Output, GivesAReaderUpThatNeverReads) {
  Pipe pipe;
  Output output(pipe.writer());
  const QSignalSpy failed(&output, &Output::failed);
  const QByteArray line(64 * 1024, 'x');
  EXPECT_FALSE(output.isBehind());
  for (int i = 0; i < 40; ++i) {
    output.writeLine(line);
  }
  EXPECT_TRUE(output.isBehind());
  EXPECT_EQ(failed.count(), 0);
  for (int i = 0; i < 200; ++i) {
    output.writeLine(line);
  }
  EXPECT_EQ(failed.count(), 0) << "never from within the call";
  EXPECT_TRUE(waitFor([&failed] { return failed.count() > 0; }));
  EXPECT_EQ(failed.count(), 1);
  EXPECT_FALSE(output.finish(std::chrono::seconds(5)));
}

TEST(Output, FailsWhenTheReaderHasClosed) {
  std::signal(SIGPIPE, SIG_IGN);
  Pipe pipe;
  Output output(pipe.writer());
  const QSignalSpy failed(&output, &Output::failed);
  pipe.closeReader();
  output.writeLine("anybody?");
  EXPECT_TRUE(waitFor([&failed] { return failed.count() == 1; }));
}

TEST(Output, FinishWaitsForTheReaderOnlyForAWhile) {
  Pipe pipe;
  Output output(pipe.writer());
  output.writeLine(QByteArray(256 * 1024, 'x'));
  EXPECT_FALSE(output.finish(std::chrono::milliseconds(20)));
  QByteArray got;
  std::thread reader([&] { got = pipe.readExactly(256 * 1024 + 1); });
  EXPECT_TRUE(output.finish(std::chrono::seconds(20)));
  reader.join();
  EXPECT_TRUE(got.endsWith("x\n"));
}

}  // namespace
}  // namespace landline::console
