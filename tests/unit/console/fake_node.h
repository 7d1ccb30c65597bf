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
    note("accept", offerer.hex(), transfer, choice.save_as);
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
  void setSaveFolder(const QString& folder) override { note("setSaveFolder", folder); }
  void setAcceptRule(session::AcceptRule /*rule*/) override { note("setAcceptRule"); }
  void admit(const PeerId& peer) override { note("admit", peer.hex()); }
  void deny(const PeerId& peer) override { note("deny", peer.hex()); }
  void disconnectPeer(const PeerId& peer) override { note("disconnect", peer.hex()); }
  void trust(const PeerId& server) override { note("trust", server.hex()); }
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
  info.bytes_total = 1000;
  return info;
}

}  // namespace landline::test
