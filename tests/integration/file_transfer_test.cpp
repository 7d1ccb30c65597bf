#include "integration/room.h"
#include <QFileInfo>

namespace landline::test {
namespace {

using FileTransfer = Room;

/// Octets that no block, piece or record size divides, and that do not repeat soon.
QByteArray someContent(int size) {
  QByteArray content(size, Qt::Uninitialized);
  quint32 state = 12345;
  for (char& octet : content) {
    state = state * 1664525u + 1013904223u;
    octet = static_cast<char>(state >> 24);
  }
  return content;
}

TEST_F(FileTransfer, ClientToServerIsVerifiedAndEqual) {
  startServer();
  auto a = join(QStringLiteral("a"));
  const QByteArray content = someContent(9'000'001);
  sendFile(*a->node, server.node->id(), makeFile(QStringLiteral("hw 1.zip"), content));
  ASSERT_TRUE(waitFor([&] { return a->seen().transferIs(State::Done) && server.seen().transferIs(State::Done); }));
  EXPECT_EQ(contentOf(server.saveFolder() + QStringLiteral("/hw 1.zip")), content);
  EXPECT_EQ(filesIn(server.saveFolder()), QStringList{QStringLiteral("hw 1.zip")});
  EXPECT_EQ(a->seen().transfer()->digest, server.seen().transfer()->digest);
  EXPECT_EQ(a->seen().transfer()->bytes_done, content.size());
  EXPECT_EQ(server.seen().transfer()->path, server.saveFolder() + QStringLiteral("/hw 1.zip"));
}

TEST_F(FileTransfer, ServerToClientIsVerifiedAndEqual) {
  startServer();
  auto a = join(QStringLiteral("a"));
  auto b = join(QStringLiteral("b"));
  const QByteArray content = someContent(5'000'003);
  sendFile(*server.node, a->node->id(), makeFile(QStringLiteral("handout.pdf"), content));
  ASSERT_TRUE(waitFor([&] { return a->seen().transferIs(State::Done) && server.seen().transferIs(State::Done); }));
  EXPECT_EQ(contentOf(a->saveFolder() + QStringLiteral("/handout.pdf")), content);
  EXPECT_TRUE(b->seen().transfers.isEmpty());
}

TEST_F(FileTransfer, ServerToEveryoneIsOneTransferForEach) {
  startServer();
  auto a = join(QStringLiteral("a"));
  auto b = join(QStringLiteral("b"));
  const QString path = makeFile(QStringLiteral("n.txt"), "notes");
  tell(*server.node, [path](auto& n) { n.sendFiles(wire::kEveryone, {path}); });
  ASSERT_TRUE(waitFor([&] { return a->seen().transferIs(State::Done) && b->seen().transferIs(State::Done); }));
  EXPECT_EQ(contentOf(a->saveFolder() + QStringLiteral("/n.txt")), "notes");
  EXPECT_EQ(contentOf(b->saveFolder() + QStringLiteral("/n.txt")), "notes");
  EXPECT_EQ(server.seen().transfers.size(), 2);
}

TEST_F(FileTransfer, BothDirectionsAtOnce) {
  startServer();
  auto a = join(QStringLiteral("a"));
  const QByteArray up = someContent(20'000'000);
  const QByteArray down = someContent(19'000'000);
  sendFile(*a->node, server.node->id(), makeFile(QStringLiteral("up"), up));
  sendFile(*server.node, a->node->id(), makeFile(QStringLiteral("down"), down));
  ASSERT_TRUE(waitFor([&] {
    const auto done = [](const NodeRecorder& seen) {
      return std::count_if(seen.transfers.begin(), seen.transfers.end(),
                           [](const auto& t) { return t.state == State::Done; }) == 2;
    };
    return done(a->seen()) && done(server.seen());
  }));
  EXPECT_EQ(contentOf(server.saveFolder() + QStringLiteral("/up")), up);
  EXPECT_EQ(contentOf(a->saveFolder() + QStringLiteral("/down")), down);
}

TEST_F(FileTransfer, BadInput26_EmptyFileArrives) {
  startServer();
  auto a = join(QStringLiteral("a"));
  sendFile(*a->node, server.node->id(), makeFile(QStringLiteral("empty"), {}));
  ASSERT_TRUE(waitFor([&] { return a->seen().transferIs(State::Done) && server.seen().transferIs(State::Done); }));
  EXPECT_EQ(QFileInfo(server.saveFolder() + QStringLiteral("/empty")).size(), 0);
  EXPECT_TRUE(QFileInfo::exists(server.saveFolder() + QStringLiteral("/empty")));
}

TEST_F(FileTransfer, BadInput25_ExistingNameIsKeptAndTheNewFileNumbered) {
  startServer();
  auto a = join(QStringLiteral("a"));
  QDir().mkpath(server.saveFolder());
  QFile old(server.saveFolder() + QStringLiteral("/n.txt"));
  ASSERT_TRUE(old.open(QIODevice::WriteOnly));
  old.write("mine");
  old.close();
  sendFile(*a->node, server.node->id(), makeFile(QStringLiteral("n.txt"), "yours"));
  ASSERT_TRUE(waitFor([this] { return server.seen().transferIs(State::Done); }));
  EXPECT_EQ(contentOf(server.saveFolder() + QStringLiteral("/n.txt")), "mine");
  EXPECT_EQ(contentOf(server.saveFolder() + QStringLiteral("/n (1).txt")), "yours");
}

TEST_F(FileTransfer, SameFileAgainIsReportedAsAlreadyThere) {
  startServer();
  auto a = join(QStringLiteral("a"));
  const QString path = makeFile(QStringLiteral("n.txt"), "notes");
  sendFile(*a->node, server.node->id(), path);
  ASSERT_TRUE(waitFor([&] { return a->seen().transferIs(State::Done) && server.seen().transferIs(State::Done); }));
  a->seen().transfers.clear();
  sendFile(*a->node, server.node->id(), path);
  ASSERT_TRUE(waitFor([&] { return a->seen().transferIs(State::Done); }));
  EXPECT_TRUE(a->seen().transfer()->identical);
  EXPECT_EQ(filesIn(server.saveFolder()), QStringList{QStringLiteral("n.txt")});
}

TEST_F(FileTransfer, AskedReceiverAcceptsUnderAnotherName) {
  startServer(trust::Access::Open, session::AcceptRule::Ask);
  auto a = join(QStringLiteral("a"));
  sendFile(*a->node, server.node->id(), makeFile(QStringLiteral("n.txt"), "notes"));
  ASSERT_TRUE(waitFor([this] { return server.seen().transferIs(State::Offered); }));
  EXPECT_EQ(server.seen().transfer()->title, QStringLiteral("n.txt"));
  EXPECT_EQ(server.seen().transfer()->bytes_total, 5);
  const QString save_as = server.folder->filePath(QStringLiteral("elsewhere/renamed.txt"));
  tell(*server.node,
       [t = *server.seen().transfer(), save_as](auto& n) { n.acceptTransfer(t.peer, t.transfer, {save_as}); });
  ASSERT_TRUE(waitFor([&] { return a->seen().transferIs(State::Done); }));
  EXPECT_EQ(contentOf(save_as), "notes");
}

TEST_F(FileTransfer, DeclinedOfferIsToldAndLeavesNothing) {
  startServer(trust::Access::Open, session::AcceptRule::Ask);
  auto a = join(QStringLiteral("a"));
  sendFile(*a->node, server.node->id(), makeFile(QStringLiteral("n.txt"), "notes"));
  ASSERT_TRUE(waitFor([this] { return server.seen().transferIs(State::Offered); }));
  tell(*server.node, [t = *server.seen().transfer()](auto& n) { n.declineTransfer(t.peer, t.transfer); });
  ASSERT_TRUE(
      waitFor([&] { return a->seen().transferIs(State::Declined) && server.seen().transferIs(State::Declined); }));
  EXPECT_TRUE(filesIn(server.saveFolder()).isEmpty());
}

TEST_F(FileTransfer, SenderTakesAnOpenOfferBack) {
  startServer(trust::Access::Open, session::AcceptRule::Ask);
  auto a = join(QStringLiteral("a"));
  sendFile(*a->node, server.node->id(), makeFile(QStringLiteral("n.txt"), "notes"));
  ASSERT_TRUE(waitFor([this] { return server.seen().transferIs(State::Offered); }));
  tell(*a->node, [t = *server.seen().transfer()](auto& n) { n.cancelTransfer(n.id(), t.transfer); });
  EXPECT_TRUE(
      waitFor([&] { return a->seen().transferIs(State::Cancelled) && server.seen().transferIs(State::Cancelled); }));
}

/// A sparse file that is not through, at the rate of the test, before somebody has cancelled.
QString makeHugeFile(const QTemporaryDir& folder) {
  QFile file(folder.filePath(QStringLiteral("huge.img")));
  EXPECT_TRUE(file.open(QIODevice::WriteOnly));
  EXPECT_TRUE(file.resize(qint64(256) << 20));
  return file.fileName();
}

/// Cancels at `canceller` as soon as octets move; then both rows end Cancelled and there is no file, but for the part
/// that another try goes on from.
template <typename Canceller>
void cancelRunning(Canceller& canceller, NodeRecorder& watched) {
  watched.onTransfer = [&canceller, &watched](const session::TransferInfo& t) {
    if (t.state == session::TransferInfo::State::Running && t.bytes_done > 0) {
      watched.onTransfer = nullptr;
      const PeerId offerer = t.direction == session::TransferInfo::Direction::Up ? PeerId() : t.peer;
      tell(canceller, [t, offerer](auto& n) { n.cancelTransfer(offerer.isNull() ? n.id() : offerer, t.transfer); });
    }
  };
}

TEST_F(FileTransfer, CancelFromEitherSideWhileItRuns) {
  startServer();
  auto a = join(QStringLiteral("a"));
  // Whole, it would take minutes.
  tell(*a->node, [](auto& n) { n.setRateLimit(qint64{1} << 20); });
  const QString path = makeHugeFile(sources);

  cancelRunning(*a->node, a->seen());
  sendFile(*a->node, server.node->id(), path);
  ASSERT_TRUE(
      waitFor([&] { return a->seen().transferIs(State::Cancelled) && server.seen().transferIs(State::Cancelled); }));
  EXPECT_FALSE(filesIn(server.saveFolder()).contains(QStringLiteral("huge.img")));

  a->seen().transfers.clear();
  server.seen().transfers.clear();
  cancelRunning(*server.node, server.seen());
  sendFile(*a->node, server.node->id(), path);
  ASSERT_TRUE(
      waitFor([&] { return a->seen().transferIs(State::Cancelled) && server.seen().transferIs(State::Cancelled); }));
  EXPECT_FALSE(filesIn(server.saveFolder()).contains(QStringLiteral("huge.img")));
  EXPECT_TRUE(a->seen().is(Phase::Online));
}

}  // namespace
}  // namespace landline::test
