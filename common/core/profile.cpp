#include "core/profile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

namespace landline {

Result<Profile> Profile::open(const QString& directory) {
  const QString absolute = QDir(directory).absolutePath();
  const bool existed = QFileInfo::exists(absolute);
  if (!QDir().mkpath(absolute)) {
    return Error{codes::kPermission, QStringLiteral("The profile folder %1 cannot be made.").arg(absolute)};
  }
  if (!existed) {
    QFile::setPermissions(absolute, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
  }
  if (!QFileInfo(absolute).isWritable()) {
    return Error{codes::kPermission, QStringLiteral("The profile folder %1 cannot be written.").arg(absolute)};
  }
  return Profile(absolute);
}

QString Profile::defaultDirectory(const QString& program) {
  const QString base = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
  return base + QStringLiteral("/landline/") + program;
}

QString Profile::path(const QString& name) const {
  return m_directory + QLatin1Char('/') + name;
}

QString defaultSaveFolder() {
  return QStandardPaths::writableLocation(QStandardPaths::DownloadLocation) + QStringLiteral("/Landline");
}

}  // namespace landline
