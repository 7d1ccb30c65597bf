#include "trust/identity.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslKey>
#include <QTemporaryDir>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "trust/peer_certificate.h"

namespace landline::trust {
namespace {

class IdentityTest : public ::testing::Test {
 protected:
  QString path(const char* name) const { return m_profile.path(QLatin1String(name)); }

  QByteArray contents(const char* name) const {
    QFile file(path(name));
    EXPECT_TRUE(file.open(QIODevice::ReadOnly));
    return file.readAll();
  }

  void overwrite(const char* name, const QByteArray& octets) const {
    QFile file(path(name));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(octets);
  }

  /// loadOrCreate() must refuse, say what to do, and leave both files as they are.
  void expectRefused(const char* part_of_detail) const {
    const QByteArray key = QFile::exists(path("identity.key")) ? contents("identity.key") : QByteArray();
    const Result<Identity> identity = Identity::loadOrCreate(m_profile);
    ASSERT_FALSE(identity);
    EXPECT_EQ(identity.error().code, codes::kBadCertificate);
    EXPECT_TRUE(identity.error().detail.contains(QLatin1String(part_of_detail))) << qPrintable(identity.error().detail);
    EXPECT_TRUE(identity.error().detail.contains(QLatin1String("Restore"))) << qPrintable(identity.error().detail);
    EXPECT_EQ(key, QFile::exists(path("identity.key")) ? contents("identity.key") : QByteArray());
  }

  QTemporaryDir m_folder;
  Profile m_profile = *Profile::open(m_folder.path());
};

TEST_F(IdentityTest, IsTheSameAtTheNextStart) {
  const Result<Identity> first = Identity::loadOrCreate(m_profile);
  ASSERT_TRUE(first);
  const Result<Identity> second = Identity::loadOrCreate(m_profile);
  ASSERT_TRUE(second);
  EXPECT_FALSE(first->id().isNull());
  EXPECT_EQ(first->id(), second->id());
  EXPECT_EQ(first->certificatePem(), second->certificatePem());
  EXPECT_EQ(first->keyPem(), second->keyPem());
}

TEST_F(IdentityTest, DiffersBetweenProfiles) {
  const QTemporaryDir other;
  EXPECT_NE(Identity::loadOrCreate(m_profile)->id(), Identity::loadOrCreate(*Profile::open(other.path()))->id());
}

TEST_F(IdentityTest, KeepsTheKeyFromOthers) {
  ASSERT_TRUE(Identity::loadOrCreate(m_profile));
  struct stat status {};
  ASSERT_EQ(::stat(QFile::encodeName(path("identity.key")).constData(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(IdentityTest, RepairsAKeyThatOthersCanRead) {
  ASSERT_TRUE(Identity::loadOrCreate(m_profile));
  const QByteArray key = QFile::encodeName(path("identity.key"));
  ASSERT_EQ(::chmod(key.constData(), 0644), 0);
  ASSERT_TRUE(Identity::loadOrCreate(m_profile));
  struct stat status {};
  ASSERT_EQ(::stat(key.constData(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(IdentityTest, TheCertificateIsWhatTheDesignSays) {
  const Result<Identity> identity = Identity::loadOrCreate(m_profile);
  ASSERT_TRUE(identity);
  const QSslCertificate certificate(identity->certificatePem(), QSsl::Pem);
  EXPECT_EQ(certificate.subjectInfo(QSslCertificate::CommonName), QStringList{QStringLiteral("landline")});
  EXPECT_EQ(certificate.effectiveDate().toUTC().toString(Qt::ISODate), QStringLiteral("1970-01-01T00:00:00Z"));
  EXPECT_EQ(certificate.expiryDate().toUTC().toString(Qt::ISODate), QStringLiteral("9999-12-31T23:59:59Z"));
  EXPECT_TRUE(certificate.isSelfSigned());
  const QSslKey key(identity->keyPem(), QSsl::Ec, QSsl::Pem, QSsl::PrivateKey);
  EXPECT_FALSE(key.isNull()) << "Qt must be able to read it";
  EXPECT_EQ(key.length(), 256);
}

TEST_F(IdentityTest, QtAndOpenSslAgreeOnWhoItIs) {
  const Result<Identity> identity = Identity::generate();
  ASSERT_TRUE(identity);
  const QSslCertificate certificate(identity->certificatePem(), QSsl::Pem);
  EXPECT_EQ(PeerId::ofPublicKey(certificate.publicKey().toDer()), identity->id());
  EXPECT_EQ(*peerOfCertificate(certificate.toDer()), identity->id());
}

TEST_F(IdentityTest, AMissingCertificateIsNoReasonForANewIdentity) {
  ASSERT_TRUE(Identity::loadOrCreate(m_profile));
  ASSERT_TRUE(QFile::remove(path("identity.crt")));
  expectRefused("identity.crt is missing");
  EXPECT_FALSE(QFile::exists(path("identity.crt")));
}

TEST_F(IdentityTest, AMissingKeyIsNoReasonForANewIdentity) {
  ASSERT_TRUE(Identity::loadOrCreate(m_profile));
  ASSERT_TRUE(QFile::remove(path("identity.key")));
  expectRefused("identity.key is missing");
  EXPECT_FALSE(QFile::exists(path("identity.key")));
}

TEST_F(IdentityTest, AHalfWrittenKeyIsRefused) {
  ASSERT_TRUE(Identity::loadOrCreate(m_profile));
  const QByteArray key = contents("identity.key");
  overwrite("identity.key", key.left(key.size() / 2));
  expectRefused("private key");
}

TEST_F(IdentityTest, AnEmptyKeyIsRefused) {
  ASSERT_TRUE(Identity::loadOrCreate(m_profile));
  overwrite("identity.key", {});
  expectRefused("private key");
}

TEST_F(IdentityTest, AHalfWrittenCertificateIsRefused) {
  ASSERT_TRUE(Identity::loadOrCreate(m_profile));
  const QByteArray certificate = contents("identity.crt");
  overwrite("identity.crt", certificate.left(certificate.size() / 2));
  expectRefused("certificate");
}

TEST_F(IdentityTest, AKeyOfAnotherProfileIsRefused) {
  ASSERT_TRUE(Identity::loadOrCreate(m_profile));
  overwrite("identity.key", Identity::generate()->keyPem());
  expectRefused("do not belong together");
}

TEST_F(IdentityTest, ADanglingLinkIsNotFollowedIntoANewIdentity) {
  const QString elsewhere = m_folder.filePath(QStringLiteral("elsewhere"));
  ASSERT_TRUE(QFile::link(elsewhere, path("identity.key")));
  expectRefused("identity.crt is missing");
  EXPECT_FALSE(QFile::exists(elsewhere));
}

}  // namespace
}  // namespace landline::trust
