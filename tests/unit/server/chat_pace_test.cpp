#include "server/chat_pace.h"

#include <QStringList>
#include <gtest/gtest.h>

#include <chrono>

#include "support/wait_for.h"

namespace landline::server {
namespace {

using std::chrono::steady_clock;
using test::waitFor;

class ChatPaceTest : public ::testing::Test {
 protected:
  void make() {
    m_pace = std::make_unique<ChatPace>(m_limits);
    QObject::connect(m_pace.get(), &ChatPace::passed, m_pace.get(),
                     [this](const wire::Chat& chat) { m_passed.append(chat.text); });
    QObject::connect(m_pace.get(), &ChatPace::dropped, m_pace.get(), [this](int count) { m_dropped.append(count); });
    QObject::connect(m_pace.get(), &ChatPace::drained, m_pace.get(), [this] { ++m_drained; });
  }

  bool say(const QString& text) { return m_pace->take({QString(), wire::kEveryone, text, {}, {}}); }

  /// Says "0", "1", ...; returns how many were taken.
  int flood(int count) {
    int taken = 0;
    for (int i = 0; i < count; ++i) {
      taken += say(QString::number(i)) ? 1 : 0;
    }
    return taken;
  }

  Limits m_limits;
  std::unique_ptr<ChatPace> m_pace;
  QStringList m_passed;
  QVector<int> m_dropped;
  int m_drained = 0;
};

TEST_F(ChatPaceTest, WhoeverSpeaksAsPeopleDoNoticesNothing) {
  make();
  EXPECT_EQ(flood(m_limits.chat_at_once), m_limits.chat_at_once);
  EXPECT_EQ(m_passed.size(), m_limits.chat_at_once) << "at once, within the call";
  EXPECT_TRUE(m_pace->isIdle());
}

TEST_F(ChatPaceTest, BadInput54_AFloodIsSlowedThenDroppedAndCounted) {
  m_limits.chat_at_once = 10;
  m_limits.chat_per_second = 200;
  m_limits.chat_waiting = 20;
  make();
  const auto began = steady_clock::now();
  const int taken = flood(1000);
  EXPECT_GE(taken, 30);
  EXPECT_LT(taken, 1000);
  EXPECT_FALSE(m_pace->isIdle());
  ASSERT_TRUE(waitFor([&] { return m_passed.size() == taken; }));
  const std::chrono::duration<double> took = steady_clock::now() - began;
  EXPECT_GE(took.count(), (taken - 10) / 200.0 - 0.01) << "it was not slowed";
  for (int i = 0; i < 30; ++i) {
    EXPECT_EQ(m_passed[i], QString::number(i)) << "what was taken first is passed first";
  }
  EXPECT_EQ(m_drained, 1);
  ASSERT_TRUE(waitFor([&] { return !m_dropped.isEmpty(); }));
  EXPECT_EQ(m_dropped, QVector<int>({1000 - taken})) << "told once, and all of it";
  EXPECT_GE(steady_clock::now() - began, std::chrono::milliseconds(900)) << "once a second";
}

TEST_F(ChatPaceTest, BadInput54_WhoeverGivesItUpLearnsWhatWasDropped) {
  m_limits.chat_at_once = 1;
  m_limits.chat_waiting = 2;
  make();
  const int taken = flood(10);
  EXPECT_EQ(m_pace->takeDropped(), 10 - taken);
  EXPECT_EQ(m_pace->takeDropped(), 0);
  EXPECT_FALSE(waitFor([&] { return !m_dropped.isEmpty(); }, 1'200)) << "told twice";
}

TEST_F(ChatPaceTest, BadInput54_LongTextsWaitOnlyUpToABound) {
  m_limits.chat_at_once = 1;
  m_limits.chat_per_second = 1;
  m_limits.chat_waiting_octets = 100;
  make();
  EXPECT_TRUE(say(QStringLiteral("first")));
  EXPECT_TRUE(say(QString(60, QLatin1Char('x'))));
  EXPECT_FALSE(say(QString(30, QChar(0x4E2D)))) << "90 octets of UTF-8";
  EXPECT_TRUE(say(QString(40, QLatin1Char('x'))));
  EXPECT_FALSE(say(QStringLiteral("y")));
}

TEST_F(ChatPaceTest, AfterAPauseItMaySpeakAtOnceAgain) {
  m_limits.chat_at_once = 3;
  m_limits.chat_per_second = 100;
  make();
  flood(6);
  ASSERT_TRUE(waitFor([&] { return m_pace->isIdle(); }));
  const int before = static_cast<int>(m_passed.size());
  // Turns come back by time alone: after a while one text is passed within the call again.
  ASSERT_TRUE(waitFor([&] {
    const int passed = static_cast<int>(m_passed.size());
    say(QStringLiteral("again"));
    return m_passed.size() > passed;
  }));
  EXPECT_GT(m_passed.size(), before);
}

}  // namespace
}  // namespace landline::server
