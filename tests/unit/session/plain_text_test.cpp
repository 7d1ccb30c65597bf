#include "plain_fixture.h"
#include <QCoreApplication>
#include <sched.h>

namespace landline::session {

using PlainDeskText = PlainDeskTest;

TEST_F(PlainDeskText, ListsAPeerByItsAddressAndSaysWhatItWrites) {
  RawPeer peer = join(QStringLiteral("192.0.2.7:4711"));
  EXPECT_EQ(m_joined[0].name, QStringLiteral("plain (192.0.2.7:4711)"));
  EXPECT_EQ(m_joined[0].address, QStringLiteral("192.0.2.7:4711"));
  EXPECT_TRUE(m_joined[0].plain);
  EXPECT_TRUE(m_desk->has(m_peer));
  ASSERT_TRUE(peer.write("hello\nw\xC3\xB6rld"));
  EXPECT_TRUE(hears({QStringLiteral("hello"), QStringLiteral("w\u00F6rld")}));
  peer.close();
  ASSERT_TRUE(isLeft());
  EXPECT_EQ(m_left[0].id, m_peer);
  EXPECT_TRUE(m_why.code.isEmpty());
  EXPECT_FALSE(m_desk->has(m_peer));
}

TEST_F(PlainDeskText, MakesUpAnotherIdForEachConnection) {
  RawPeer one = join();
  const PeerId first = m_peer;
  RawPeer other = join(QStringLiteral("192.0.2.7:4712"));
  EXPECT_FALSE(first.isNull());
  EXPECT_NE(first, m_peer);
  ASSERT_EQ(m_desk->peers().size(), 2);
  EXPECT_EQ(m_desk->peers()[0].id, first);
}

TEST_F(PlainDeskText, BadInput35_SaysTheBeginningOfAMessageThatWasCutOff) {
  RawPeer peer = join();
  ASSERT_TRUE(peer.write("half a messag"));
  peer.close();
  ASSERT_TRUE(isLeft());
  EXPECT_EQ(m_texts, QStringList{QStringLiteral("half a messag")});
}

TEST_F(PlainDeskText, BadInput35_SaysTheBeginningOfACodePointThatWasCutOff) {
  RawPeer peer = join();
  ASSERT_TRUE(peer.write("caf\xE9"));
  peer.endWriting();
  ASSERT_TRUE(isLeft());
  EXPECT_EQ(m_texts, (QStringList{QStringLiteral("caf"), QStringLiteral("\\xE9")}));
}

TEST_F(PlainDeskText, JoinsACodePointThatASilenceCuts) {
  m_limits.plain_quiet = std::chrono::milliseconds(700);
  RawPeer peer = join();
  ASSERT_TRUE(peer.write("caf\xC3"));
  ASSERT_TRUE(hears({QStringLiteral("caf")}));  // now it has been silent once
  ASSERT_TRUE(peer.write("\xA9\n"));
  EXPECT_TRUE(hears({QStringLiteral("caf"), QStringLiteral("\u00E9")})) << m_texts.join(QLatin1Char(' ')).toStdString();
}

TEST_F(PlainDeskText, WritesToOneAndToAllButOne) {
  RawPeer one = join();
  const PeerId first = m_peer;
  RawPeer other = join();
  m_desk->sendText(first, QStringLiteral("1"), {}, QStringLiteral("for you"));
  m_desk->sendTextToAll(QStringLiteral("Ann"), QStringLiteral("for all"), {});
  m_desk->sendTextToAll(QStringLiteral("Bob"), QStringLiteral("for the other"), first);
  EXPECT_TRUE(one.receives("for you\nAnn: for all\n"));
  EXPECT_TRUE(other.receives("Ann: for all\nBob: for the other\n"));
  ASSERT_TRUE(test::waitFor([&] { return m_delivered.contains(QStringLiteral("1")); }));
  EXPECT_EQ(m_delivered[QStringLiteral("1")], Delivery::Sent);
}

TEST_F(PlainDeskText, RejectsWhatCannotBeSent) {
  RawPeer peer = join();
  m_desk->sendText(PeerId::ofPublicKey("nobody"), QStringLiteral("1"), {}, QStringLiteral("text"));
  m_desk->sendText(m_peer, QStringLiteral("2"), {}, QString(PlainDesk::kLongestText, QLatin1Char('x')));
  EXPECT_EQ(m_not_delivered[QStringLiteral("1")], QString(codes::kAbsent));
  EXPECT_EQ(m_not_delivered[QStringLiteral("2")], QString(codes::kTooLarge));
}

TEST_F(PlainDeskText, EndsAPeerThatDoesNotReadAMebioctet) {
  m_limits.unsent_control_data = 256 * 1024;
  RawPeer peer = join();
  const QString text(10'000, QLatin1Char('x'));
  int sent = 0;
  while (m_left.isEmpty() && sent < 1000) {
    m_desk->sendText(m_peer, QString::number(++sent), {}, text);
    QCoreApplication::sendPostedEvents();
  }
  ASSERT_TRUE(isLeft());
  EXPECT_EQ(m_why.code, QString(codes::kSlowReader));
  // Every text has its answer.
  EXPECT_EQ(m_delivered.size(), sent);
  EXPECT_EQ(m_not_delivered[QString::number(sent)].isEmpty(), false);
  EXPECT_TRUE(peer.seesEnd());
}

TEST_F(PlainDeskText, EndsAPeerThatTakesNothingForTooLong) {
  m_limits.silence = std::chrono::milliseconds(150);
  RawPeer peer = join();
  const QString text(10'000, QLatin1Char('x'));
  for (int i = 0; i < 60; ++i) {
    m_desk->sendText(m_peer, QString::number(i), {}, text);
  }
  ASSERT_TRUE(isLeft());
  EXPECT_EQ(m_why.code, QString(codes::kSlowReader));
}

TEST_F(PlainDeskText, KeepsAQuietPeerForLongerThanThat) {
  m_limits.silence = std::chrono::milliseconds(50);
  RawPeer peer = join();
  m_desk->sendText(m_peer, QStringLiteral("1"), {}, QStringLiteral("hello"));
  ASSERT_TRUE(peer.receives("hello\n"));
  EXPECT_FALSE(test::waitFor([&] { return !m_left.isEmpty(); }, 200));
}

TEST_F(PlainDeskText, TwoFullPipesDoNotLockEachOther) {
  RawPeer peer = join();
  const QString text(10'000, QLatin1Char('x'));
  constexpr int kTexts = 80;  // more than both pipes hold
  for (int i = 0; i < kTexts; ++i) {
    m_desk->sendText(m_peer, QString::number(i), {}, text);
  }
  // It reads nothing before all of its own has left.
  QByteArray flood;
  for (int i = 0; i < 4000; ++i) {
    flood += "a line of text that is not too short " + QByteArray::number(i) + '\n';
  }
  ASSERT_TRUE(peer.write(flood));
  EXPECT_TRUE(test::waitFor([&] { return m_texts.size() == 4000; }));
  EXPECT_TRUE(test::waitFor([&] { return peer.received().size() == kTexts * 10'001; }));
}

TEST_F(PlainDeskText, DoesNotReadAheadOfWhoListens) {
  RawPeer peer = join();
  // Nothing is taken while the event loop stands still, so the pipe fills up and stays full.
  const QByteArray lines = QByteArray("a line\n").repeated(10'000);
  qint64 went = 0;
  int full = 0;
  while (full < 200 && went < 64 * 1024 * 1024) {
    const qint64 some = peer.offer(lines.mid(static_cast<int>(went % lines.size())));
    went += qMax<qint64>(some, 0);
    full = some > 0 ? 0 : full + 1;
    ::sched_yield();
  }
  EXPECT_LT(went, 4 * 1024 * 1024);
  peer.endWriting();
  ASSERT_TRUE(isLeft());
  EXPECT_GE(m_texts.size(), went / 7);
}

TEST_F(PlainDeskText, KickDropsWhatWaits) {
  RawPeer peer = join();
  m_desk->disconnectPeer(m_peer, {codes::kKicked, QString()});
  m_desk->sendText(m_peer, QStringLiteral("1"), {}, QStringLiteral("too late"));
  EXPECT_EQ(m_not_delivered[QStringLiteral("1")], QString(codes::kAbsent));
  ASSERT_TRUE(isLeft());
  EXPECT_EQ(m_why.code, QString(codes::kKicked));
  EXPECT_TRUE(peer.seesEnd());
  EXPECT_TRUE(peer.received().isEmpty());
}

TEST_F(PlainDeskText, ClosesPolitelySoThatWhatWaitsLeaves) {
  RawPeer peer = join();
  ASSERT_TRUE(peer.write("this is not read by anybody"));
  for (int i = 0; i < 50; ++i) {
    m_desk->sendText(m_peer, QString::number(i), {}, QString(10'000, QLatin1Char('x')));
  }
  m_desk->disconnectPeer(m_peer, {codes::kClosing, QString()});
  ASSERT_TRUE(peer.seesEnd());
  EXPECT_EQ(peer.received().size(), 50 * 10'001);
  ASSERT_TRUE(isLeft());
  EXPECT_EQ(m_why.code, QString(codes::kClosing));
}

TEST_F(PlainDeskText, ManyLinesUnderALongNameDoNotEndAnybody) {
  RawPeer peer = join();
  const QString name(64, QLatin1Char('n'));
  for (int i = 0; i < 20; ++i) {
    m_desk->sendTextToAll(name, QString(16'000, QLatin1Char('\n')));
  }
  m_desk->sendTextToAll(QStringLiteral("Ann"), QStringLiteral("one\ntwo"));
  EXPECT_TRUE(peer.receives("Ann: one\nAnn: two\n"));
  EXPECT_TRUE(m_desk->has(m_peer));
}

TEST_F(PlainDeskText, StopLetsTextLeave) {
  m_limits.goodbye = std::chrono::milliseconds(100);  // this pipe counts as acknowledged only what was read
  RawPeer peer = join();
  m_desk->sendText(m_peer, QStringLiteral("1"), {}, QStringLiteral("the last word"));
  m_desk->stop();
  m_desk->join();
  EXPECT_TRUE(peer.receives("the last word\n"));
  EXPECT_TRUE(peer.seesEnd());
}

TEST_F(PlainDeskText, StopDoesNotWaitForWhoDoesNotRead) {
  m_limits.goodbye = std::chrono::milliseconds(30);
  RawPeer peer = join();
  for (int i = 0; i < 90; ++i) {
    m_desk->sendText(m_peer, QString::number(i), {}, QString(10'000, QLatin1Char('x')));
  }
  m_desk->stop();
  m_desk->join();
  SUCCEED();  // or the test would not end
}

TEST_F(PlainDeskText, SwitchedOffEndsAllThatAreHereAndTakesNobody) {
  RawPeer peer = join();
  m_desk->setMode(PlainMode::Off);
  ASSERT_TRUE(isLeft());
  EXPECT_EQ(m_why.code, QString(codes::kClosing));
  EXPECT_TRUE(peer.seesEnd());
  int ends[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
  net::Incoming incoming;
  incoming.descriptor = FileDescriptor(ends[0]);
  m_desk->adopt(std::move(incoming));
  RawPeer refused{FileDescriptor(ends[1])};
  EXPECT_TRUE(refused.seesEnd());
  EXPECT_EQ(m_joined.size(), 1);
}

// --- Who has been silent so far --------------------------------------------------------------------------------------

/// At a server, where a silent connection may still turn out to be TLS.
class PlainDeskSilent : public PlainDeskTest {
 protected:
  void SetUp() override { m_limits.handshake = std::chrono::milliseconds(60'000); }
  RawPeer joinSilent() {
    start();
    m_desk->onTls = [](const net::Incoming&) {};
    RawPeer peer = join();
    m_desk->sendTextToAll(QStringLiteral("Ann"), QStringLiteral("for all"), {});
    return peer;
  }
};

TEST_F(PlainDeskSilent, GetsWhatIsForAllOnceItHasSaidSomething) {
  RawPeer peer = joinSilent();
  ASSERT_TRUE(peer.write("\n"));
  EXPECT_TRUE(peer.receives("Ann: for all\n"));
}

TEST_F(PlainDeskSilent, GetsWhatIsForItAloneAtOnceAndThenTheRest) {
  RawPeer peer = joinSilent();
  m_desk->sendText(m_peer, QStringLiteral("1"), {}, QStringLiteral("for you"));
  EXPECT_TRUE(peer.receives("for you\nAnn: for all\n"));
}

TEST_F(PlainDeskSilent, GetsItWhenItsTimeToBeginTlsIsOver) {
  m_limits.handshake = std::chrono::milliseconds(150);
  const auto began = std::chrono::steady_clock::now();
  RawPeer peer = joinSilent();
  EXPECT_TRUE(peer.receives("Ann: for all\n"));
  EXPECT_GE(std::chrono::steady_clock::now() - began, m_limits.handshake);
}

TEST_F(PlainDeskSilent, GetsItAllWhereItOnlyListens) {
  RawPeer peer = joinSilent();
  peer.endWriting();
  EXPECT_TRUE(peer.receives("Ann: for all\n"));
  EXPECT_TRUE(peer.seesEnd());
}

TEST_F(PlainDeskSilent, IsNotEndedForWhatWaits) {
  m_limits.unsent_control_data = 1000;
  RawPeer peer = joinSilent();
  for (int i = 0; i < 100; ++i) {
    m_desk->sendTextToAll(QStringLiteral("Ann"), QString(50, QLatin1Char('x')), {});
  }
  ASSERT_TRUE(peer.write("here\n"));
  EXPECT_TRUE(hears({QStringLiteral("here")}));
  EXPECT_TRUE(m_left.isEmpty());
}

// --- What turns out to be TLS ----------------------------------------------------------------------------------------

class PlainDeskFirstOctet : public PlainDeskTest, public ::testing::WithParamInterface<char> {};

TEST_P(PlainDeskFirstOctet, GoesBackUntouchedAfterASilence) {
  std::mutex mutex;
  std::unique_ptr<net::Incoming> back;
  start();
  m_desk->onTls = [&](net::Incoming incoming) {
    const std::lock_guard lock(mutex);
    back = std::make_unique<net::Incoming>(std::move(incoming));
  };
  RawPeer peer = join();
  m_desk->sendTextToAll(QStringLiteral("Ann"), QStringLiteral("for all"), {});
  ASSERT_TRUE(peer.write(QByteArray(1, GetParam()) + "and more"));
  ASSERT_TRUE(isLeft());
  EXPECT_TRUE(m_why.code.isEmpty());
  EXPECT_TRUE(m_texts.isEmpty());
  const std::lock_guard lock(mutex);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->address, m_joined[0].address);
  char first = 0;
  EXPECT_EQ(::recv(back->descriptor.get(), &first, 1, 0), 1);
  EXPECT_EQ(first, GetParam());
  EXPECT_TRUE(peer.received().isEmpty()) << "what is for all would have been in the way";
}

TEST_P(PlainDeskFirstOctet, IsTextOnceSomethingWasWritten) {
  bool back = false;
  start();
  m_desk->onTls = [&](const net::Incoming&) { back = true; };
  RawPeer peer = join();
  m_desk->sendText(m_peer, QStringLiteral("1"), {}, QStringLiteral("hello"));
  ASSERT_TRUE(peer.receives("hello\n"));
  ASSERT_TRUE(peer.write(QByteArray(1, GetParam()) + "x\n"));
  EXPECT_TRUE(test::waitFor([&] { return m_texts.size() == 1; }));
  EXPECT_FALSE(back);
}

TEST_P(PlainDeskFirstOctet, IsTextBehindOtherText) {
  start();
  m_desk->onTls = [](const net::Incoming&) { ADD_FAILURE(); };
  RawPeer peer = join();
  ASSERT_TRUE(peer.write("x\n"));
  ASSERT_TRUE(test::waitFor([&] { return m_texts.size() == 1; }));
  ASSERT_TRUE(peer.write(QByteArray(1, GetParam()) + "y\n"));
  EXPECT_TRUE(test::waitFor([&] { return m_texts.size() == 2; }));
}

INSTANTIATE_TEST_SUITE_P(Tls, PlainDeskFirstOctet, ::testing::Values('\x16', '\x01'));

}  // namespace landline::session
