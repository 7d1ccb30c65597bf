#pragma once

#include <QString>

#include <functional>

#include "core/result.h"
#include "files/on_taken.h"
#include "session/node.h"

namespace landline::session {

/// Where what was offered is saved.
struct SavePlace {
  QString folder;  ///< absolute
  QString name;    ///< of a single file that is saved under another one than it was offered with; else empty
};

/// How many octets of the free space in a folder are as good as taken: by what was accepted and is not here yet.
using PromisedSpace = std::function<qint64(const QString& folder)>;

/// The place for `offered`: where `save_as` (AcceptChoice) says, or in `save_folder` where it is empty. There is room
/// beside all that was promised, for as much of it as cannot be there already: the last word is spoken file by file.
/// Errors: `usage` (no absolute path), `unsafe-name`, those of SaveFolder::open() and freeBytes(), `no-space`.
Result<SavePlace> savePlaceFor(const TransferInfo& offered, const QString& save_as, const QString& save_folder,
                               const PromisedSpace& promised);

/// What is still to come of `accepted`, a download that is not over.
qint64 octetsToCome(const TransferInfo& accepted);

/// The same rule in the words of files/.
files::OnTaken onTaken(Conflict conflict);

}  // namespace landline::session
