#include "session/save_place.h"

#include <QFileInfo>

#include <algorithm>

#include "files/safe_name.h"
#include "files/save_folder.h"

namespace landline::session {

Result<SavePlace> savePlaceFor(const TransferInfo& offered, const QString& save_as, const QString& save_folder,
                               const PromisedSpace& promised) {
  SavePlace place{save_folder, QString()};
  if (!save_as.isEmpty()) {
    const QFileInfo wanted(save_as);
    if (!wanted.isAbsolute()) {
      return Error{codes::kUsage, QStringLiteral("\"%1\" is not an absolute path.").arg(save_as)};
    }
    const bool to_folder = wanted.isDir() || offered.files_total != 1 || offered.first.size() > 1;
    place.folder = to_folder ? wanted.absoluteFilePath() : wanted.absolutePath();
    place.name = to_folder ? QString() : wanted.fileName();
    if (!place.name.isEmpty()) {
      if (const Result<void> safe = files::checkComponent(place.name); !safe) {
        return safe.error();
      }
    }
  }
  const Result<files::SaveFolder> folder = files::SaveFolder::open(place.folder);
  if (!folder) {
    return folder.error();
  }
  const Result<qint64> free_bytes = folder->freeBytes();
  if (!free_bytes) {
    return free_bytes.error();
  }
  if (offered.bytes_total > *free_bytes - promised(place.folder)) {
    return Error{codes::kNoSpace, QStringLiteral("There is no room for \"%1\" (%2 octets) in \"%3\".")
                                      .arg(offered.title, QString::number(offered.bytes_total), place.folder)};
  }
  return place;
}

qint64 octetsToCome(const TransferInfo& accepted) {
  return std::max<qint64>(0, accepted.bytes_total - accepted.bytes_done);
}

files::OnTaken onTaken(Conflict conflict) {
  switch (conflict) {
    case Conflict::Overwrite:
      return files::OnTaken::Overwrite;
    case Conflict::Skip:
      return files::OnTaken::Skip;
    case Conflict::Rename:
      break;
  }
  return files::OnTaken::Rename;
}

}  // namespace landline::session
