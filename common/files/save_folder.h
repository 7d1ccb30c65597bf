#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <sys/stat.h>
#include <sys/types.h>

#include <atomic>
#include <list>
#include <memory>
#include <mutex>
#include <vector>

#include "core/file_descriptor.h"
#include "core/result.h"

namespace landline::files {

/// A folder that is open, for as long as somebody uses it.
class OpenFolder {
 public:
  /// `made`: just now, by whoever opens it.
  explicit OpenFolder(FileDescriptor descriptor, bool made = false);

  int get() const { return m_descriptor.get(); }

  bool is(const struct stat& status) const;
  bool sharesFileSystem(const OpenFolder& other) const { return m_device == other.m_device; }

  /// Whether no parts of earlier times can be in it, so that nobody need look for them.
  bool isNew() const { return m_new; }
  void partWasLeft() const { m_new = false; }

 private:
  FileDescriptor m_descriptor;
  dev_t m_device = 0;
  ino_t m_inode = 0;
  mutable std::atomic<bool> m_new;
};
using SharedFolder = std::shared_ptr<const OpenFolder>;

/// What is remembered of the folders below a save folder, so that ten thousand files for one folder do not open it ten
/// thousand times, and a tree of new folders is not flushed folder by folder. destination_folder.cpp alone uses it.
struct FolderMemory {
  struct Recent {
    QStringList components;  // below the save folder
    QByteArray path;         // the same as a path
    SharedFolder folder;
  };

  std::mutex mutex;                     // guards all below
  std::list<Recent> recent;             // the one that was used last in front
  std::vector<SharedFolder> unflushed;  // folders in which others were made
  int failure = 0;                      // the errno with which a flush has failed
};

/// The folder that received files go to. Holds a descriptor of it, which copies share, so that everything below
/// is reached relative to this very folder whatever happens to its path. The folder itself may be a link.
/// Copies may be used by several threads.
class SaveFolder {
 public:
  /// Makes the folder and its parents where they are missing. Errors: `permission` (cannot be made, entered or
  /// written to), `write-failed` (something that is no folder stands there).
  static Result<SaveFolder> open(const QString& path);

  const QString& path() const { return m_path; }  ///< absolute, without a trailing slash
  int descriptor() const { return m_folder->get(); }
  const SharedFolder& folder() const { return m_folder; }

  /// Octets that this user may still write there.
  Result<qint64> freeBytes() const;

  /// Octets that the whole file system has; the largest number where it does not say.
  Result<qint64> totalBytes() const;

  /// What a new file is given: 0666 less the umask that the process had when the folder was opened.
  mode_t fileMode() const { return m_file_mode; }

  FolderMemory& memory() const { return *m_memory; }

 private:
  SaveFolder(QString path, SharedFolder folder, mode_t file_mode);

  QString m_path;
  SharedFolder m_folder;
  std::shared_ptr<FolderMemory> m_memory;
  mode_t m_file_mode;
};

/// Octets that an unprivileged user may still write to the file system of `descriptor`; the largest number where
/// the file system does not say.
Result<qint64> freeBytesOf(int descriptor);

}  // namespace landline::files
