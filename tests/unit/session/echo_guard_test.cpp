#include "session/echo_guard.h"

#include <gtest/gtest.h>

#include "support/fake_clock.h"

namespace landline::session {
namespace {

const QHostAddress kPeer(QStringLiteral("192.168.1.20"));
const QHostAddress kOther(QStringLiteral("192.168.1.21"));
constexpr quint16 kPort = 8888;

class EchoGuardTest : public ::testing::Test {
 protected:
  test::FakeClock clock;
  Limits limits;
  EchoGuard guard{limits, clock};
};

TEST_F(EchoGuardTest, AnswersWhatOthersSend) {
  for (int i = 0; i < 5000; ++i) {
    EXPECT_TRUE(guard.mayAnswer(kPeer, kPort, QByteArray::number(i)));
  }
}

TEST_F(EchoGuardTest, BadInput90_DoesNotAnswerAnAnswer) {
  guard.noteSent(kPeer, kPort, "Hello");
  EXPECT_FALSE(guard.mayAnswer(kPeer, kPort, "Hello"));
  EXPECT_TRUE(guard.mayAnswer(kPeer, kPort, "Hullo")) << "other octets";
  EXPECT_TRUE(guard.mayAnswer(kPeer, kPort + 1, "Hello")) << "another port";
  EXPECT_TRUE(guard.mayAnswer(kOther, kPort, "Hello")) << "another address";
  clock.advance(limits.echo_memory.count() + 1);
  EXPECT_TRUE(guard.mayAnswer(kPeer, kPort, "Hello")) << "too late to be an answer";
}

TEST_F(EchoGuardTest, BadInput90_TakesWhatComesFromAnywhereForTheAnswerToABroadcast) {
  guard.noteSent(QHostAddress(QHostAddress::Broadcast), kPort, "Hello");
  EXPECT_FALSE(guard.mayAnswer(kPeer, kPort, "Hello"));
  EXPECT_FALSE(guard.mayAnswer(kOther, kPort, "Hello"));
  EXPECT_TRUE(guard.mayAnswer(kOther, kPort, "Hullo"));
}

TEST_F(EchoGuardTest, BadInput90_EndsWhateverBouncesWithoutAPause) {
  // Neither side began, as where the sender was forged: only that the same comes again and again is to be seen.
  int answered = 0;
  while (answered < 100'000 && guard.mayAnswer(kPeer, kPort, "bounce")) {
    ++answered;
  }
  EXPECT_EQ(answered, EchoGuard::kSkipEach - 1);
  EXPECT_TRUE(guard.mayAnswer(kPeer, kPort, "bounce")) << "who sends it again is answered again";
}

TEST_F(EchoGuardTest, BadInput90_EndsManyThatBounceAtOnceAndSlowly) {
  constexpr int kBalls = 200;
  QVector<int> in_flight;
  for (int i = 0; i < kBalls; ++i) {
    in_flight.append(i);
  }
  int rounds = 0;
  for (; !in_flight.isEmpty() && rounds < 1000; ++rounds) {
    QVector<int> back;
    for (const int ball : in_flight) {
      if (guard.mayAnswer(kPeer, kPort, QByteArray::number(ball))) {
        back.append(ball);
      }
    }
    in_flight = back;
    clock.advance(60'000);
  }
  EXPECT_EQ(rounds, EchoGuard::kSkipEach);
}

TEST_F(EchoGuardTest, DoesNotAnswerWhereNobodyCouldBe) {
  EXPECT_FALSE(guard.mayAnswer(kPeer, 0, "x"));
  EXPECT_FALSE(guard.mayAnswer(QHostAddress(), kPort, "x"));
  EXPECT_FALSE(guard.mayAnswer(QHostAddress(QHostAddress::Broadcast), kPort, "x"));
  EXPECT_FALSE(guard.mayAnswer(QHostAddress(QStringLiteral("239.2.2.222")), kPort, "x"));
}

TEST_F(EchoGuardTest, BadInput90_TheBroadcastAddressOfAnInterfaceIsOfMany) {
  const QHostAddress everyone(QStringLiteral("192.168.1.255"));
  EXPECT_TRUE(guard.mayAnswer(everyone, kPort, "x")) << "an address like others, for all that is known";
  guard.setBroadcasts({everyone});
  EXPECT_FALSE(guard.mayAnswer(everyone, kPort, "y")) << "all of that network would hear the answer";
  guard.noteSent(everyone, kPort, "Hello");
  EXPECT_FALSE(guard.mayAnswer(kPeer, kPort, "Hello")) << "the answer may come from anywhere";
  guard.clear();
  EXPECT_FALSE(guard.mayAnswer(everyone, kPort, "z")) << "what this host's addresses are does not change with a socket";
}

TEST_F(EchoGuardTest, ForgetsTheOldestOfVeryMany) {
  guard.noteSent(kPeer, kPort, "first");
  for (int i = 0; i < 2 * EchoGuard::kRemembered; ++i) {
    guard.noteSent(kPeer, kPort, QByteArray::number(i));
  }
  EXPECT_TRUE(guard.mayAnswer(kPeer, kPort, "first"));
  EXPECT_FALSE(guard.mayAnswer(kPeer, kPort, QByteArray::number(2 * EchoGuard::kRemembered - 1)));
  guard.clear();
  EXPECT_TRUE(guard.mayAnswer(kPeer, kPort, QByteArray::number(2 * EchoGuard::kRemembered - 1)));
}

}  // namespace
}  // namespace landline::session
