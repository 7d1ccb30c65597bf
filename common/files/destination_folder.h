#pragma once

#include <QStringList>

#include "core/result.h"
#include "files/file_descriptor.h"
#include "files/file_system.h"
#include "files/save_folder.h"

namespace landline::files {

/// The folder below `save_folder` that `folders` (safe components) lead to, component by component, following no
/// link on the way; what is missing is made and the making flushed to the disk.
/// Errors: `unsafe-name` (a link or something else that is no folder stands in the way, or the file system refuses
/// the name), `permission`, `no-space`, `write-failed`.
Result<FileDescriptor> openDestinationFolder(const SaveFolder& save_folder, const QStringList& folders,
                                             FileSystem& system);

/// Flushes a folder, so that the names in it outlive a power cut. Success where the file system has nothing to
/// flush for a folder and says so. Returns 0 or an errno.
int flushFolder(int folder, FileSystem& system);

}  // namespace landline::files
