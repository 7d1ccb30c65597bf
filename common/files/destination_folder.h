#pragma once

#include <QStringList>

#include <map>
#include <vector>

#include "core/result.h"
#include "files/file_system.h"
#include "files/save_folder.h"

namespace landline::files {

/// The folder below `save_folder` that `folders` (safe components) lead to, component by component, following no
/// link on the way; what is missing is made. That it was made is not flushed yet: flushFolders().
/// Errors: `unsafe-name` (a link or something else that is no folder stands in the way, or the file system refuses
/// the name), `permission`, `no-space`, `write-failed`.
Result<SharedFolder> openDestinationFolder(const SaveFolder& save_folder, const QStringList& folders,
                                           FileSystem& system);

/// The same where it is there already, else null.
SharedFolder findDestinationFolder(const SaveFolder& save_folder, const QStringList& folders);

/// Makes a folder of the sender's, and those above it; one that is there is merged with. Waits for no disk: the folder
/// is safe after the next flushFolders(), or when a file that is published after it is. Errors as above.
Result<void> makeFolder(const SaveFolder& save_folder, const QStringList& components,
                        FileSystem& system = realFileSystem());

/// Waits until all folders that were made below `save_folder` (this object and its copies) are on the disk. Cheap where
/// there are none. After a failure every later call fails too: nobody can tell any more what is safe.
/// Errors: `no-space`, `write-failed`.
Result<void> flushFolders(const SaveFolder& save_folder, FileSystem& system = realFileSystem());

/// Gives a folder its modification time (clamped), which is to be done last: whatever is put into it changes it again.
/// Errors: `vanished` (not there, or no folder any more), `write-failed`.
Result<void> setFolderTime(const SaveFolder& save_folder, const QStringList& components, qint64 mtime_ms);

/// Flushes a folder, so that the names in it outlive a power cut. Success where the file system has nothing to
/// flush for a folder and says so. Returns 0 or an errno.
int flushFolder(int folder, FileSystem& system);

/// The folders in which files have got their names, and after flushNames() what became of flushing each: 0 or an errno.
using FlushedFolders = std::map<const OpenFolder*, int>;

/// Flushes `folders`, and before them those that were made below `save_folder`.
void flushNames(const SaveFolder& save_folder, FlushedFolders& folders, FileSystem& system);

/// Flushes all that lies in `folders` at one go, where they are so many that it is worth it and FileSystem::flushAll()
/// does it. Where not (false) each is to be flushed for itself, which also tells what has failed.
bool flushedTogether(const std::vector<const OpenFolder*>& folders, FileSystem& system);

}  // namespace landline::files
