// The doctor's way into a server, and what it makes of a server's answers about datagrams; the server is played.

#include "session/doctor_entry.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/profile.h"
#include "session/doctor_datagrams.h"
#include "support/fake_channel.h"
#include "support/fake_clock.h"
#include "support/wait_for.h"

namespace landline::session {
namespace {

using test::FakeChannel;
using test::waitFor;

const PeerId kOwn = PeerId::ofPublicKey("own");
const PeerId kServer = PeerId::ofPublicKey("server");
const PeerId kOther = PeerId::ofPublicKey("other");
const QString kHost = QStringLiteral("room.example");

class DoctorEntryTest : public ::testing::Test {
 protected:
  DoctorEntryTest() {
    registerMetaTypes();
    limits.probe_listen = std::chrono::milliseconds(100);
    limits.probe_pause = std::chrono::milliseconds(20);
    limits.doctor_connect = std::chrono::milliseconds(100);
    QObject::connect(&entry, &DoctorEntry::failed, &entry, [this](const Error& reason) { failure = reason; });
    QObject::connect(&entry, &DoctorEntry::entered, &entry, [this](const QString& name, bool was_in) {
      entered = name;
      was_there = was_in;
    });
  }
  ~DoctorEntryTest() override { qDeleteAll(channels); }

  ClientSession::Connector connector() {
    return [this](const QString& host, quint16) {
      hosts.append(host);
      channels.append(new FakeChannel);
      return channels.last();
    };
  }
  FakeChannel& channel() { return *channels.last(); }

  /// A connection of the doctor's own that was let in.
  void enterOwn() {
    entry.start();
    channel().secure(kServer);
    channel().say(wire::Welcome{1, QStringLiteral("Room"), kOwn});
    ASSERT_EQ(entered, QStringLiteral("Room"));
    ASSERT_FALSE(was_there);
  }

