#pragma once

#include <QString>
#include <sys/types.h>

#include <memory>

#include "core/result.h"
#include "files/file_descriptor.h"

namespace landline::files {

/// The folder that received files go to. Holds a descriptor of it, which copies share, so that everything below
/// is reached relative to this very folder whatever happens to its path. The folder itself may be a link.
class SaveFolder {
 public:
  /// Makes the folder and its parents where they are missing. Errors: `permission` (cannot be made, entered or
  /// written to), `write-failed` (something that is no folder stands there).
  static Result<SaveFolder> open(const QString& path);

  const QString& path() const { return m_path; }  ///< absolute, without a trailing slash
  int descriptor() const { return m_descriptor->get(); }

  /// Octets that this user may still write there.
  Result<qint64> freeBytes() const;

  /// What a new file is given: 0666 less the umask that the process had when the folder was opened.
  mode_t fileMode() const { return m_file_mode; }

 private:
  SaveFolder(QString path, std::shared_ptr<const FileDescriptor> descriptor, mode_t file_mode);

  QString m_path;
  std::shared_ptr<const FileDescriptor> m_descriptor;
  mode_t m_file_mode;
};

/// Octets that an unprivileged user may still write to the file system of `descriptor`; the largest number where
/// the file system does not say.
Result<qint64> freeBytesOf(int descriptor);

}  // namespace landline::files
