#include "integration/transfer_room.h"
#include <fcntl.h>
#include <sys/stat.h>

namespace landline::test {
namespace {

/// Whole trees, each way.
class Batch : public TransferRoom {
 protected:
  void startBoth() {
    startServer();
    m_a = join(QStringLiteral("a"));
  }

  template <typename From, typename To>
  void sendAndExpect(From& from, To& to, State state_of_sender, const QStringList& paths) {
    from.seen().transfers.clear();
    to.seen().transfers.clear();
    send(*from.node, to.node->id().hex(), paths);
    ASSERT_TRUE(waitFor([&] { return allAre(from.seen(), state_of_sender) && allAre(to.seen(), State::Done); }))
        << rows(from.seen()) << rows(to.seen());
  }

  void putNear(const QString& name) { put(QStringLiteral("tree/") + name, name.toUtf8()); }

  /// All that a tree may have in it.
  void makeTree() {
    put(QStringLiteral("tree/big"), octets(9'000'001));
    put(QStringLiteral("tree/empty"), {});
    QDir(sources.path()).mkpath(QStringLiteral("tree/no files/none here either"));
    for (const QString& name : {QStringLiteral(".hidden"), QStringLiteral("-rf"), QStringLiteral("a&b&12"),
                                QStringLiteral("50%25 %2F"), QStringLiteral("aux.c"), QStringLiteral("a:b"),
                                QStringLiteral("ends in a dot."), QStringLiteral(" blank first"),
                                QStringLiteral("\u684c\u5b50.txt"), QString::fromUtf8("\xf0\x9f\x93\x81 e\xcc\x81"),
                                QStringLiteral("README"), QStringLiteral("readme"), QString(255, QLatin1Char('x'))}) {
      putNear(name);
    }
    put(QStringLiteral("tree/") + QStringLiteral("deep/").repeated(40) + QStringLiteral("down"), "here");
    for (int i = 0; i < 1200; ++i) {  // more than two pages
      put(QStringLiteral("tree/many/%1/%2").arg(i % 7).arg(i), QByteArray::number(i));
    }
    QFile::link(QStringLiteral("big"), source(QStringLiteral("tree/link to big")));
  }

  void expectTreeIn(const QString& folder) const {
    const QMap<QString, QByteArray> sent = treeOf(source(QStringLiteral("tree")));
    const QMap<QString, QByteArray> saved = treeOf(folder + QStringLiteral("/tree"));
    EXPECT_EQ(saved.keys(), sent.keys());
    EXPECT_TRUE(saved == sent);
  }