  QTemporaryDir folder;
  trust::KnownPeers known = std::move(*trust::KnownPeers::open(*Profile::open(folder.path())));
  test::FakeClock clock;
  Limits limits;
  QVector<QPointer<FakeChannel>> channels;
  QStringList hosts;
  ClientSession session{kOwn, connector(), known, limits, clock};
  DoctorEntry entry{
      session, connector(), {kHost, 6677, QStringLiteral("192.0.2.1"), kServer}, QStringLiteral("desk"), limits};
  Error failure;
  QString entered;
  bool was_there = false;
};

TEST_F(DoctorEntryTest, SaysHelloToTheServerThatAnsweredAndPinsNothing) {
  enterOwn();
  EXPECT_EQ(hosts, QStringList(QStringLiteral("192.0.2.1"))) << "the address, not the name once more";
  EXPECT_EQ(channel().sent<wire::Hello>()->name, QStringLiteral("desk"));
  EXPECT_EQ(known.judge(kHost + QStringLiteral(":6677"), kServer).verdict, trust::KnownPeers::Verdict::FirstUse);
}

TEST_F(DoctorEntryTest, SaysNothingToAnotherServer) {
  entry.start();
  channel().secure(kOther);
  EXPECT_EQ(channel().sentCount(), 0U);
  EXPECT_EQ(failure.code, codes::kKeyChanged);
}

TEST_F(DoctorEntryTest, AConnectionThatThePersonHasBegunMeanwhileIsNotPushedOut) {
  entry.start();
  FakeChannel& own = channel();
  session.connectTo(kHost, 6677, QStringLiteral("desk"));
  own.secure(kServer);
  EXPECT_EQ(own.sentCount(), 0U) << "this hello would have replaced the other one";
  EXPECT_TRUE(own.isClosed());
  channel().secure(kServer);
  channel().say(wire::Welcome{1, QStringLiteral("Room"), kOwn});
  EXPECT_EQ(entered, QStringLiteral("Room"));
  EXPECT_TRUE(was_there);
  entry.send(wire::Probe{wire::newUuid(), 5000});
  EXPECT_TRUE(channel().sent<wire::Probe>()) << "over the person's connection";
}

TEST_F(DoctorEntryTest, AConnectionThatIsTriedAgainUnderAnotherNameOfThatServerIsUsed) {
  session.connectTo(QStringLiteral("room.local"), 6677, QStringLiteral("desk"));
  channel().secure(kServer);
  channel().say(wire::Welcome{1, QStringLiteral("Room"), kOwn});
  channel().hangUp({codes::kConnectionLost, QStringLiteral("gone")}, false);
  ASSERT_EQ(session.state().phase, LinkState::Phase::Retrying);
  entry.start();
  EXPECT_EQ(hosts, QStringList({QStringLiteral("room.local"), QStringLiteral("room.local")})) << "none of its own";
  channel().secure(kServer);
  channel().say(wire::Welcome{1, QStringLiteral("Room"), kOwn});
  EXPECT_EQ(entered, QStringLiteral("Room"));
  EXPECT_TRUE(was_there);
}

TEST_F(DoctorEntryTest, AConnectionToWhomIsAnnouncedAsThatServerIsUsed) {
  session.connectTo(QStringLiteral("192.0.2.7"), 6677, QStringLiteral("desk"), kServer);
  entry.start();
  EXPECT_EQ(channels.size(), 1);
}

TEST_F(DoctorEntryTest, WhereTheClientWasBeforeDoesNotMatter) {
  session.connectTo(QStringLiteral("room.local"), 6677, QStringLiteral("desk"));
  channel().secure(kServer);
  channel().say(wire::Welcome{1, QStringLiteral("Room"), kOwn});
  session.connectTo(QStringLiteral("elsewhere.example"), 6677, QStringLiteral("desk"));
  enterOwn();
  EXPECT_EQ(hosts.last(), QStringLiteral("192.0.2.1"));
}

TEST_F(DoctorEntryTest, AConnectionElsewhereIsLeftAlone) {
  session.connectTo(QStringLiteral("elsewhere.example"), 6677, QStringLiteral("desk"));
  channel().secure(kOther);
  channel().say(wire::Welcome{1, QStringLiteral("Elsewhere"), kOwn});
  enterOwn();
  EXPECT_EQ(channels.size(), 2);
  EXPECT_TRUE(session.online());
}

TEST_F(DoctorEntryTest, AServerOutOfTurnIsToldApart) {
  entry.start();
  channel().secure(kServer);
  channel().say(wire::Left{kOther, QStringLiteral("desk-9")});
  EXPECT_EQ(failure.code, codes::kUnexpected);
  EXPECT_TRUE(channel().isClosed());
}

TEST_F(DoctorEntryTest, OffersAndPrivateMessagesAreAnsweredThatNobodyIsThere) {
  enterOwn();
  wire::Offer offer;
  offer.transfer = wire::newUuid();
  offer.to = kOwn;
  channel().say(offer);
  ASSERT_TRUE(channel().sent<wire::Rejected>());
  EXPECT_EQ(channel().sent<wire::Rejected>()->re, offer.transfer);
  const auto before = channel().sentCount();
  channel().say(wire::Chat{wire::newUuid(), wire::kEveryone, QStringLiteral("Hello"), kOther, 1});
  EXPECT_EQ(channel().sentCount(), before) << "the server answers for everyone";
}

class DoctorDatagramsTest : public DoctorEntryTest {
 protected:
  void run(net::Route::Kind kind = net::Route::Kind::Local) {
    enterOwn();
    net::Route route;
    route.kind = kind;
    datagrams = std::make_unique<DoctorDatagrams>(entry, QHostAddress(QHostAddress::LocalHost), route, limits);
    QObject::connect(datagrams.get(), &DoctorDatagrams::finished, datagrams.get(),
                     [this](const QVector<DoctorLine>& found) { lines = found; });
    datagrams->start();
  }
  wire::Probe awaitProbe() {
    EXPECT_TRUE(waitFor([this] { return channel().sent<wire::Probe>().has_value(); }));
    return channel().sent<wire::Probe>().value_or(wire::Probe());
  }
  bool finished() {
    return waitFor([this] { return !lines.isEmpty(); });
  }
  bool allAre(const findings::Finding& finding) const {
    return lines.size() == 3 && std::all_of(lines.begin(), lines.end(), [&finding](const DoctorLine& line) {
             return line.code == finding.code && line.mark == finding.mark;
           });
  }
  QString codeOf(DoctorLine::Step step, bool to_server) const {
    for (const DoctorLine& line : lines) {
      if (line.step == step && line.to_server == to_server) {
        return line.code;
      }
    }
    return {};
  }

