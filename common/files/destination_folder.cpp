#include "files/destination_folder.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

#include "core/clock.h"
#include "files/mtime.h"
#include "files/system_error.h"

namespace landline::files {

namespace {

constexpr int kFolderFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

/// So many folders are kept open because they were used lately. Pages of a manifest are looked at before their files
/// come: what was found out about a folder then (OpenFolder::isNew()) is to be known when they do.
constexpr std::size_t kMostRecent = 32;

/// So many folders in which others were made are kept open until somebody flushes them.
constexpr std::size_t kMostUnflushed = 64;

/// With fewer there is nothing to gain from flushing them together.
constexpr std::size_t kWorthFlushingTogether = 4;

FileDescriptor openFolder(int parent, const QByteArray& name) {
  return FileDescriptor(::openat(parent, name.constData(), kFolderFlags));
}

bool isLink(int parent, const QByteArray& name) {
  struct stat status {};
  return ::fstatat(parent, name.constData(), &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(status.st_mode);
}

Error cannotEnter(int number, int parent, const QString& component) {
  if (number == ELOOP || number == ENOTDIR) {
    const QString what = isLink(parent, component.toUtf8())
                             ? QStringLiteral("“%1” in the path is a link, which is not followed.")
                             : QStringLiteral("“%1” in the path is there already and is not a folder.");
    return {codes::kUnsafeName, what.arg(component)};
  }
  return systemNameError(number, QStringLiteral("The folder “%1” cannot be made or opened").arg(component));
}

/// A folder that was used lately, if it is still under its path: it may have been removed, renamed, or a link put in
/// its place. Links on the way to the very folder that we have opened without following one lead nowhere else.
SharedFolder recalled(const SaveFolder& save_folder, FolderMemory& memory, const QStringList& folders) {
  const auto known = std::find_if(memory.recent.begin(), memory.recent.end(),
                                  [&folders](const auto& recent) { return recent.components == folders; });
  if (known == memory.recent.end()) {
    return {};
  }
  struct stat there {};
  if (::fstatat(save_folder.descriptor(), known->path.constData(), &there, AT_SYMLINK_NOFOLLOW) != 0 ||
      !known->folder->is(there)) {
    memory.recent.erase(known);
    return {};
  }
  memory.recent.splice(memory.recent.begin(), memory.recent, known);
  return known->folder;
}

void remember(FolderMemory& memory, const QStringList& folders, const SharedFolder& folder) {
  memory.recent.push_front({folders, folders.join(QLatin1Char('/')).toUtf8(), folder});
  if (memory.recent.size() > kMostRecent) {
    memory.recent.pop_back();
  }
}

std::vector<const OpenFolder*> madeFolders(const FolderMemory& memory) {
  std::vector<const OpenFolder*> made;
  made.reserve(memory.unflushed.size());
  for (const SharedFolder& folder : memory.unflushed) {
    made.push_back(folder.get());
  }
  return made;
}

int flushMade(FolderMemory& memory, FileSystem& system) {
  if (!flushedTogether(madeFolders(memory), system)) {
    for (const SharedFolder& folder : memory.unflushed) {
      if (memory.failure == 0) {
        memory.failure = flushFolder(folder->get(), system);
      }
    }
  }
  memory.unflushed.clear();
  return memory.failure;
}

void rememberMade(FolderMemory& memory, const SharedFolder& parent, FileSystem& system) {
  struct stat status {};
  if (memory.unflushed.empty() || ::fstat(parent->get(), &status) != 0 || !memory.unflushed.back()->is(status)) {
    memory.unflushed.push_back(parent);
  }
  if (memory.unflushed.size() > kMostUnflushed) {
    flushMade(memory, system);
  }
}

enum class Missing { Make, Fail };

Result<SharedFolder> walk(const SaveFolder& save_folder, FolderMemory& memory, const QStringList& folders,
                          Missing missing, FileSystem& system) {
  SharedFolder folder = save_folder.folder();
  for (const QString& component : folders) {
    const QByteArray name = component.toUtf8();
    FileDescriptor next = openFolder(folder->get(), name);
    bool made = false;
    if (!next && errno == ENOENT && missing == Missing::Make) {
      made = ::mkdirat(folder->get(), name.constData(), 0777) == 0;
      if (!made && errno != EEXIST) {
        return cannotEnter(errno, folder->get(), component);
      }
      rememberMade(memory, folder, system);
      next = openFolder(folder->get(), name);
    }
    if (!next) {
      return cannotEnter(errno, folder->get(), component);
    }
    folder = std::make_shared<const OpenFolder>(std::move(next), made);
  }
  return folder;
}

Result<SharedFolder> destination(const SaveFolder& save_folder, const QStringList& folders, Missing missing,
                                 FileSystem& system) {
  if (folders.isEmpty()) {
    return save_folder.folder();
  }
  FolderMemory& memory = save_folder.memory();
  const std::lock_guard lock(memory.mutex);
  if (SharedFolder folder = recalled(save_folder, memory, folders)) {
    return folder;
  }
  Result<SharedFolder> folder = walk(save_folder, memory, folders, missing, system);
  if (folder) {
    remember(memory, folders, *folder);
  }
  return folder;
}

}  // namespace

Result<SharedFolder> openDestinationFolder(const SaveFolder& save_folder, const QStringList& folders,
                                           FileSystem& system) {
  return destination(save_folder, folders, Missing::Make, system);
}

SharedFolder findDestinationFolder(const SaveFolder& save_folder, const QStringList& folders) {
  Result<SharedFolder> folder = destination(save_folder, folders, Missing::Fail, realFileSystem());
  return folder ? *folder : SharedFolder();
}

Result<void> makeFolder(const SaveFolder& save_folder, const QStringList& components, FileSystem& system) {
  const Result<SharedFolder> made = openDestinationFolder(save_folder, components, system);
  return made ? Result<void>() : made.error();
}

Result<void> flushFolders(const SaveFolder& save_folder, FileSystem& system) {
  FolderMemory& memory = save_folder.memory();
  // Held while the disk works: who finds nothing left to flush must be able to rely on it.
  const std::lock_guard lock(memory.mutex);
  if (const int number = flushMade(memory, system); number != 0) {
    return systemError(number,
                       QStringLiteral("New folders in %1 cannot be flushed to the disk").arg(save_folder.path()));
  }
  return {};
}

void flushNames(const SaveFolder& save_folder, FlushedFolders& folders, FileSystem& system) {
  FolderMemory& memory = save_folder.memory();
  const std::lock_guard lock(memory.mutex);  // see flushFolders()
  std::vector<const OpenFolder*> all = madeFolders(memory);
  for (const auto& [folder, failure] : folders) {
    all.push_back(folder);
  }
  const bool together = flushedTogether(all, system);
  if (together) {
    memory.unflushed.clear();
  }
  const int made = flushMade(memory, system);
  for (auto& [folder, failure] : folders) {
    failure = made != 0 || together ? made : flushFolder(folder->get(), system);
  }
}

bool flushedTogether(const std::vector<const OpenFolder*>& folders, FileSystem& system) {
  const auto elsewhere = [&folders](const OpenFolder* folder) { return !folder->sharesFileSystem(*folders.front()); };
  return folders.size() >= kWorthFlushingTogether && std::none_of(folders.begin(), folders.end(), elsewhere) &&
         system.flushAll(folders.front()->get()) == 0;
}

Result<void> setFolderTime(const SaveFolder& save_folder, const QStringList& components, qint64 mtime_ms) {
  const QString path = components.join(QLatin1Char('/'));
  const SharedFolder folder = findDestinationFolder(save_folder, components);
  if (!folder) {
    return Error{codes::kVanished, QStringLiteral("The folder “%1” is not there any more.").arg(path)};
  }
  if (!setMtime(folder->get(), mtime_ms, SystemClock().utcMs())) {
    return systemError(errno, QStringLiteral("The time of the folder “%1” cannot be set").arg(path));
  }
  return {};
}

int flushFolder(int folder, FileSystem& system) {
  if (system.flush(folder) == 0 || errno == EINVAL || errno == ENOTSUP || errno == ENOSYS) {
    return 0;
  }
  return errno;
}

}  // namespace landline::files