  std::unique_ptr<Client> m_a;
};

TEST_F(Batch, ATreeWithEverythingInItArrivesAtTheServer) {
  startBoth();
  makeTree();
  sendAndExpect(*m_a, server, State::Done, {source(QStringLiteral("tree"))});
  expectTreeIn(server.saveFolder());
  EXPECT_EQ(m_a->seen().transfer()->stored, 1217);
  EXPECT_EQ(m_a->seen().transfer()->failed, 0);
}

TEST_F(Batch, ATreeWithEverythingInItArrivesAtTheClient) {
  startBoth();
  makeTree();
  sendAndExpect(server, *m_a, State::Done, {source(QStringLiteral("tree"))});
  expectTreeIn(m_a->saveFolder());
  EXPECT_EQ(m_a->seen().transfer()->stored, 1217);
}

TEST_F(Batch, TimesAreKeptThoseOfFoldersToo) {
  startBoth();
  const QString file = put(QStringLiteral("tree/sub/file"), "old");
  const auto set_time = [](const QString& path, time_t seconds) {
    const timespec times[2] = {{seconds, 0}, {seconds, 0}};
    EXPECT_EQ(::utimensat(AT_FDCWD, QFile::encodeName(path).constData(), times, 0), 0);
  };
  set_time(file, 1'000'000'000);
  set_time(source(QStringLiteral("tree/sub")), 1'100'000'000);
  set_time(source(QStringLiteral("tree")), 1'200'000'000);
  sendAndExpect(*m_a, server, State::Done, {source(QStringLiteral("tree"))});
  const auto time_of = [this](const char* path) {
    return QFileInfo(server.saveFolder() + QLatin1String(path)).lastModified().toSecsSinceEpoch();
  };
  EXPECT_EQ(time_of("/tree/sub/file"), 1'000'000'000);
  EXPECT_EQ(time_of("/tree/sub"), 1'100'000'000);
  EXPECT_EQ(time_of("/tree"), 1'200'000'000);
}

TEST_F(Batch, WhatCannotBeSentIsReportedAndTheRestArrives) {
  startBoth();
  put(QStringLiteral("tree/good"), "good");
  put(QStringLiteral("outside"), "not chosen");
  QFile::link(source(QStringLiteral("outside")), source(QStringLiteral("tree/leads out")));
  ASSERT_EQ(::mkfifo(QFile::encodeName(source(QStringLiteral("tree/pipe"))).constData(), 0600), 0);
  put(QStringLiteral("tree/two\nlines"), "no name");
  sendAndExpect(*m_a, server, State::Incomplete, {source(QStringLiteral("tree"))});
  EXPECT_EQ(treeOf(server.saveFolder()),
            (QMap<QString, QByteArray>{{QStringLiteral("tree/"), {}}, {QStringLiteral("tree/good"), "good"}}));
  const session::TransferInfo sent = *m_a->seen().transfer();
  EXPECT_EQ(sent.stored, 1);
  EXPECT_EQ(sent.skipped, 1) << "the link";
  EXPECT_EQ(sent.failed, 2) << "the pipe and the name";
  EXPECT_EQ(server.seen().transfer()->failed, 0) << "they were never announced";
}

TEST_F(Batch, SentAgainOnlyWhatIsNewGoesOver) {
  startServer();
  Cable cable(port);
  m_a = joinBy(cable, QStringLiteral("a"));
  put(QStringLiteral("tree/big"), octets(9'000'000));
  put(QStringLiteral("tree/small"), "small");
  sendAndExpect(*m_a, server, State::Done, {source(QStringLiteral("tree"))});
  const qint64 first = cable.dataUp();
  EXPECT_GT(first, 9'000'000);
  put(QStringLiteral("tree/new"), "new");
  sendAndExpect(*m_a, server, State::Done, {source(QStringLiteral("tree"))});
  EXPECT_LT(cable.dataUp() - first, 100'000);
  EXPECT_EQ(m_a->seen().transfer()->identical, 2);
  EXPECT_EQ(m_a->seen().transfer()->stored, 1);
  EXPECT_EQ(treeOf(server.saveFolder()).size(), 4);
}

TEST_F(Batch, SeveralRootsOfOneNameAreAllKept) {
  startBoth();
  const QStringList roots = {put(QStringLiteral("1/x.txt"), "one"), put(QStringLiteral("2/x.txt"), "two"),
                             put(QStringLiteral("3/x.txt"), "three")};
  sendAndExpect(*m_a, server, State::Done, roots);
  const QList<QByteArray> saved = treeOf(server.saveFolder()).values();
  EXPECT_EQ(saved.size(), 3);
  for (const QByteArray& content : {QByteArray("one"), QByteArray("two"), QByteArray("three")}) {
    EXPECT_TRUE(saved.contains(content)) << content.toStdString();
  }
}

TEST_F(Batch, BadInput81_TheSameNameFromTwoPeersIsTwoFiles) {
  startBoth();
  auto b = join(QStringLiteral("b"));
  const QByteArray of_a = octets(5'000'000, 1);
  const QByteArray of_b = octets(5'000'000, 2);
  const QString path_a = put(QStringLiteral("a/x.bin"), of_a);
  const QString path_b = put(QStringLiteral("b/x.bin"), of_b);
  send(*m_a->node, server.node->id().hex(), {path_a});
  send(*b->node, server.node->id().hex(), {path_b});
  ASSERT_TRUE(waitFor([this] { return allAre(server.seen(), State::Done, 2); })) << rows(server.seen());
  const QMap<QString, QByteArray> saved = treeOf(server.saveFolder());
  ASSERT_EQ(saved.keys(), QStringList({QStringLiteral("x (1).bin"), QStringLiteral("x.bin")}));
  EXPECT_TRUE(saved.values().contains(of_a));
  EXPECT_TRUE(saved.values().contains(of_b));
}

TEST_F(Batch, WhatIsNotThereFailsAtOnceAndIsNotOffered) {
  startBoth();
  send(*m_a->node, server.node->id().hex(), {source(QStringLiteral("missing"))});
  ASSERT_TRUE(waitFor([this] { return allAre(m_a->seen(), State::Failed); })) << rows(m_a->seen());
  EXPECT_EQ(m_a->seen().transfer()->error.code, codes::kVanished);
  // A later one is the fence: an offer of the first would have come before it.
  send(*m_a->node, server.node->id().hex(), {put(QStringLiteral("there"), "x")});
  ASSERT_TRUE(waitFor([this] { return allAre(server.seen(), State::Done); }));
}

}  // namespace
}  // namespace landline::test
