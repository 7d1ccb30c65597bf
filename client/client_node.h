#pragma once

#include <QHash>

#include <memory>

#include "client/client_node_interface.h"
#include "client/outbox.h"
#include "client/plain_link.h"
#include "core/clock.h"
#include "core/limits.h"
#include "core/profile.h"
#include "net/credentials.h"
#include "net/discovery_sockets.h"
#include "session/client_session.h"
#include "session/datagram_node.h"
#include "session/doctor.h"
#include "session/seen_messages.h"
#include "session/transferring_node.h"

namespace landline::net {
class DiscoveryBrowser;
}

namespace landline::client {

struct ClientOptions {
  Limits limits;
  session::AcceptRule accept_rule = session::AcceptRule::Ask;
  QString save_folder;
  QString name = {};                   ///< for the doctor before connectTo() has said one; empty: the computer's
  net::DiscoveryPlace discovery = {};  ///< where servers are looked for; none are before setDiscovery()
};

/// The client: one connection to one server, the peers that the server tells of, chat and transfers. Or one plain
/// connection (PlainLink), with nobody but its server. One object in one thread, which also runs the control
/// connection; transfers and plain connections run in worker threads (TransferManager, PlainDesk). Built in any thread,
/// then moved to its own and set going by start().
class ClientNode final : public session::DatagramNode<session::TransferringNode<ClientNodeInterface>> {
  Q_OBJECT

 public:
  /// Opens what the profile keeps. Errors: those of net::openCredentials().
  static Result<std::unique_ptr<ClientNode>> create(const Profile& profile, const ClientOptions& options);
  ~ClientNode() override;

  PeerId id() const { return m_credentials.identity.id(); }

 public Q_SLOTS:
  // ClientNodeInterface
  void connectTo(const QString& host, quint16 port, const QString& name) override;
  void connectToFound(const landline::PeerId& server, const QString& host, quint16 port, const QString& name) override;
  void disconnectFromServer() override;
  void retryNow() override;
  void connectPlain(const QString& host, quint16 port) override;
  void diagnose(const QString& host, quint16 port) override;
  void cancelDiagnosis() override;

  // Node
  void start() override;
  void sendMessage(const QString& id, const QString& to, const QString& text) override;
  void sendFiles(const QString& to, const QStringList& paths) override;
  void trust(const landline::PeerId& server) override;
  void setDiscovery(const landline::session::DiscoverySettings& settings) override;
  void stop() override;

 private:
  ClientNode(const Profile& profile, const ClientOptions& options, net::Credentials credentials);

  void startSession();
  void startTransfers();
  void startDiscovery();
  void startPlain();
  void openHistory();
  session::DataConnector dataConnector() const;
  session::ClientSession::Connector controlConnector();

  void onState(const session::LinkState& state);
  void onMessage(const wire::ControlMessage& message);
  void onChat(const wire::Chat& chat);
  void onJoined(const session::PeerInfo& peer);
  void onLeft(const PeerId& peer);
  void onRenamed(const wire::Renamed& renamed);
  bool isRejectedMessage(const wire::ControlMessage& message);
  QString ownName() const;
  QString nameOf(const PeerId& peer) const;
  bool goesPlain(const QString& to) const;

  Profile m_profile;
  ClientOptions m_options;
  net::Credentials m_credentials;
  SystemClock m_clock;
  session::SeenMessages m_seen;
  QHash<PeerId, session::PeerInfo> m_peers;  // while online: the server and everybody it told of
  bool m_was_online = false;

  session::ClientSession* m_session = nullptr;
  std::unique_ptr<session::Doctor> m_doctor;  // its last run
  Outbox* m_outbox = nullptr;
  net::DiscoveryBrowser* m_browser = nullptr;
  PlainLink* m_plain_link = nullptr;
};

}  // namespace landline::client
