#pragma once

#include <memory>

#include "core/clock.h"
#include "core/limits.h"
#include "core/profile.h"
#include "net/credentials.h"
#include "net/discovery_sockets.h"
#include "server/chat_router.h"
#include "server/members.h"
#include "server/network.h"
#include "server/plain_guests.h"
#include "server/server_node.h"
#include "session/data_acceptor.h"
#include "session/datagram_node.h"
#include "session/probe_desk.h"
#include "session/relay_desk.h"
#include "session/transferring_node.h"

namespace landline::net {
class DiscoveryAnnouncer;
}

namespace landline::server {

struct HubOptions {
  Limits limits;
  QString name;
  trust::Access access = trust::Access::Ask;
  session::AcceptRule accept_rule = session::AcceptRule::Ask;
  QString save_folder;
  session::PlainMode plain_mode = session::PlainMode::Off;
  int io_threads = 2;
  net::DiscoveryPlace discovery;  ///< where it is announced; nothing is before setDiscovery()
};

/// The server: who is there, who may talk to whom, and what goes where. One object in one thread; sockets are in the
/// I/O threads (Network), transfers in worker threads (TransferManager, RelayDesk, DataAcceptor). Built in any thread,
/// then moved to its own and set going by start().
///
/// A data connection outlives its peer's control connection, also where stopListening() has ended that: what runs goes
/// on to its end. It does not outlive a person's wish: of a peer that is kicked, denied or replaced all connections end
/// at once.
class Hub final : public session::DatagramNode<session::TransferringNode<ServerNode>> {
  Q_OBJECT

 public:
  /// Opens what the profile keeps. Errors: those of net::openCredentials().
  static Result<std::unique_ptr<Hub>> create(const Profile& profile, const HubOptions& options);
  ~Hub() override;

  PeerId id() const { return m_credentials.identity.id(); }

 public Q_SLOTS:
  // ServerNode
  void listen(const QString& address, quint16 port) override;
  void stopListening() override;
  void setAccess(landline::trust::Access access) override;
  void setName(const QString& name) override;
  void setPlainMode(landline::session::PlainMode mode) override;

  // Node
  void start() override;
  void sendMessage(const QString& id, const QString& to, const QString& text) override;
  void sendFiles(const QString& to, const QStringList& paths) override;
  void admit(const landline::PeerId& peer) override;
  void deny(const landline::PeerId& peer) override;
  void disconnectPeer(const landline::PeerId& peer) override;
  void setDiscovery(const landline::session::DiscoverySettings& settings) override;
  void stop() override;

 private:
  Hub(const Profile& profile, const HubOptions& options, net::Credentials credentials);

  void startNetwork();
  void startTransfers();
  void openHistory();
  void startRelays();
  void startPlain();
  void startDiscovery();
  void updateDiscovery();

  void onListening(const QHostAddress& address, quint16 port);
  void onHello(quint64 connection, const PeerId& peer, const QString& name, const QString& address);
  void onMessage(quint64 connection, const wire::ControlMessage& message);
  bool handleRelayed(const PeerId& from, const wire::ControlMessage& message);
  void onMessagesDropped(const session::PeerInfo& peer, int count);
  void onEnded(quint64 connection);

  void welcome(const Members::Entry& entry);
  void letGo(const PeerId& peer, const Error& reason);
  void forgetMember(const PeerId& peer);
  void enterPhase(session::LinkState::Phase phase, const Error& error = {});

  void sendTo(const PeerId& peer, const wire::ControlMessage& message);
  void sendToAll(const wire::ControlMessage& message, const PeerId& except);

  Profile m_profile;
  HubOptions m_options;
  net::Credentials m_credentials;
  SystemClock m_clock;
  session::LinkState m_state;
  QHostAddress m_bound;  // while it listens
  Members m_members;
  bool m_stopping = false;

  ChatRouter* m_chat = nullptr;
  session::RelayDesk* m_relays = nullptr;
  session::ProbeDesk* m_probes = nullptr;
  PlainGuests* m_guests = nullptr;
  std::unique_ptr<session::DataAcceptor> m_data;
  Network* m_network = nullptr;
  net::DiscoveryAnnouncer* m_announcer = nullptr;
};

}  // namespace landline::server
