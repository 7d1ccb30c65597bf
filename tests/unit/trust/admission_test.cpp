#include "trust/admission.h"

#include <QTemporaryDir>
#include <gtest/gtest.h>

namespace landline::trust {
namespace {

class AdmissionTest : public ::testing::Test {
 protected:
  QTemporaryDir m_folder;
  KnownPeers m_known = *KnownPeers::open(*Profile::open(m_folder.path()));
  PeerId m_peer = PeerId::ofPublicKey("a key");
};

TEST_F(AdmissionTest, AnOpenServerAdmitsStrangers) {
  EXPECT_EQ(decideAdmission(Access::Open, m_known, m_peer), Admission::Admitted);
}

TEST_F(AdmissionTest, AnAskingServerAsksForStrangersOnly) {
  EXPECT_EQ(decideAdmission(Access::Ask, m_known, m_peer), Admission::Ask);
  ASSERT_TRUE(m_known.admit(m_peer, QStringLiteral("desk-7")));
  EXPECT_EQ(decideAdmission(Access::Ask, m_known, m_peer), Admission::Admitted);
}

TEST_F(AdmissionTest, ABlockedPeerIsDeniedEverywhere) {
  ASSERT_TRUE(m_known.admit(m_peer, QStringLiteral("desk-7")));
  ASSERT_TRUE(m_known.block(m_peer));
  EXPECT_EQ(decideAdmission(Access::Ask, m_known, m_peer), Admission::Denied);
  EXPECT_EQ(decideAdmission(Access::Open, m_known, m_peer), Admission::Denied);
}

TEST_F(AdmissionTest, AForgottenPeerIsAStrangerAgain) {
  ASSERT_TRUE(m_known.block(m_peer));
  ASSERT_TRUE(m_known.forget(m_peer));
  EXPECT_EQ(decideAdmission(Access::Ask, m_known, m_peer), Admission::Ask);
}

}  // namespace
}  // namespace landline::trust