  std::unique_ptr<DoctorDatagrams> datagrams;
  QVector<DoctorLine> lines;
};

TEST_F(DoctorDatagramsTest, WhatNobodyHeardIsAWarning) {
  run();
  const QString id = awaitProbe().id;
  channel().say(wire::Probing{id, 9});  // whoever listens there, it is not the server
  channel().say(wire::Probed{id, {{wire::ProbeKind::Multicast, QStringLiteral("lo")}}});
  ASSERT_TRUE(finished());
  ASSERT_EQ(lines.size(), 6);
  EXPECT_EQ(codeOf(DoctorLine::Step::Unicast, true), QStringLiteral("not-heard"));
  EXPECT_EQ(codeOf(DoctorLine::Step::Broadcast, true), QStringLiteral("not-heard"));
  EXPECT_EQ(codeOf(DoctorLine::Step::Multicast, true), QStringLiteral("heard"));
  EXPECT_EQ(codeOf(DoctorLine::Step::Multicast, false), QStringLiteral("not-heard"));
}

TEST_F(DoctorDatagramsTest, BehindARouterOnlySingleOnesAreExpected) {
  run(net::Route::Kind::Router);
  const QString id = awaitProbe().id;
  channel().say(wire::Probing{id, 9});
  channel().say(wire::Probed{id, {}});
  ASSERT_TRUE(finished());
  EXPECT_EQ(codeOf(DoctorLine::Step::Unicast, true), QStringLiteral("not-heard"));
  EXPECT_EQ(codeOf(DoctorLine::Step::Broadcast, true), QStringLiteral("other-network"));
  EXPECT_EQ(codeOf(DoctorLine::Step::Multicast, false), QStringLiteral("other-network"));
}

TEST_F(DoctorDatagramsTest, AServerThatDoesNotAnswerIsNotWaitedForForEver) {
  run();
  ASSERT_TRUE(finished());
  EXPECT_TRUE(allAre(findings::kNoProbes));
}

TEST_F(DoctorDatagramsTest, ABusyServerIsAskedOnceMore) {
  run();
  const QString first = awaitProbe().id;
  channel().say(wire::Rejected{first, codes::kBusy, QString()});
  ASSERT_TRUE(waitFor([&] { return channel().sent<wire::Probe>()->id != first; }));
  channel().say(wire::Rejected{channel().sent<wire::Probe>()->id, codes::kBusy, QString()});
  ASSERT_TRUE(finished());
  EXPECT_TRUE(allAre(findings::kProbesBusy));
}

TEST_F(DoctorDatagramsTest, AServerThatGoesAwayIsTold) {
  run();
  awaitProbe();
  channel().hangUp({codes::kConnectionLost, QStringLiteral("gone")}, false);
  ASSERT_TRUE(finished());
  EXPECT_TRUE(allAre(findings::kProbesCut));
}

TEST_F(DoctorDatagramsTest, AnswersToSomebodyElsesProbeMeanNothing) {
  run();
  awaitProbe();
  channel().say(wire::Probed{wire::newUuid(), {}});
  channel().say(wire::Rejected{wire::newUuid(), codes::kUsage, QString()});
  EXPECT_FALSE(waitFor([this] { return !lines.isEmpty(); }, 20));
}

}  // namespace
}  // namespace landline::session
