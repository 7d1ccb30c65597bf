#pragma once

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <gtest/gtest.h>

#include <memory>
#include <utility>

#include "client/client_node.h"
#include "server/hub.h"
#include "session/node_thread.h"
#include "support/node_recorder.h"
#include "support/wait_for.h"
#include "wire/messages.h"

namespace landline::test {

/// Posts a call to a node's thread, as faces do.
template <typename Node, typename Call>
void tell(Node& node, Call call) {
  QMetaObject::invokeMethod(
      &node, [&node, call] { call(node); }, Qt::QueuedConnection);
}

/// A program without its face: profile, node, thread and a recorder.
template <typename NodeType>
struct Program {
  std::unique_ptr<QTemporaryDir> folder = std::make_unique<QTemporaryDir>();
  NodeType* node = nullptr;  // lives in `thread`
  std::unique_ptr<NodeRecorder> recorder;
  std::unique_ptr<session::NodeThread> thread;

  QString profile() const { return folder->filePath(QStringLiteral("profile")); }
  QString saveFolder() const { return folder->filePath(QStringLiteral("saved")); }
  NodeRecorder& seen() const { return *recorder; }

  void run(Result<std::unique_ptr<NodeType>> made) {
    ASSERT_TRUE(made.ok()) << made.error().detail.toStdString();
    node = made->get();
    recorder = std::make_unique<NodeRecorder>(*node);
    thread = std::make_unique<session::NodeThread>(std::move(*made));
    thread->start();
  }
  void stop() {
    thread.reset();
    node = nullptr;
  }
};

/// One server and any number of clients on loopback, all real but for the faces.
class Room : public ::testing::Test {
 protected:
  using Phase = session::LinkState::Phase;
  using State = session::TransferInfo::State;
  using Client = Program<client::ClientNode>;

  Room() { session::registerMetaTypes(); }

  void startServer(trust::Access access = trust::Access::Open, session::AcceptRule rule = session::AcceptRule::All) {
    server::HubOptions options;
    options.limits = limits;
    options.name = QStringLiteral("Room 301");
    options.access = access;
    options.accept_rule = rule;
    options.save_folder = server.saveFolder();
    server.run(server::Hub::create(*Profile::open(server.profile()), options));
    listen(port);
  }

  void listen(quint16 wanted) {
    tell(*server.node, [wanted](auto& hub) { hub.listen(QStringLiteral("127.0.0.1"), wanted); });
    ASSERT_TRUE(waitFor([this] { return server.seen().is(Phase::Listening); }));
    port = server.seen().state.port;
  }

  /// A client that does not connect yet. `old` is one whose profile is taken over.
  std::unique_ptr<Client> makeClient(session::AcceptRule rule = session::AcceptRule::All, Client* old = nullptr) {
    auto client = std::make_unique<Client>();
    if (old != nullptr) {
      client->folder = std::move(old->folder);
    }
    client::ClientOptions options;
    options.limits = limits;
    options.accept_rule = rule;
    options.save_folder = client->saveFolder();
    client->run(client::ClientNode::create(*Profile::open(client->profile()), options));
    return client;
  }

  void connectClient(Client& client, const QString& name) const {
    tell(*client.node, [name, to = port](auto& node) { node.connectTo(QStringLiteral("127.0.0.1"), to, name); });
  }

  /// A client that is online.
  std::unique_ptr<Client> join(const QString& name, session::AcceptRule rule = session::AcceptRule::All) {
    auto client = makeClient(rule);
    connectClient(*client, name);
    EXPECT_TRUE(waitFor([&client] { return client->seen().is(Phase::Online); }))
        << client->seen().state.error.detail.toStdString();
    return client;
  }

  template <typename Node>
  static QString say(Node& node, const QString& to, const QString& text) {
    const QString id = wire::newUuid();
    tell(node, [id, to, text](auto& n) { n.sendMessage(id, to, text); });
    return id;
  }

  template <typename Node>
  static void sendFile(Node& node, const PeerId& to, const QString& path) {
    tell(node, [to, path](auto& n) { n.sendFiles(to.hex(), {path}); });
  }

  QString makeFile(const QString& name, const QByteArray& content) const {
    QFile file(sources.filePath(name));
    EXPECT_TRUE(file.open(QIODevice::WriteOnly));
    EXPECT_EQ(file.write(content), content.size());
    return file.fileName();
  }

  static QByteArray contentOf(const QString& path) {
    QFile file(path);
    EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << path.toStdString();
    return file.readAll();
  }

  /// Everything in a folder, part files too.
  static QStringList filesIn(const QString& folder) {
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
  }

  Limits limits;
  quint16 port = 0;
  QTemporaryDir sources;
  Program<server::Hub> server;
};

}  // namespace landline::test
