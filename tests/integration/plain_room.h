#pragma once

#include "integration/transfer_room.h"
#include <netinet/in.h>
#include <sys/socket.h>

#include <string>
#include <string_view>

#include "support/tls_peers.h"

namespace landline::test {

/// A peer that knows nothing of Landline: a socket, what it sends and what it has heard so far.
class RawPeer {
 public:
  explicit RawPeer(quint16 port) : m_socket(connectTcp(port)) {}
  explicit RawPeer(FileDescriptor socket) : m_socket(std::move(socket)) {}

  /// From another address of this computer, 127.0.0.`last`.
  static RawPeer from(quint8 last, quint16 port) {
    FileDescriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(0x7F000000U + last);
    EXPECT_EQ(::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    EXPECT_EQ(::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
    return RawPeer(std::move(socket));
  }

  int descriptor() const { return m_socket.get(); }
  FileDescriptor takeDescriptor() { return std::move(m_socket); }

  void send(std::string_view octets) const {
    EXPECT_EQ(::send(m_socket.get(), octets.data(), octets.size(), MSG_NOSIGNAL), static_cast<ssize_t>(octets.size()));
  }
  void sendInSingleOctets(std::string_view octets) const {
    for (const char octet : octets) {
      send({&octet, 1});
    }
  }
  void leave() { m_socket.reset(); }

  const std::string& heard() {
    char octets[4096];
    ssize_t got = 0;
    while ((got = ::recv(m_socket.get(), octets, sizeof(octets), MSG_DONTWAIT)) > 0) {
      m_heard.append(octets, static_cast<std::size_t>(got));
    }
    m_ended = m_ended || got == 0 || (errno != EAGAIN && errno != EINTR);
    return m_heard;
  }
  bool hears(std::string_view wanted) {
    return waitFor([&] { return heard().find(wanted) != std::string::npos; });
  }
  bool isClosed() {
    heard();
    return m_ended;
  }

 private:
  FileDescriptor m_socket;
  std::string m_heard;
  bool m_ended = false;
};

/// A room whose server takes plain peers.
class PlainRoom : public TransferRoom {
 protected:
  using PlainMode = session::PlainMode;

  PlainRoom() { limits.plain_first_octet = Limits::Milliseconds(30); }

  void startPlainServer(PlainMode mode, session::AcceptRule rule = session::AcceptRule::All) {
    startServer(trust::Access::Open, rule);
    setMode(mode);
  }

  void setMode(PlainMode mode) {
    tell(*server.node, [mode](auto& hub) { hub.setPlainMode(mode); });
    ASSERT_TRUE(waitFor([&] { return server.seen().state.plain_mode == mode; }));
  }

  /// The plain peers that the server lists.
  QVector<session::PeerInfo> plainPeers() const {
    QVector<session::PeerInfo> result;
    for (const session::PeerInfo& peer : server.seen().peers) {
      if (peer.plain) {
        result.append(peer);
      }
    }
    return result;
  }

  /// A connection, silent so far, that is listed.
  std::unique_ptr<RawPeer> joinPlain() {
    const int before = static_cast<int>(plainPeers().size());
    auto peer = std::make_unique<RawPeer>(port);
    EXPECT_TRUE(waitFor([&] { return plainPeers().size() == before + 1; }));
    return peer;
  }

  /// One that has said something, though nothing that is shown: what is said to everyone goes to it at once.
  std::unique_ptr<RawPeer> joinTalking() {
    auto peer = joinPlain();
    peer->send("\n");
    return peer;
  }

  PeerId lastPlain() const { return plainPeers().isEmpty() ? PeerId() : plainPeers().last().id; }
};

}  // namespace landline::test
