#include "session/save_place.h"

#include <QFileInfo>

#include <algorithm>
#include <optional>

#include "files/held_file.h"
#include "files/safe_name.h"
#include "files/save_folder.h"
#include "session/page_planner.h"

namespace landline::session {

namespace {

/// How many octets of `offered` are in the folder already, or may be, after an earlier run or an earlier sending. For
/// one file these are counted. Of several only one top-level name is looked for: what there is room for is found out
/// file by file, when it is known what each of them lacks.
qint64 octetsHere(const TransferInfo& offered, const SavePlace& place, const files::SaveFolder& folder) {
  if (offered.plain || offered.bytes_total <= 0) {
    return 0;  // a plain peer sends all of it again
  }
  qint64 here = 0;
  const QStringList names = place.name.isEmpty() ? offered.first : QStringList{place.name};
  for (const QString& name : names) {
    files::PartRequest request;
    const Result<QStringList> components = files::safeComponents(name);
    if (!components || components->size() != 1) {
      continue;
    }
    request.sender = offered.peer;
    request.components = request.known_copies = *components;
    request.size = offered.bytes_total;
    const std::optional<files::HeldFile> held = files::HeldFile::find(folder, request);
    if (held && offered.files_total == 1) {
      // A shorter file of this name is of no use: all would be copied.
      here = std::max(here, held->finished() && held->held() < request.size ? 0 : held->held());
    } else if (held || sizeOfTaken(folder, request.components)) {
      return offered.bytes_total;
    }
  }
  return here;
}

}  // namespace

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
  const Result<qint64> all_bytes = folder->totalBytes();
  if (!free_bytes || !all_bytes) {
    return free_bytes ? all_bytes.error() : free_bytes.error();
  }
  const qint64 room = std::max<qint64>(0, *free_bytes - promised(place.folder));
  if (offered.bytes_total > *all_bytes || offered.bytes_total - octetsHere(offered, place, *folder) > room) {
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
