#pragma once

#include <QStringList>

#include <functional>

#include "session/node.h"

namespace landline::test {

/// A node that only writes down what it is told; the test plays its part by emitting its signals.
///
///     FakeNode node;
///     JsonFace face(node, ...);
///     Q_EMIT node.stateChanged(online());
///     ... waitFor([&] { return node.calls.contains("sendMessage ..."); });
class FakeNode : public session::Node {
  Q_OBJECT

 public:
  QStringList calls;        ///< `name argument argument`; identifiers of messages are left out
  QStringList message_ids;  ///< of sendMessage(), in order

  /// Called by sendFiles(), so that a test can answer it at once, as the real node does.
  std::function<void(const QStringList& paths)> on_send_files;

  void start() override { calls.append(QStringLiteral("start")); }
  void sendMessage(const QString& id, const QString& to, const QString& text) override {
    message_ids.append(id);
    note("sendMessage", to, text);
  }
  void sendFiles(const QString& to, const QStringList& paths) override {
    note("sendFiles", to, paths.join(QLatin1Char(',')));
    if (on_send_files) {
      on_send_files(paths);
    }
  }
  void acceptTransfer(const PeerId& offerer, const QString& transfer, const session::AcceptChoice& choice) override {
    const char* const conflict = choice.conflict == session::Conflict::Rename      ? ""
                                 : choice.conflict == session::Conflict::Overwrite ? "overwrite"
                                                                                   : "skip";
    note("accept", offerer.hex(), transfer, choice.save_as, QString::fromLatin1(conflict));
  }
  void declineTransfer(const PeerId& offerer, const QString& transfer) override {
    note("decline", offerer.hex(), transfer);
  }
  void cancelTransfer(const PeerId& offerer, const QString& transfer) override {
    note("cancel", offerer.hex(), transfer);
  }
  void retryTransfer(const PeerId& offerer, const QString& transfer) override {
    note("retry", offerer.hex(), transfer);
  }
  void pauseTransfer(const PeerId& offerer, const QString& transfer) override {
    note("pause", offerer.hex(), transfer);
  }
  void continueTransfer(const PeerId& offerer, const QString& transfer) override {
    note("continue", offerer.hex(), transfer);
  }
  void moveToTop(const PeerId& offerer, const QString& transfer) override {
    note("moveToTop", offerer.hex(), transfer);
  }
  void pauseAll() override { note("pauseAll"); }
  void continueAll() override { note("continueAll"); }
  void retryFailed() override { note("retryFailed"); }
  void clearFinished() override { note("clearFinished"); }
  void setConflict(session::Conflict conflict) override {
    note("setConflict", QString::number(static_cast<int>(conflict)));
  }
  void setTransfersAtOnce(int per_peer, int in_all) override {
    note("setTransfersAtOnce", QString::number(per_peer), QString::number(in_all));
  }
  void setRateLimit(qint64 octets_per_second) override { note("setRateLimit", QString::number(octets_per_second)); }
  void setSaveFolder(const QString& folder) override { note("setSaveFolder", folder); }
  void setAcceptRule(session::AcceptRule /*rule*/) override { note("setAcceptRule"); }
  void admit(const PeerId& peer) override { note("admit", peer.hex()); }
  void deny(const PeerId& peer) override { note("deny", peer.hex()); }
  void disconnectPeer(const PeerId& peer) override { note("disconnect", peer.hex()); }
  void trust(const PeerId& server) override { note("trust", server.hex()); }
  void bindDatagrams(const session::DatagramSettings& s) override {
    QStringList groups;
    for (const session::DatagramGroup& group : s.groups) {
      groups.append(group.group + QLatin1Char('%') + group.interface_name);
    }
    note("bindDatagrams", s.address, QString::number(s.port), QString::fromLatin1(s.shared ? "shared" : "alone"),
         QString::fromLatin1(s.echo ? "echo" : "silent"), groups.join(QLatin1Char(',')), QString::number(s.ttl),
         QString::fromLatin1(s.loopback ? "loopback" : "outward"), s.interface_name);
  }
  void closeDatagrams() override { note("closeDatagrams"); }
  void sendDatagram(const session::DatagramRequest& r) override {
    note("sendDatagram", r.address, QString::number(r.port), QString::fromLatin1(r.octets.toHex()),
         QString::number(r.interval_ms));
  }
  void stopDatagrams() override { note("stopDatagrams"); }
  void stop() override { note("stop"); }

 private:
  template <typename... Text>
  void note(const char* name, const Text&... arguments) {
    calls.append((QStringList{QString::fromLatin1(name), arguments...}).join(QLatin1Char(' ')).trimmed());
  }
};

inline PeerId peerId(char digit) {
  return *PeerId::fromHex(QString(64, QLatin1Char(digit)));
}

inline session::LinkState stateOf(session::LinkState::Phase phase, const Error& error = {}) {
  session::LinkState state;
  state.phase = phase;
  state.address = QStringLiteral("127.0.0.1");
  state.port = 6677;
  state.own = peerId('a');
  state.own_name = QStringLiteral("desk-7");
  state.server = peerId('b');
  state.server_name = QStringLiteral("Room 301");
  state.error = error;
  return state;
}

inline session::LinkState online() {
  return stateOf(session::LinkState::Phase::Online);
}

inline session::PeerInfo peerInfo(char digit, const QString& name) {
  return {peerId(digit), name, QStringLiteral("192.168.1.9:5000"), false};
}

inline QString uuid(int number) {
  return QStringLiteral("00000000-0000-4000-8000-%1").arg(number, 12, 10, QLatin1Char('0'));
}

inline session::TransferInfo transfer(int number, session::TransferInfo::Direction direction,
                                      session::TransferInfo::State state) {
  session::TransferInfo info;
  info.transfer = uuid(number);
  info.direction = direction;
  info.state = state;
  info.peer = peerId('b');
  info.peer_name = QStringLiteral("Room 301");
  info.title = QStringLiteral("a.iso");
  info.files_total = 1;
  info.bytes_total = 1000;
  return info;
}

inline session::FileResult fileResult(session::FileResult::State state, const QString& path, const Error& error = {}) {
  session::FileResult file;
  file.state = state;
  file.path = path;
  file.bytes = 1000;
  file.digest = QString(32, QLatin1Char('1'));
  file.error = error;
  return file;
}

}  // namespace landline::test
