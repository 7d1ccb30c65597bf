#pragma once

#include <QVector>

#include <optional>

#include "server/server_node.h"

namespace landline::test {

/// A server node that does nothing but write down what it is asked, and say what a test lets it say:
///
///     FakeServerNode node;
///     ServerWindow window(node, ...);
///     Q_EMIT node.peerJoined(...);
///     EXPECT_EQ(node.listens.last().port, 6677);
class FakeServerNode final : public server::ServerNode {
 public:
  struct Listen {
    QString address;
    quint16 port;
  };
  struct Message {
    QString id, to, text;
  };
  struct Files {
    QString to;
    QStringList paths;
  };
  struct Asked {
    PeerId offerer;
    QString transfer;
    QString save_as;
    session::Conflict conflict = session::Conflict::Rename;
  };

  using ServerNode::ServerNode;

  void setDiscovery(const session::DiscoverySettings& settings) override { discovery = settings; }

  /// What listen() answers when this port is asked for.
  quint16 port_in_use = 0;
  PeerId own = *PeerId::fromHex(QString(64, QLatin1Char('f')));

  QVector<Listen> listens;
  int stops_listening = 0;
  QVector<Message> messages;
  QVector<Files> files;
  QVector<Asked> accepted, declined, cancelled, retried;
  QVector<Asked> paused, continued, moved_to_top;
  QStringList asked;  ///< slots without arguments, by name
  QVector<session::DatagramSettings> datagram_binds;
  QVector<session::DatagramRequest> datagram_sends;
  session::Conflict conflict = session::Conflict::Rename;
  int at_once_per_peer = 0, at_once_in_all = 0;
  qint64 rate_limit = -1;
  QVector<PeerId> admitted, denied, disconnected;
  session::PlainMode plain_mode = session::PlainMode::Off;
  std::optional<session::DiscoverySettings> discovery;
  QString name, save_folder;
  trust::Access access = trust::Access::Open;
  session::AcceptRule accept_rule = session::AcceptRule::All;

  session::LinkState state(session::LinkState::Phase phase, quint16 port) const {
    session::LinkState result;
    result.phase = phase;
    result.port = port;
    result.own = own;
    return result;
  }

  void start() override {}
  void listen(const QString& address, quint16 port) override {
    listens.append({address, port});
    if (port == port_in_use) {
      session::LinkState refused = state(session::LinkState::Phase::Idle, port);
      refused.error = {codes::kAddressInUse, QStringLiteral("bind: Address already in use")};
      Q_EMIT stateChanged(refused);
      return;
    }
    session::LinkState listening = state(session::LinkState::Phase::Listening, port);
    listening.reachable = QStringList{QStringLiteral("192.168.1.8:%1").arg(port)};
    Q_EMIT stateChanged(listening);
  }
  void stopListening() override {
    ++stops_listening;
    Q_EMIT stateChanged(state(session::LinkState::Phase::Idle, 0));
  }
  void setAccess(landline::trust::Access value) override { access = value; }
  void setName(const QString& value) override { name = value; }
  void setPlainMode(session::PlainMode value) override { plain_mode = value; }
  void sendMessage(const QString& id, const QString& to, const QString& text) override {
    messages.append({id, to, text});
  }
  void sendFiles(const QString& to, const QStringList& paths) override { files.append({to, paths}); }
  void acceptTransfer(const landline::PeerId& offerer, const QString& transfer,
                      const session::AcceptChoice& choice) override {
    accepted.append({offerer, transfer, choice.save_as, choice.conflict});
  }
  void declineTransfer(const landline::PeerId& offerer, const QString& transfer) override {
    declined.append({offerer, transfer, {}, {}});
  }
  void cancelTransfer(const landline::PeerId& offerer, const QString& transfer) override {
    cancelled.append({offerer, transfer, {}, {}});
  }
  void retryTransfer(const landline::PeerId& offerer, const QString& transfer) override {
    retried.append({offerer, transfer, {}, {}});
  }
  void pauseTransfer(const landline::PeerId& offerer, const QString& transfer) override {
    paused.append({offerer, transfer, {}, {}});
  }
  void continueTransfer(const landline::PeerId& offerer, const QString& transfer) override {
    continued.append({offerer, transfer, {}, {}});
  }
  void moveToTop(const landline::PeerId& offerer, const QString& transfer) override {
    moved_to_top.append({offerer, transfer, {}, {}});
  }
  void pauseAll() override { asked << QStringLiteral("pauseAll"); }
  void continueAll() override { asked << QStringLiteral("continueAll"); }
  void retryFailed() override { asked << QStringLiteral("retryFailed"); }
  void clearFinished() override { asked << QStringLiteral("clearFinished"); }
  void setConflict(landline::session::Conflict value) override { conflict = value; }
  void setTransfersAtOnce(int per_peer, int in_all) override {
    at_once_per_peer = per_peer;
    at_once_in_all = in_all;
  }
  void setRateLimit(qint64 octets_per_second) override { rate_limit = octets_per_second; }
  void setSaveFolder(const QString& folder) override { save_folder = folder; }
  void setAcceptRule(landline::session::AcceptRule rule) override { accept_rule = rule; }
  void admit(const landline::PeerId& peer) override { admitted.append(peer); }
  void deny(const landline::PeerId& peer) override { denied.append(peer); }
  void disconnectPeer(const landline::PeerId& peer) override { disconnected.append(peer); }
  void bindDatagrams(const session::DatagramSettings& settings) override { datagram_binds.append(settings); }
  void closeDatagrams() override { asked << QStringLiteral("closeDatagrams"); }
  void sendDatagram(const session::DatagramRequest& request) override { datagram_sends.append(request); }
  void stopDatagrams() override { asked << QStringLiteral("stopDatagrams"); }
  void stop() override { Q_EMIT stopped(); }
};

}  // namespace landline::test
