#pragma once

#include <QMap>
#include <QSet>
#include <gtest/gtest.h>
#include <net/if.h>

#include <memory>

#include "net/discovery_announcer.h"
#include "net/discovery_browser.h"
#include "support/loopback_discovery.h"
#include "support/session_values.h"
#include "support/wait_for.h"

namespace landline::net {

/// Announcers and browsers that meet on the loopback interface of this computer, at a port of the test's own.
class DiscoveryTest : public ::testing::Test {
 protected:
  DiscoveryTest() {
    limits.announce_first = std::chrono::milliseconds(20);
    limits.announce = std::chrono::milliseconds(50);
  }

  /// So long that nothing comes but what was asked for.
  void makeAnnouncementsRare() {
    limits.announce_first = std::chrono::hours(1);
    limits.announce = std::chrono::hours(1);
  }

  static int loopbackNumber() { return static_cast<int>(::if_nametoindex("lo")); }

  std::unique_ptr<DiscoveryAnnouncer> makeAnnouncer() {
    auto announcer = std::make_unique<DiscoveryAnnouncer>(limits, clock, place);
    announcer->setOn(true, {});
    return announcer;
  }
  static wire::Announcement server(int id, const char* name = "Room 301", quint16 port = 6677) {
    wire::Announcement result;
    result.id = test::peerId(id);
    result.name = QString::fromUtf8(name);
    result.port = port;
    return result;
  }
  std::unique_ptr<DiscoveryAnnouncer> announced(int id) {
    auto announcer = makeAnnouncer();
    announcer->announce(server(id), QHostAddress(QHostAddress::Any));
    return announcer;
  }

  /// A browser that does not look yet.
  void makeBrowser(int own = 0) {
    browser = std::make_unique<DiscoveryBrowser>(
        test::peerId(own), [this](const PeerId& id) { return known.contains(id); }, limits, clock, place);
    QObject::connect(browser.get(), &DiscoveryBrowser::found, browser.get(), [this](const HeardServer& server) {
      ++told;
      found[server.id] = server;
      most_found = std::max(most_found, static_cast<int>(found.size()));
    });
    QObject::connect(browser.get(), &DiscoveryBrowser::lost, browser.get(), [this](const PeerId& id) {
      ++told;
      found.remove(id);
      lost.append(id);
    });
  }
  void browse(int own = 0) {
    makeBrowser(own);
    browser->setOn(true, {});
  }
  bool isFound(int id) const { return found.contains(test::peerId(id)); }
  bool waitForFound(int id) const {
    return test::waitFor([&] { return isFound(id); });
  }
  bool waitForLost(int id) const {
    return test::waitFor([&] { return !isFound(id); });
  }

  Limits limits;
  SystemClock clock;
  DiscoveryPlace place = test::loopbackDiscovery();
  QSet<PeerId> known;
  std::unique_ptr<DiscoveryBrowser> browser;
  QMap<PeerId, HeardServer> found;
  QVector<PeerId> lost;
  int most_found = 0;
  int told = 0;  ///< how often something was found or lost
};

/// Somebody else on the network, who says whatever the test wants and hears what comes to its own port. Its addresses
/// are any that begin with 127: all of them are this computer's.
class Stranger : public QObject {
 public:
  explicit Stranger(const DiscoveryPlace& place)
      : m_place(place), m_socket(DiscoverySocket::Family::IPv4, this), m_loopback(::if_nametoindex("lo")) {
    EXPECT_TRUE(m_socket.open(0).ok());
    connect(&m_socket, &DiscoverySocket::received, this, [this](const DiscoverySocket::Datagram& datagram) {
      heard.append(QByteArray(datagram.octets.data(), static_cast<int>(datagram.octets.size())));
    });
  }

  bool say(const QByteArray& octets, const QHostAddress& from = QHostAddress(QHostAddress::LocalHost)) {
    // As broadcast: of those who share a port, one alone gets what is sent to its address.
    return m_socket.send(octets, QHostAddress(QStringLiteral("127.255.255.255")), m_place.port,
                         static_cast<int>(m_loopback), from);
  }

  QVector<QByteArray> heard;

 private:
  DiscoveryPlace m_place;
  DiscoverySocket m_socket;
  unsigned m_loopback;
};

}  // namespace landline::net
