#pragma once

#include <QVector>

#include <optional>

#include "client/client_node_interface.h"

namespace landline::test {

/// A client's node that does nothing but write down what it is asked for; the test plays the network by emitting the
/// signals:
///
///     FakeClientNode node;
///     ClientWindow window(node, clock, settings_path);
///     click(window, "connectButton");
///     ASSERT_TRUE(waitFor([&] { return node.connects.size() == 1; }));
///     node.stateChanged(online);
class FakeClientNode final : public client::ClientNodeInterface {
 public:
  struct Connect {
    QString host;
    quint16 port;
    QString name;
  };
  struct Message {
    QString id;
    QString to;
    QString text;
  };
  struct Files {
    QString to;
    QStringList paths;
  };
  struct Answer {
    PeerId offerer;
    QString transfer;
    QString save_as;
    session::Conflict conflict = session::Conflict::Rename;
  };

  void connectTo(const QString& host, quint16 port, const QString& name) override {
    connects.append({host, port, name});
  }
  void connectToFound(const PeerId& server, const QString& host, quint16 port, const QString& name) override {
    found_connects.append({host, port, name});
    found_servers.append(server);
  }
  void disconnectFromServer() override { ++disconnects; }
  void retryNow() override { ++retries; }
  void connectPlain(const QString& host, quint16 port) override { plain_connects.append({host, port, {}}); }
  void diagnose(const QString& host, quint16 port) override { diagnoses.append({host, port, {}}); }
  void cancelDiagnosis() override { ++cancelled_diagnoses; }

  void start() override {}
  void sendMessage(const QString& id, const QString& to, const QString& text) override {
    messages.append({id, to, text});
  }
  void sendFiles(const QString& to, const QStringList& paths) override { files.append({to, paths}); }
  void acceptTransfer(const PeerId& offerer, const QString& transfer, const session::AcceptChoice& choice) override {
    accepted.append({offerer, transfer, choice.save_as, choice.conflict});
  }
  void declineTransfer(const PeerId& offerer, const QString& transfer) override {
    declined.append({offerer, transfer, {}, {}});
  }
  void cancelTransfer(const PeerId& offerer, const QString& transfer) override {
    cancelled.append({offerer, transfer, {}, {}});
  }
  void retryTransfer(const PeerId& offerer, const QString& transfer) override {
    retried.append({offerer, transfer, {}, {}});
  }
  void pauseTransfer(const PeerId& offerer, const QString& transfer) override {
    paused.append({offerer, transfer, {}, {}});
  }
  void continueTransfer(const PeerId& offerer, const QString& transfer) override {
    continued.append({offerer, transfer, {}, {}});
  }
  void moveToTop(const PeerId& offerer, const QString& transfer) override {
    moved_to_top.append({offerer, transfer, {}, {}});
  }
  void pauseAll() override { asked << QStringLiteral("pauseAll"); }
  void continueAll() override { asked << QStringLiteral("continueAll"); }
  void retryFailed() override { asked << QStringLiteral("retryFailed"); }
  void clearFinished() override { asked << QStringLiteral("clearFinished"); }
  void setConflict(session::Conflict value) override { conflict = value; }
  void setTransfersAtOnce(int per_peer, int in_all) override {
    at_once_per_peer = per_peer;
    at_once_in_all = in_all;
  }
  void setRateLimit(qint64 octets_per_second) override { rate_limit = octets_per_second; }
  void setSaveFolder(const QString& folder) override { save_folder = folder; }
  void setAcceptRule(session::AcceptRule rule) override { accept_rule = rule; }
  void trust(const PeerId& server) override { trusted.append(server); }
  void setDiscovery(const session::DiscoverySettings& settings) override { discovery = settings; }
  void bindDatagrams(const session::DatagramSettings& settings) override { datagram_binds.append(settings); }
  void closeDatagrams() override { asked << QStringLiteral("closeDatagrams"); }
  void sendDatagram(const session::DatagramRequest& request) override { datagram_sends.append(request); }
  void stopDatagrams() override { asked << QStringLiteral("stopDatagrams"); }
  void stop() override { Q_EMIT stopped(); }

  QVector<Connect> connects;
  QVector<Connect> plain_connects;
  QVector<Connect> found_connects;
  QVector<PeerId> found_servers;
  QVector<Connect> diagnoses;
  int cancelled_diagnoses = 0;
  int disconnects = 0;
  int retries = 0;
  QVector<Message> messages;
  QVector<Files> files;
  QVector<Answer> accepted;
  QVector<Answer> declined;
  QVector<Answer> cancelled;
  QVector<Answer> retried;
  QVector<PeerId> trusted;
  QVector<Answer> paused, continued, moved_to_top;
  QStringList asked;  ///< slots without arguments, by name
  QVector<session::DatagramSettings> datagram_binds;
  QVector<session::DatagramRequest> datagram_sends;
  session::Conflict conflict = session::Conflict::Rename;
  int at_once_per_peer = 0, at_once_in_all = 0;
  qint64 rate_limit = -1;
  std::optional<session::DiscoverySettings> discovery;
  QString save_folder;
  session::AcceptRule accept_rule = session::AcceptRule::Ask;
};

}  // namespace landline::test
