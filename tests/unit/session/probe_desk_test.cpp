#include "session/probe_desk.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "net/discovery_socket.h"
#include "support/fake_clock.h"
#include "support/session_values.h"
#include "support/wait_for.h"
#include "wire/announcement.h"

namespace landline::session {
namespace {

using test::peerId;
using test::waitFor;
using wire::ProbeKind;

class ProbeDeskTest : public ::testing::Test {
 protected:
  ProbeDeskTest() {
    EXPECT_TRUE(listener.open(0));
    QObject::connect(&desk, &ProbeDesk::messageReady, &desk,
                     [this](const PeerId& to, const wire::ControlMessage& message) {
                       said.append({to, message});
                     });
    QObject::connect(&listener, &net::DiscoverySocket::received, &listener,
                     [this](const net::DiscoverySocket::Datagram& datagram) {
                       const auto parsed = wire::parseProbeDatagram(datagram.octets);
                       ASSERT_TRUE(parsed);
                       arrived.append(*parsed);
                     });
  }

  /// Asks as a member; returns the request's ID.
  QString ask(int peer, quint16 port = 0, const char* address = "127.0.0.1:50000") {
    const wire::Probe probe{wire::newUuid(), port != 0 ? port : listener.port()};
    desk.handle(peerId(peer), QLatin1String(address), probe);
    return probe.id;
  }
  template <typename Message>
  const Message* find(const PeerId& to) const {
    for (const auto& [receiver, message] : said) {
      if (const auto* const found = std::get_if<Message>(&message); found != nullptr && receiver == to) {
        return found;
      }
    }
    return nullptr;
  }
  QString refusal(int peer) const {
    const auto* const rejected = find<wire::Rejected>(peerId(peer));
    return rejected != nullptr ? rejected->code : QString();
  }

  static Limits quickLimits() {
    Limits quick;
    quick.probe_spacing = std::chrono::milliseconds(50);
    quick.probe_listen = std::chrono::milliseconds(250);
    return quick;
  }

  const Limits limits = quickLimits();
  test::FakeClock clock;
  ProbeDesk desk{limits, clock};
  net::DiscoverySocket listener{net::DiscoverySocket::Family::IPv4, nullptr};
  QVector<QPair<PeerId, wire::ControlMessage>> said;
  QVector<wire::ProbeDatagram> arrived;
};

TEST_F(ProbeDeskTest, SaysWhereItListensSendsAndTellsWhatItHeard) {
  const QString id = ask(1);
  const auto* const probing = find<wire::Probing>(peerId(1));
  ASSERT_NE(probing, nullptr);
  EXPECT_EQ(probing->id, id);
  ASSERT_NE(probing->port, listener.port());
  EXPECT_TRUE(waitFor([this] {
    return std::any_of(arrived.begin(), arrived.end(),
                       [](const auto& each) { return each.kind == ProbeKind::Unicast; });
  }));
  const QByteArray ours = wire::encodeProbeDatagram({id, ProbeKind::Broadcast, QStringLiteral("wlan0")});
  listener.send(ours, QHostAddress(QHostAddress::LocalHost), probing->port, 0);
  ASSERT_TRUE(waitFor([this] { return find<wire::Probed>(peerId(1)) != nullptr; }));
  const auto* const probed = find<wire::Probed>(peerId(1));
  EXPECT_EQ(probed->id, id);
  ASSERT_EQ(probed->heard.size(), 1);
  EXPECT_EQ(probed->heard.first().kind, ProbeKind::Broadcast);
  EXPECT_EQ(probed->heard.first().interface_name, QStringLiteral("wlan0"));
}

TEST_F(ProbeDeskTest, BadInput88OneRequestBringsAHandfulOfSmallDatagrams) {
  ask(1);
  ASSERT_TRUE(waitFor([this] { return find<wire::Probed>(peerId(1)) != nullptr; }));
  EXPECT_LE(arrived.size(), 3 * net::DatagramProbe::kRounds) << "unicast, broadcast, multicast on one interface";
  for (const wire::ProbeDatagram& each : arrived) {
    EXPECT_LE(wire::encodeProbeDatagram(each).size(), wire::kLargestAnnouncement);
  }
}

TEST_F(ProbeDeskTest, OnePeerHasOneAtATimeAndNotAgainAtOnce) {
  ask(1);
  ask(1);
  EXPECT_EQ(refusal(1), codes::kBusy);
  ASSERT_TRUE(waitFor([this] { return find<wire::Probed>(peerId(1)) != nullptr; }));
  said.clear();
  ask(1);
  EXPECT_EQ(refusal(1), codes::kBusy) << "it is over, but not long enough ago";
  said.clear();
  clock.advance(limits.probe_pause.count());
  ask(1);
  EXPECT_NE(find<wire::Probing>(peerId(1)), nullptr);
}

TEST_F(ProbeDeskTest, ManyPeersShareABound) {
  for (int peer = 1; peer <= limits.probes_at_once + 1; ++peer) {
    ask(peer);
  }
  EXPECT_NE(find<wire::Probing>(peerId(limits.probes_at_once)), nullptr);
  EXPECT_EQ(refusal(limits.probes_at_once + 1), codes::kBusy);
}

TEST_F(ProbeDeskTest, BadInput89PortsOfServicesAndUnknownAddressesAreRefused) {
  ask(1, 53);
  EXPECT_EQ(refusal(1), codes::kUsage);
  ask(2, 1023);
  EXPECT_EQ(refusal(2), codes::kUsage);
  ask(3, 0, "");
  EXPECT_EQ(refusal(3), codes::kInternal);
  EXPECT_EQ(find<wire::Probing>(peerId(1)), nullptr);
}

TEST_F(ProbeDeskTest, WhoLeavesIsNotSentToAnyMore) {
  ask(1);
  desk.peerLeft(peerId(1));
  EXPECT_FALSE(waitFor([this] { return find<wire::Probed>(peerId(1)) != nullptr; }, 400));
  EXPECT_LE(arrived.size(), 3) << "the first round";
}

}  // namespace
}  // namespace landline::session
