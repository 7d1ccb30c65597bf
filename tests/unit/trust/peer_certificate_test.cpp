#include "trust/peer_certificate.h"

#include <QSslCertificate>
#include <QSslKey>
#include <gtest/gtest.h>

#include "support/tls_peers.h"

namespace landline::trust {
namespace {

using test::CertificateRecipe;
using test::makeCertificate;
using Key = CertificateRecipe::Key;

std::string labelOf(const ::testing::TestParamInfo<CertificateRecipe>& info) {
  return info.param.label;
}

TEST(PeerCertificate, TheIdIsTheDigestOfThePublicKey) {
  const QByteArray der = makeCertificate({"plain"}).der();
  const Result<PeerId> peer = peerOfCertificate(der);
  ASSERT_TRUE(peer);
  EXPECT_EQ(*peer, PeerId::ofPublicKey(QSslCertificate(der, QSsl::Der).publicKey().toDer()));
}

class BadInput77_PeerCertificate : public ::testing::TestWithParam<CertificateRecipe> {};

TEST_P(BadInput77_PeerCertificate, DatesAreNotLookedAt) {
  EXPECT_TRUE(peerOfCertificate(makeCertificate(GetParam()).der()));
}

INSTANTIATE_TEST_SUITE_P(
    , BadInput77_PeerCertificate,
    ::testing::Values(CertificateRecipe{"Expired", Key::P256, "SHA256", "20000101000000Z", "20010101000000Z"},
                      CertificateRecipe{"NotYetValid", Key::P256, "SHA256", "20900101000000Z", "20910101000000Z"}),
    labelOf);

class BadInput44_PeerCertificate : public ::testing::TestWithParam<CertificateRecipe> {};

TEST_P(BadInput44_PeerCertificate, IsRefused) {
  const Result<PeerId> peer = peerOfCertificate(makeCertificate(GetParam()).der());
  ASSERT_FALSE(peer);
  EXPECT_EQ(peer.error().code, codes::kBadCertificate);
}

INSTANTIATE_TEST_SUITE_P(, BadInput44_PeerCertificate,
                         ::testing::Values(CertificateRecipe{"Rsa", Key::Rsa},
                                           CertificateRecipe{"Sha1", Key::P256, "SHA1"},
                                           CertificateRecipe{"Sha384", Key::P256, "SHA384"},
                                           CertificateRecipe{"P384", Key::P384},
                                           CertificateRecipe{"BrokenSignature", Key::P256, "SHA256", "19700101000000Z",
                                                             "99991231235959Z", true}),
                         labelOf);

TEST(BadInput44, NothingAndRubbishAreNoCertificate) {
  for (const char* octets : {"", "x", "-----BEGIN CERTIFICATE-----"}) {
    EXPECT_FALSE(peerOfCertificate(octets)) << octets;
  }
}

TEST(BadInput44, OctetsAfterTheCertificateAreRefused) {
  EXPECT_FALSE(peerOfCertificate(makeCertificate({"plain"}).der() + '\0'));
}

TEST(BadInput44, EveryCutIsRefused) {
  const QByteArray der = makeCertificate({"plain"}).der();
  for (int size = 0; size < der.size(); ++size) {
    EXPECT_FALSE(peerOfCertificate(der.left(size))) << size;
  }
}

TEST(BadInput44, EveryFlippedBitIsRefused) {
  const QByteArray der = makeCertificate({"plain"}).der();
  for (int bit = 0; bit < der.size() * 8; ++bit) {
    QByteArray flipped = der;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_FALSE(peerOfCertificate(flipped)) << "bit " << bit;
  }
}

}  // namespace
}  // namespace landline::trust
