#pragma once

#include <QByteArray>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QStringList>
#include <QTemporaryDir>
#include <gtest/gtest.h>

#include "core/peer_id.h"
#include "files/content_digest.h"
#include "files/part_file.h"
#include "files/save_folder.h"

namespace landline::files::test {

/// A temporary folder with a save folder in it, so that a test sees both what lands in the save folder and whether
/// anything lands beside it:
///
///     TestFolder disk;
///     disk.receive(QStringLiteral("a.txt"), "octets");
///     EXPECT_EQ(disk.received(), QStringList{QStringLiteral("a.txt")});
class TestFolder {
 public:
  TestFolder() { QDir().mkpath(path()); }

  QString outside(const QString& name = {}) const { return m_root.filePath(name); }
  QString path(const QString& name = {}) const {
    const QString base = m_root.filePath(QStringLiteral("save"));
    return name.isEmpty() ? base : base + QLatin1Char('/') + name;
  }
  SaveFolder folder() const { return *SaveFolder::open(path()); }

  /// Everything in the save folder, hidden things and folders (with a trailing slash) included, sorted.
  QStringList received() const { return listing(path()); }

  /// The same for what stands around the save folder, that included.
  QStringList everything() const { return listing(m_root.path()); }

  static QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("<cannot be read>");
  }
  QByteArray contentsOf(const QString& name) const { return contents(path(name)); }

  static void put(const QString& path, const QByteArray& octets) {
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(octets) != octets.size()) {
      qFatal("a test cannot write its own file");
    }
  }

  static PeerId peer(char digit = 'a') { return *PeerId::fromHex(QString(64, QLatin1Char(digit))); }

  static QString digestOf(const QByteArray& octets) {
    ContentDigest digest;
    digest.update({octets.constData(), std::size_t(octets.size())});
    return digest.hex();
  }

  static PartRequest request(const QString& path, qint64 size, char sender = 'a') {
    PartRequest request;
    request.sender = peer(sender);
    request.components = path.split(QLatin1Char('/'));
    request.size = size;
    request.mtime_ms = 1'600'000'000'123;
    return request;
  }

  /// All steps of receiving `octets` as `request` says.
  Result<Published> receive(const PartRequest& request, const QByteArray& octets,
                            FileSystem& system = realFileSystem()) const {
    auto part = PartFile::create(folder(), request, system);
    if (!part) {
      return part.error();
    }
    if (auto written = part->write({octets.constData(), std::size_t(octets.size())}); !written) {
      return written.error();
    }
    return part->publish(digestOf(octets));
  }
  Result<Published> receive(const QString& path, const QByteArray& octets, char sender = 'a') const {
    return receive(request(path, octets.size(), sender), octets);
  }

 private:
  static QStringList listing(const QString& root) {
    QStringList found;
    QDirIterator walk(root, QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                      QDirIterator::Subdirectories);
    while (walk.hasNext()) {
      walk.next();
      const QFileInfo info = walk.fileInfo();
      const QString below = QDir(root).relativeFilePath(walk.filePath());
      found += info.isDir() && !info.isSymLink() ? below + QLatin1Char('/') : below;
    }
    found.sort();
    return found;
  }

  QTemporaryDir m_root;
};

/// A readable failure: `EXPECT_TRUE(succeeded(result))` shows code and detail.
template <typename T>
::testing::AssertionResult succeeded(const Result<T>& result) {
  if (result) {
    return ::testing::AssertionSuccess();
  }
  return ::testing::AssertionFailure() << qPrintable(result.error().code) << ": " << qPrintable(result.error().detail);
}

/// Failed with this code, and with a sentence that says why.
template <typename T>
::testing::AssertionResult failedWith(const Result<T>& result, QLatin1String code) {
  if (result) {
    return ::testing::AssertionFailure() << "it succeeded";
  }
  if (!result.error().is(code) || result.error().detail.isEmpty()) {
    return ::testing::AssertionFailure() << qPrintable(result.error().code) << ": "
                                         << qPrintable(result.error().detail);
  }
  return ::testing::AssertionSuccess();
}

}  // namespace landline::files::test
