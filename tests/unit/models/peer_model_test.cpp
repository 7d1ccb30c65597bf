#include "models/peer_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <gtest/gtest.h>

#include "models/display_text.h"
#include "support/session_values.h"

namespace landline::models {
namespace {

using test::peer;
using test::peerId;

class PeerModelTest : public ::testing::Test {
 protected:
  QStringList labels() const {
    QStringList result;
    for (int row = 0; row < m_model.rowCount(); ++row) {
      result.append(m_model.index(row).data(PeerModel::LabelRole).toString());
    }
    return result;
  }

  PeerModel m_model;
  QAbstractItemModelTester m_tester{&m_model, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(PeerModelTest, EveryoneIsFirstThenTheServerThenTheOthersByName) {
  m_model.setPeer(peer(1, QStringLiteral("zoe")), true);
  m_model.setPeer(peer(2, QStringLiteral("Bob")), true);
  session::PeerInfo server = peer(3, QStringLiteral("Room 301"));
  server.is_server = true;
  m_model.setPeer(server, true);
  EXPECT_EQ(labels(), QStringList({QStringLiteral("Everyone"), QStringLiteral("Room 301"), QStringLiteral("Bob"),
                                   QStringLiteral("zoe")}));
}

TEST_F(PeerModelTest, ShowsNameAndAddress) {
  m_model.setPeer(peer(7, QStringLiteral("desk-7")), true);
  const QModelIndex row = m_model.index(1);
  EXPECT_EQ(row.data(Qt::DisplayRole).toString(),
            isolated(QStringLiteral("desk-7")) + QStringLiteral(" (192.168.1.7:50000)"));
  EXPECT_EQ(row.data(PeerModel::KeyRole).toString(), peerId(7).hex());
  EXPECT_TRUE(row.data(PeerModel::PresentRole).toBool());
}

TEST_F(PeerModelTest, SaysWhoIsNotEncrypted) {
  session::PeerInfo plain = peer(7, QStringLiteral("plain (192.168.1.7:50000)"));
  plain.plain = true;
  m_model.setPeer(plain, true);
  const QModelIndex row = m_model.index(1);
  EXPECT_EQ(row.data(Qt::DisplayRole).toString(), isolated(plain.name) + QStringLiteral(", unencrypted"));
  EXPECT_TRUE(row.data(PeerModel::PlainRole).toBool());
  EXPECT_FALSE(m_model.index(0).data(PeerModel::PlainRole).toBool());
  plain.name = QStringLiteral("camera");
  m_model.setPeer(plain, true);
  EXPECT_EQ(row.data(Qt::DisplayRole).toString(),
            isolated(QStringLiteral("camera")) + QStringLiteral(" (192.168.1.7:50000), unencrypted"));
  m_model.setPeer(plain, false);
  EXPECT_EQ(row.data(Qt::DisplayRole).toString(), isolated(QStringLiteral("camera")) + QStringLiteral(" (away)"));
}

TEST_F(PeerModelTest, ARenamedPeerMovesToItsPlaceAndKeepsItsIndex) {
  for (int n = 1; n <= 4; ++n) {
    m_model.setPeer(peer(n, QStringLiteral("n%1").arg(n)), true);
  }
  const QPersistentModelIndex second = m_model.index(2);
  m_model.setPeer(peer(2, QStringLiteral("z")), true);
  EXPECT_EQ(second.row(), 4);
  EXPECT_EQ(second.data(PeerModel::LabelRole).toString(), QStringLiteral("z"));
  m_model.setPeer(peer(2, QStringLiteral("a")), true);
  EXPECT_EQ(second.row(), 1);
  EXPECT_EQ(labels().mid(1),
            QStringList({QStringLiteral("a"), QStringLiteral("n1"), QStringLiteral("n3"), QStringLiteral("n4")}));
}

TEST_F(PeerModelTest, BadInput53_LookAlikesAreToldApartByFingerprint) {
  m_model.setPeer(peer(1, QStringLiteral("alice")), true);
  EXPECT_EQ(m_model.labelOf(peerId(1), {}), QStringLiteral("alice"));
  QSignalSpy changed(&m_model, &PeerModel::labelsChanged);
  m_model.setPeer(peer(2, QStringLiteral("аlice")), true);  // Cyrillic а
  EXPECT_EQ(changed.count(), 1);
  EXPECT_TRUE(m_model.labelOf(peerId(1), {}).contains(peerId(1).fingerprint()));
  EXPECT_TRUE(m_model.labelOf(peerId(2), {}).contains(peerId(2).fingerprint()));
  m_model.removePeer(peerId(2));
  EXPECT_EQ(m_model.labelOf(peerId(1), {}), QStringLiteral("alice"));
}

TEST_F(PeerModelTest, BadInput53_APeerThatLooksLikeOneselfIsToldApart) {
  m_model.setOwnName(QStringLiteral("alice"));
  m_model.setPeer(peer(1, QStringLiteral("AL1CE")), true);
  EXPECT_TRUE(m_model.labelOf(peerId(1), {}).contains(peerId(1).fingerprint()));
  m_model.setOwnName(QStringLiteral("bob"));
  EXPECT_EQ(m_model.labelOf(peerId(1), {}), QStringLiteral("AL1CE"));
}

TEST_F(PeerModelTest, BadInput53_SomebodyUnknownWithAKnownNameIsToldApart) {
  m_model.setPeer(peer(1, QStringLiteral("alice")), true);
  EXPECT_TRUE(m_model.labelOf(peerId(9), QStringLiteral("alice")).contains(peerId(9).fingerprint()));
  EXPECT_EQ(m_model.labelOf(peerId(9), QStringLiteral("carol")), QStringLiteral("carol"));
}

TEST_F(PeerModelTest, BadInput53_DirectionControlsInANicknameDoNothing) {
  m_model.setPeer(peer(1, QStringLiteral("a") + QChar(0x202E) + QStringLiteral("b")), true);
  EXPECT_EQ(m_model.labelOf(peerId(1), {}), QStringLiteral("ab"));
}

TEST_F(PeerModelTest, WhoIsAwayIsSaidToBe) {
  m_model.setPeer(peer(1, QStringLiteral("bob")), false);
  EXPECT_FALSE(m_model.isPresent(peerId(1).hex()));
  EXPECT_TRUE(m_model.index(1).data(Qt::DisplayRole).toString().endsWith(QStringLiteral(" (away)")));
}

}  // namespace
}  // namespace landline::models
