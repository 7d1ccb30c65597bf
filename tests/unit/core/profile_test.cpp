#include "core/profile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <gtest/gtest.h>

namespace landline {
namespace {

constexpr QFile::Permissions kOwnerOnly = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
constexpr QFile::Permissions kOthers =
    QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;

TEST(Profile, IsMadeForItsOwnerOnly) {
  const QTemporaryDir folder;
  const QString path = folder.filePath(QStringLiteral("a/b/profile"));
  const Result<Profile> profile = Profile::open(path);
  ASSERT_TRUE(profile.ok());
  EXPECT_EQ(profile->directory(), path);
  EXPECT_TRUE(QFileInfo(path).isDir());
  EXPECT_EQ(QFileInfo(path).permissions() & kOwnerOnly, kOwnerOnly);
  EXPECT_EQ(QFileInfo(path).permissions() & kOthers, QFile::Permissions());
}

TEST(Profile, OpensAgainAndKeepsWhatIsThere) {
  const QTemporaryDir folder;
  const QString path = folder.filePath(QStringLiteral("profile"));
  ASSERT_TRUE(Profile::open(path).ok());
  QFile file(path + QStringLiteral("/identity.key"));
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  file.close();
  const Result<Profile> again = Profile::open(path);
  ASSERT_TRUE(again.ok());
  EXPECT_TRUE(QFile::exists(again->path(QStringLiteral("identity.key"))));
}

TEST(Profile, ThatIsAFileIsAnError) {
  const QTemporaryDir folder;
  QFile file(folder.filePath(QStringLiteral("profile")));
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  const Result<Profile> profile = Profile::open(file.fileName());
  ASSERT_FALSE(profile.ok());
  EXPECT_EQ(profile.error().code, codes::kPermission);
  EXPECT_TRUE(profile.error().detail.contains(file.fileName()));
}

TEST(Profile, RelativePathsBecomeAbsolute) {
  const QTemporaryDir folder;
  const QString before = QDir::currentPath();
  ASSERT_TRUE(QDir::setCurrent(folder.path()));
  const Result<Profile> profile = Profile::open(QStringLiteral("here"));
  QDir::setCurrent(before);
  ASSERT_TRUE(profile.ok());
  EXPECT_TRUE(QDir::isAbsolutePath(profile->path(QStringLiteral("x"))));
  EXPECT_TRUE(QFileInfo(profile->directory()).isDir());
}

TEST(Profile, DiffersByProgram) {
  EXPECT_NE(Profile::defaultDirectory(QStringLiteral("server")), Profile::defaultDirectory(QStringLiteral("client")));
  EXPECT_TRUE(QDir::isAbsolutePath(Profile::defaultDirectory(QStringLiteral("server"))));
  EXPECT_TRUE(QDir::isAbsolutePath(defaultSaveFolder()));
}

}  // namespace
}  // namespace landline
