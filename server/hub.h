#pragma once

#include <memory>

#include "core/clock.h"
#include "core/limits.h"
#include "core/profile.h"
#include "history/history_store.h"
#include "net/tls_context.h"
#include "server/chat_router.h"
#include "server/members.h"
#include "server/network.h"
#include "server/server_node.h"
#include "session/data_acceptor.h"
#include "session/transfer_manager.h"
#include "trust/identity.h"
#include "trust/known_peers.h"

namespace landline::server {

struct HubOptions {
  Limits limits;
  QString name;
  trust::Access access = trust::Access::Ask;
  session::AcceptRule accept_rule = session::AcceptRule::Ask;
  QString save_folder;
  int io_threads = 2;
};

/// The server: who is there, who may talk to whom, and what goes where. One object in one thread; sockets are in the
/// I/O threads (Network), transfers in worker threads (TransferManager, DataAcceptor). Built in any thread, then moved
/// to its own and set going by start().
class Hub final : public ServerNode {
  Q_OBJECT

 public:
  /// Opens what the profile keeps. Errors: those of Identity, KnownPeers, TlsContext.
  static Result<std::unique_ptr<Hub>> create(const Profile& profile, const HubOptions& options);
  ~Hub() override;

  PeerId id() const { return m_identity.id(); }

 public Q_SLOTS:
  // ServerNode
  void listen(const QString& address, quint16 port) override;
  void stopListening() override;
  void setAccess(landline::trust::Access access) override;
  void setName(const QString& name) override;

  // Node
  void start() override;
  void sendMessage(const QString& id, const QString& to, const QString& text) override;
  void sendFiles(const QString& to, const QStringList& paths) override;
  void acceptTransfer(const landline::PeerId& offerer, const QString& transfer, const QString& save_as) override;
  void declineTransfer(const landline::PeerId& offerer, const QString& transfer) override;
  void cancelTransfer(const landline::PeerId& offerer, const QString& transfer) override;
  void retryTransfer(const landline::PeerId& offerer, const QString& transfer) override;
  void setSaveFolder(const QString& folder) override;
  void setAcceptRule(landline::session::AcceptRule rule) override;
  void admit(const landline::PeerId& peer) override;
  void deny(const landline::PeerId& peer) override;
  void disconnectPeer(const landline::PeerId& peer) override;
  void stop() override;

 private:
  Hub(const Profile& profile, const HubOptions& options, trust::Identity identity, trust::KnownPeers known,
      std::shared_ptr<const net::TlsContext> tls);

  void startNetwork();
  void startTransfers();

  void onListening(const QHostAddress& address, quint16 port);
  void onHello(quint64 connection, const PeerId& peer, const QString& name, const QString& address);
  void onMessage(quint64 connection, const wire::ControlMessage& message);
  void refuseRelay(const PeerId& from, const wire::Offer& offer);
  void onEnded(quint64 connection);

  void welcome(const Members::Entry& entry);
  void letGo(const PeerId& peer, const Error& reason);
  void forgetMember(const PeerId& peer);
  void enterPhase(session::LinkState::Phase phase, const Error& error = {});

  void sendTo(const PeerId& peer, const wire::ControlMessage& message);
  void sendToAll(const wire::ControlMessage& message, const PeerId& except);

  Profile m_profile;
  HubOptions m_options;
  trust::Identity m_identity;
  trust::KnownPeers m_known;
  std::shared_ptr<const net::TlsContext> m_tls;
  SystemClock m_clock;
  session::LinkState m_state;
  Members m_members;
  bool m_stopping = false;

  std::unique_ptr<history::HistoryStore> m_history;
  ChatRouter* m_chat = nullptr;
  session::TransferManager* m_transfers = nullptr;
  std::unique_ptr<session::DataAcceptor> m_data;
  Network* m_network = nullptr;
};

}  // namespace landline::server
