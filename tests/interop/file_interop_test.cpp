// Files in the lessons' three steps: `name&size`, `ok`, octets.

#include "interop_test.h"

#include "console/exit_code.h"

namespace landline::test {
namespace {

using FileInterop = InteropTest;

constexpr int kSeveralBlocks = 300'001;  // of the lesson's 64 KiB, and not a multiple

TEST_F(FileInterop, QtSenderToTheServer) {
  startServer("files");
  const QByteArray picture = makeFile("Grüße 50%25.png", kSeveralBlocks);
  makeFile("empty", 0);
  const QByteArray both = makeFile("salt&pepper", 100);
  Peer sender(Peer::own("qt_file_sender"),
              toServer() + QStringList{path("Grüße 50%25.png"), path("empty"), path("salt&pepper")});
  EXPECT_EQ(sender.exitCode(), 0) << sender.told();
  EXPECT_EQ(sender.count(QStringLiteral("got [ok]")), 3) << sender.told();
  for (const char* name : {"Grüße 50%25.png", "empty", "salt&pepper"}) {
    const QJsonObject stored = m_server->await(
        "stored", [&](const QJsonObject& event) { return event[QStringLiteral("path")] == QString::fromUtf8(name); });
    ASSERT_FALSE(stored.isEmpty()) << name << m_server->told().constData();
    EXPECT_EQ(stored[QStringLiteral("verified")], false) << "nobody compared digests";
    EXPECT_EQ(stored[QStringLiteral("saved_as")], QString(path("saved/") + QString::fromUtf8(name)));
  }
  EXPECT_TRUE(read("saved/Grüße 50%25.png") == picture);
  EXPECT_TRUE(read("saved/salt&pepper") == both);
  EXPECT_EQ(filesIn("saved").size(), 3) << "and no part";
}

TEST_F(FileInterop, SenderThatDoesNotWaitToTheServer) {
  startServer("files");
  Peer sender(Peer::own("hasty_file_sender"),
              toServer() + QStringList{QStringLiteral("note.txt"), QStringLiteral("first"), QString(),
                                       QStringLiteral("third\nnote.txt&2\n")});
  EXPECT_EQ(sender.exitCode(), 0) << sender.told();
  EXPECT_FALSE(
      m_server->await("stored", [](const QJsonObject& event) { return event[QStringLiteral("bytes")].toInt() == 17; })
          .isEmpty())
      << m_server->told().constData();
  EXPECT_EQ(read("saved/note.txt"), "first");
  EXPECT_EQ(read("saved/note (1).txt"), "");
  EXPECT_EQ(read("saved/note (2).txt"), "third\nnote.txt&2\n") << "a body is not read as headers";
}

TEST_F(FileInterop, WithTextOnlyAHeaderIsText) {
  startServer("text");
  makeFile("note.txt", 5);
  Peer sender(Peer::own("qt_file_sender"), toServer() + QStringList{path("note.txt")});
  EXPECT_FALSE(awaitText(*m_server, "note.txt&5").isEmpty()) << m_server->told().constData();
  say(*m_server, QStringLiteral("everyone"), "what is that?");
  EXPECT_TRUE(sender.says("got [Room 301: what is that?]")) << sender.told();
  EXPECT_EQ(sender.count(QStringLiteral("got")), 1) << "nothing was agreed to: " << sender.told();
}

TEST_F(FileInterop, OurClientToAQtReceiver) {
  const QByteArray picture = makeFile("Grüße.png", kSeveralBlocks);
  makeFile("empty", 0);
  ASSERT_TRUE(QDir(m_place.path()).mkpath(QStringLiteral("theirs")));
  Peer receiver(Peer::own("qt_file_receiver"), {path("theirs")});
  const auto client = startPlainClient(receiver.port(), {QStringLiteral("--send"), path("Grüße.png"), path("empty")});
  EXPECT_EQ(client->exitCode(), console::kExitDone) << client->told().constData() << receiver.told();
  EXPECT_TRUE(receiver.says("header [Grüße.png&300001]")) << receiver.told();
  EXPECT_TRUE(receiver.says("received Grüße.png")) << receiver.told();
  EXPECT_TRUE(receiver.says("header [empty&0]")) << receiver.told();
  EXPECT_TRUE(receiver.says("received empty")) << receiver.told();
  EXPECT_TRUE(read("theirs/Grüße.png") == picture);
  EXPECT_EQ(read("theirs/empty"), "");
  EXPECT_EQ(client->count("file-sent"), 2) << client->told().constData();
  EXPECT_EQ(client->await("transfer-finished")[QStringLiteral("verified")], false);
}

TEST_F(FileInterop, AReceiverThatSaysSomethingElseGetsNothing) {
  makeFile("note.txt", 5);
  Peer receiver(Peer::own("qt_file_receiver"), {path("theirs"), QStringLiteral("no room")});
  const auto client = startPlainClient(receiver.port(), {QStringLiteral("--send"), path("note.txt")});
  EXPECT_EQ(client->exitCode(), console::kExitRefused) << client->told().constData();
  EXPECT_EQ(receiver.count(QStringLiteral("header")), 1) << "the body was sent unasked: " << receiver.told();
}

}  // namespace
}  // namespace landline::test
