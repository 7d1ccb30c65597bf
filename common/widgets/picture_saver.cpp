#include "widgets/picture_saver.h"

#include <QDateTime>
#include <QDir>

#include <utility>

#include "widgets/background.h"

namespace landline::widgets {

namespace {

constexpr int kKeptDays = 7;

void removeOld(const QDir& folder) {
  const QDateTime limit = QDateTime::currentDateTime().addDays(-kKeptDays);
  const QFileInfoList files = folder.entryInfoList({QStringLiteral("picture-*.png")}, QDir::Files);
  for (const QFileInfo& file : files) {
    if (file.lastModified() < limit) {
      QFile::remove(file.absoluteFilePath());
    }
  }
}

QString freeName(const QDir& folder) {
  const QString stem =
      QStringLiteral("picture-") + QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd-hhmmss"));
  QString name = stem + QStringLiteral(".png");
  for (int n = 2; folder.exists(name); ++n) {
    name = QStringLiteral("%1-%2.png").arg(stem).arg(n);
  }
  return folder.absoluteFilePath(name);
}

/// The path that it was written to; empty where it could not be.
QString save(const QImage& picture, const QDir& folder) {
  if (!folder.mkpath(QStringLiteral("."))) {
    return {};
  }
  removeOld(folder);
  const QString path = freeName(folder);
  if (!picture.save(path, "PNG")) {
    QFile::remove(path);
    return {};
  }
  return path;
}

}  // namespace

void savePicture(const QImage& picture, const QString& folder, QObject* context,
                 std::function<void(const QString& path)> done) {
  inBackground(
      context, [picture, folder] { return save(picture, QDir(folder)); }, std::move(done));
}

}  // namespace landline::widgets
