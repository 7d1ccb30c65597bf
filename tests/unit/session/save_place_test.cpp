// Whether there is room for an offer, of which a part may be here already.

#include "session/save_place.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <gtest/gtest.h>

#include <limits>

#include "files/part_name.h"
#include "files/save_folder.h"

namespace landline::session {
namespace {

constexpr qint64 kGib = qint64{1} << 30;

class SavePlaceTest : public ::testing::Test {
 protected:
  SavePlaceTest() {
    m_offered.peer = *PeerId::fromHex(QString(64, QLatin1Char('a')));
    m_offered.files_total = 1;
    m_offered.bytes_total = 2 * kGib;
    m_offered.title = QStringLiteral("film");
    m_offered.first = QStringList{QStringLiteral("film")};
  }

  QString path(const QString& name) const { return m_folder.filePath(name); }
  QString partPath(const QString& name) const {
    return path(QString::fromLatin1(files::partName(m_offered.peer, {name})));
  }
  /// As long as wanted and (as good as) without octets.
  static void putHole(const QString& path, qint64 size) {
    QFile file(path);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly) && file.resize(size));
  }

  /// Whether it is taken on where all the space is promised but for half a gibibyte.
  bool fits(const QString& save_as = {}) const {
    const qint64 free_bytes = *files::SaveFolder::open(m_folder.path())->freeBytes();
    const Result<SavePlace> place =
        savePlaceFor(m_offered, save_as, m_folder.path(), [&](const QString&) { return free_bytes - kGib / 2; });
    EXPECT_TRUE(place.ok() || place.error().is(codes::kNoSpace)) << place.error().detail.toStdString();
    return place.ok();
  }

  QTemporaryDir m_folder;
  TransferInfo m_offered;
};

TEST_F(SavePlaceTest, BadInput29_OfOneFileOnlyWhatIsMissingNeedsRoom) {
  EXPECT_FALSE(fits());
  putHole(partPath(QStringLiteral("film")), kGib);
  EXPECT_FALSE(fits()) << "half of it is missing";
  putHole(partPath(QStringLiteral("film")), 2 * kGib - 10);
  EXPECT_TRUE(fits());
  EXPECT_FALSE(fits(path(QStringLiteral("other")))) << "under another name nothing is here";
  m_offered.plain = true;
  EXPECT_FALSE(fits());
}

TEST_F(SavePlaceTest, BadInput29_OneFileThatIsHereAsAWholeNeedsNoRoom) {
  putHole(path(QStringLiteral("film")), kGib);
  EXPECT_FALSE(fits()) << "this is another one";
  putHole(path(QStringLiteral("film")), 2 * kGib);
  EXPECT_TRUE(fits());
  const Result<SavePlace> place =
      savePlaceFor(m_offered, {}, m_folder.path(), [](const QString&) { return std::numeric_limits<qint64>::max(); });
  EXPECT_TRUE(place.ok()) << "all is promised, and nothing is wanted of it";
}

TEST_F(SavePlaceTest, BadInput29_OfSeveralFilesSomeMayBeHere) {
  m_offered.files_total = 3;
  m_offered.first = QStringList{QStringLiteral("tree"), QStringLiteral("film"), QStringLiteral("../x")};
  EXPECT_FALSE(fits());
  ASSERT_TRUE(QDir(m_folder.path()).mkdir(QStringLiteral("tree")));
  EXPECT_TRUE(fits());
  ASSERT_TRUE(QDir(m_folder.path()).rmdir(QStringLiteral("tree")));
  putHole(partPath(QStringLiteral("film")), 10);
  EXPECT_TRUE(fits());
}

TEST_F(SavePlaceTest, BadInput29_MoreThanTheWholeDiskIsNeverTakenOn) {
  m_offered.files_total = 3;
  ASSERT_TRUE(QDir(m_folder.path()).mkdir(QStringLiteral("film")));
  ASSERT_TRUE(fits());
  m_offered.bytes_total = *files::SaveFolder::open(m_folder.path())->totalBytes() + 1;
  EXPECT_FALSE(fits());
}

}  // namespace
}  // namespace landline::session
