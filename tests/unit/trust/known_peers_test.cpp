#include "trust/known_peers.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace landline::trust {
namespace {

using Verdict = KnownPeers::Verdict;

class KnownPeersTest : public ::testing::Test {
 protected:
  KnownPeers reopened() const { return *KnownPeers::open(m_profile); }

  void overwrite(const QByteArray& octets) const {
    QFile file(m_profile.path(QStringLiteral("known_peers.json")));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(octets);
  }

  QTemporaryDir m_folder;
  Profile m_profile = *Profile::open(m_folder.path());
  PeerId m_red = PeerId::ofPublicKey("red");
  PeerId m_blue = PeerId::ofPublicKey("blue");
  QString m_here = QStringLiteral("room-301:6677");
  QString m_there = QStringLiteral("192.0.2.7:6677");
};

TEST_F(KnownPeersTest, AStrangerAtANewAddressIsAFirstUse) {
  EXPECT_EQ(reopened().judge(m_here, m_red).verdict, Verdict::FirstUse);
}

TEST_F(KnownPeersTest, APinnedKeyIsKnownAfterARestart) {
  ASSERT_TRUE(reopened().pin(m_here, m_red, QStringLiteral("Room 301")));
  const KnownPeers::Judgement judgement = reopened().judge(m_here, m_red);
  EXPECT_EQ(judgement.verdict, Verdict::Known);
  EXPECT_EQ(judgement.known, m_red);
  EXPECT_EQ(judgement.known_name, QStringLiteral("Room 301"));
}

TEST_F(KnownPeersTest, AKeyIsPinnedAtAnAddress) {
  KnownPeers peers = reopened();
  ASSERT_TRUE(peers.pin(KnownPeers::addressOf(QStringLiteral("192.168.1.8"), 6677), m_red, {}));
  EXPECT_TRUE(peers.isPinnedAt(QStringLiteral("192.168.1.8:6677"), m_red));
  EXPECT_FALSE(peers.isPinnedAt(QStringLiteral("192.168.1.8:6677"), m_blue));
  EXPECT_FALSE(peers.isPinnedAt(QStringLiteral("192.168.1.8:6678"), m_red));
}

TEST_F(KnownPeersTest, AddressesAreComparedAsPeopleTypeThem) {
  KnownPeers peers = reopened();
  ASSERT_TRUE(peers.pin(QStringLiteral(" Room-301:6677 "), m_red, {}));
  EXPECT_EQ(peers.judge(m_here, m_blue).verdict, Verdict::Changed);
}

TEST_F(KnownPeersTest, BadInput45_AnUnknownKeyAtAPinnedAddressIsChangedAndNamesTheKnownOne) {
  KnownPeers peers = reopened();
  ASSERT_TRUE(peers.pin(m_here, m_red, QStringLiteral("Room 301")));
  const KnownPeers::Judgement judgement = peers.judge(m_here, m_blue);
  EXPECT_EQ(judgement.verdict, Verdict::Changed);
  EXPECT_EQ(judgement.known, m_red);
  EXPECT_EQ(judgement.known_name, QStringLiteral("Room 301"));
}

TEST_F(KnownPeersTest, AKnownKeyAtANewAddressIsNoQuestion) {
  KnownPeers peers = reopened();
  ASSERT_TRUE(peers.pin(m_here, m_red, QStringLiteral("Room 301")));
  const KnownPeers::Judgement judgement = peers.judge(m_there, m_red);
  EXPECT_EQ(judgement.verdict, Verdict::Known);
  EXPECT_EQ(judgement.known_name, QStringLiteral("Room 301"));
}

TEST_F(KnownPeersTest, TwoKnownServersMayTradeAddresses) {
  KnownPeers peers = reopened();
  ASSERT_TRUE(peers.pin(m_here, m_red, QStringLiteral("Red")));
  ASSERT_TRUE(peers.pin(m_there, m_blue, QStringLiteral("Blue")));
  const KnownPeers::Judgement judgement = peers.judge(m_here, m_blue);
  EXPECT_EQ(judgement.verdict, Verdict::Known);
  EXPECT_EQ(judgement.known, m_blue);
  EXPECT_EQ(judgement.known_name, QStringLiteral("Blue"));
}

TEST_F(KnownPeersTest, PinningAgainReplaces) {
  KnownPeers peers = reopened();
  ASSERT_TRUE(peers.pin(m_here, m_red, {}));
  ASSERT_TRUE(peers.pin(m_here, m_blue, {}));
  EXPECT_EQ(peers.judge(m_here, m_blue).verdict, Verdict::Known);
  EXPECT_EQ(peers.judge(m_here, m_red).verdict, Verdict::Changed);
}

TEST_F(KnownPeersTest, AdmissionsAndBlocksLastAndReplaceEachOther) {
  ASSERT_TRUE(reopened().admit(m_red, QStringLiteral("desk-7")));
  EXPECT_TRUE(reopened().isAdmitted(m_red));
  EXPECT_FALSE(reopened().isBlocked(m_red));
  ASSERT_TRUE(reopened().block(m_red));
  EXPECT_FALSE(reopened().isAdmitted(m_red));
  EXPECT_TRUE(reopened().isBlocked(m_red));
  ASSERT_TRUE(reopened().admit(m_red, QStringLiteral("desk-7")));
  EXPECT_TRUE(reopened().isAdmitted(m_red));
  EXPECT_FALSE(reopened().isAdmitted(m_blue));
}

TEST_F(KnownPeersTest, ForgettingTakesEverythingBack) {
  ASSERT_TRUE(reopened().admit(m_red, QStringLiteral("desk-7")));
  ASSERT_TRUE(reopened().rename(m_red, QStringLiteral("Anna")));
  ASSERT_TRUE(reopened().pin(m_here, m_red, {}));
  ASSERT_TRUE(reopened().pin(m_there, m_blue, {}));
  ASSERT_TRUE(reopened().forget(m_red));
  EXPECT_FALSE(reopened().isAdmitted(m_red));
  EXPECT_EQ(reopened().localName(m_red), QString());
  EXPECT_EQ(reopened().judge(m_here, m_red).verdict, Verdict::FirstUse);
  EXPECT_EQ(reopened().judge(m_there, m_blue).verdict, Verdict::Known);
}

TEST_F(KnownPeersTest, ALocalNameLastsAndGoesBeforeThePinnedOne) {
  ASSERT_TRUE(reopened().pin(m_here, m_red, QStringLiteral("Room 301")));
  ASSERT_TRUE(reopened().rename(m_red, QStringLiteral("The lab")));
  EXPECT_EQ(reopened().localName(m_red), QStringLiteral("The lab"));
  EXPECT_EQ(reopened().judge(m_here, m_red).known_name, QStringLiteral("The lab"));
  ASSERT_TRUE(reopened().rename(m_red, QString()));
  EXPECT_EQ(reopened().judge(m_here, m_red).known_name, QStringLiteral("Room 301"));
}

TEST_F(KnownPeersTest, IsNotReadableByOthers) {
  ASSERT_TRUE(reopened().admit(m_red, {}));
  struct stat status {};
  ASSERT_EQ(::stat(QFile::encodeName(m_profile.path(QStringLiteral("known_peers.json"))).constData(), &status), 0);
  EXPECT_EQ(status.st_mode & 0077U, 0U);
}

TEST_F(KnownPeersTest, AChangeThatCannotBeWrittenIsTakenBack) {
  const QString nested = m_folder.filePath(QStringLiteral("nested"));
  KnownPeers peers = *KnownPeers::open(*Profile::open(nested));
  ASSERT_TRUE(QDir(nested).removeRecursively());
  const Result<void> admitted = peers.admit(m_red, {});
  ASSERT_FALSE(admitted);
  EXPECT_EQ(admitted.error().code, codes::kWriteFailed);
  EXPECT_FALSE(peers.isAdmitted(m_red));
}

class DamagedKnownPeersTest : public KnownPeersTest, public ::testing::WithParamInterface<const char*> {};

TEST_P(DamagedKnownPeersTest, IsSetAsideAndReported) {
  overwrite(GetParam());
  const Result<KnownPeers> peers = KnownPeers::open(m_profile);
  ASSERT_TRUE(peers);
  const QString aside = m_profile.path(QStringLiteral("known_peers.json.damaged-1"));
  EXPECT_TRUE(peers->warning().contains(aside)) << qPrintable(peers->warning());
  QFile kept(aside);
  ASSERT_TRUE(kept.open(QIODevice::ReadOnly));
  EXPECT_EQ(kept.readAll(), QByteArray(GetParam()));
  EXPECT_TRUE(reopened().warning().isEmpty()) << "it is reported once";
}

INSTANTIATE_TEST_SUITE_P(
    , DamagedKnownPeersTest,
    ::testing::Values("", "{\"version\":1,\"pins\":[", "[]", "{}", "{\"version\":1,\"pins\":[]}",
                      "{\"version\":1,\"pins\":[{\"address\":\"a:1\",\"id\":\"xyz\"}],\"peers\":[]}",
                      "{\"version\":1,\"pins\":[{\"id\":\"0\"}],\"peers\":[]}",
                      "{\"version\":1,\"pins\":[],\"peers\":[7]}"));

TEST_F(KnownPeersTest, ASecondDamagedFileDoesNotReplaceTheFirst) {
  overwrite("first");
  ASSERT_FALSE(reopened().warning().isEmpty());
  overwrite("second");
  EXPECT_TRUE(reopened().warning().contains(QStringLiteral(".damaged-2")));
  EXPECT_TRUE(QFile::exists(m_profile.path(QStringLiteral("known_peers.json.damaged-1"))));
}

TEST_F(KnownPeersTest, AFileOfALaterVersionIsLeftAlone) {
  overwrite("{\"version\":2}");
  const Result<KnownPeers> peers = KnownPeers::open(m_profile);
  ASSERT_FALSE(peers);
  EXPECT_EQ(peers.error().code, codes::kUnsupported);
  EXPECT_TRUE(QFile::exists(m_profile.path(QStringLiteral("known_peers.json"))));
}

}  // namespace
}  // namespace landline::trust
