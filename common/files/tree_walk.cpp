#include "files/tree_walk.h"

#include <QDir>
#include <QSet>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <vector>

#include "core/file_descriptor.h"
#include "files/mtime.h"
#include "files/part_name.h"
#include "files/safe_name.h"

namespace landline::files {

namespace {

struct CloseDirectory {
  void operator()(DIR* directory) const { ::closedir(directory); }
};
using Directory = std::unique_ptr<DIR, CloseDirectory>;

struct FileId {
  dev_t device = 0;
  ino_t inode = 0;
  bool operator==(const FileId& other) const { return device == other.device && inode == other.inode; }
};

/// One folder that the walk is in.
struct Frame {
  Directory directory;
  FileId id;
  QString path;    // on the wire
  QString source;  // absolute; where links were followed, what they lead to
};

bool isGone(int number) {
  return number == ENOENT || number == ENOTDIR;
}

Error unreadable(int number, const QString& source) {
  return {codes::kUnreadable, QStringLiteral("%1 cannot be read: %2.").arg(source, qt_error_string(number))};
}

Error linkOutside(const QString& source, const QString& why) {
  return {codes::kLinkOutside, QStringLiteral("%1 is a link %2; it is not followed.").arg(source, why)};
}

/// Octets that are no UTF-8, for people: those that are ASCII as they are, the others as `\xE9`.
QString escaped(const QByteArray& octets) {
  QString shown;
  for (const char octet : octets) {
    const auto value = static_cast<unsigned char>(octet);
    if (value >= 0x20 && value < 0x7F) {
      shown += QLatin1Char(octet);
    } else {
      shown += QLatin1String("\\x") + QString::fromLatin1(QByteArray(1, octet).toHex().toUpper());
    }
  }
  return shown;
}

/// `folder` itself or something below it; both absolute and without links.
bool isWithin(const QString& path, const QString& folder) {
  return path == folder || folder == QLatin1String("/") ||
         (path.startsWith(folder) && path.at(folder.size()) == QLatin1Char('/'));
}

/// The path without links, or empty with errno set.
QString resolved(const QString& path) {
  const std::unique_ptr<char, decltype(&::free)> real(::realpath(path.toUtf8().constData(), nullptr), &::free);
  return real ? QString::fromUtf8(real.get()) : QString();
}

QString below(const QString& folder, const QString& name) {
  return folder == QLatin1String("/") ? folder + name : folder + QLatin1Char('/') + name;
}

/// Takes a descriptor over; null and errno where it is no folder that can be listed.
Directory listing(FileDescriptor folder) {
  Directory directory(folder ? ::fdopendir(folder.get()) : nullptr);
  if (directory) {
    folder.release();
  }
  return directory;
}

constexpr int kFolderFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK;

}  // namespace

struct TreeWalk::State {
  std::optional<TreeEntry> beginRoot(const QString& root);
  std::optional<TreeEntry> takeName(const QByteArray& octets);
  std::optional<TreeEntry> takeLink(TreeEntry entry);
  TreeEntry take(TreeEntry entry, const struct stat& status, FileDescriptor folder);

  QStringList roots;
  int next_root = 0;
  QSet<QString> root_names;
  QString root;  // the present one, without links
  std::vector<Frame> frames;
};

namespace {

TreeEntry leftOut(TreeEntry entry, Error note) {
  entry.kind = TreeEntry::Kind::LeftOut;
  entry.note = std::move(note);
  return entry;
}

}  // namespace

/// An entry for what `status` tells of; a folder (open, or why it is not in errno) is gone into.
TreeEntry TreeWalk::State::take(TreeEntry entry, const struct stat& status, FileDescriptor folder) {
  entry.mtime_ms = mtimeMs(status);
  if (S_ISREG(status.st_mode)) {
    entry.kind = TreeEntry::Kind::File;
    entry.size = status.st_size;
    return entry;
  }
  if (!S_ISDIR(status.st_mode)) {
    return leftOut(entry, {codes::kNotAFile, QStringLiteral("%1 is neither a file nor a folder.").arg(entry.source)});
  }
  if (frames.size() >= std::size_t(kDeepest)) {
    return leftOut(entry, {codes::kUnsafeName,
                           QStringLiteral("%1 lies more than %2 folders deep.").arg(entry.source).arg(kDeepest)});
  }
  struct stat opened {};
  Directory directory = listing(std::move(folder));
  if (!directory || ::fstat(::dirfd(directory.get()), &opened) != 0) {
    return leftOut(entry, unreadable(errno, entry.source));
  }
  entry.kind = TreeEntry::Kind::Directory;
  frames.push_back({std::move(directory), {opened.st_dev, opened.st_ino}, entry.path, entry.source});
  return entry;
}

std::optional<TreeEntry> TreeWalk::State::beginRoot(const QString& chosen) {
  TreeEntry entry;
  entry.source = QDir::cleanPath(chosen);
  const QString last = entry.source.section(QLatin1Char('/'), -1);
  entry.path = last.isEmpty() ? QStringLiteral("root") : last;
  for (int number = 1; root_names.contains(entry.path); ++number) {
    entry.path = numberedName(last, number);
  }
  root_names.insert(entry.path);
  if (auto checked = checkComponent(entry.path, NameRules::Posix); !checked) {
    return leftOut(entry, checked.error());
  }
  root = resolved(entry.source);
  struct stat status {};
  if (root.isEmpty() || ::lstat(root.toUtf8().constData(), &status) != 0) {
    return leftOut(entry, isGone(errno) ? Error{codes::kVanished, QStringLiteral("%1 is not there.").arg(entry.source)}
                                        : unreadable(errno, entry.source));
  }
  entry.source = root;
  FileDescriptor folder;
  if (S_ISDIR(status.st_mode)) {
    folder = FileDescriptor(::open(root.toUtf8().constData(), kFolderFlags));
  }
  return take(entry, status, std::move(folder));
}

/// One name in the folder that the walk is in. Nothing where nobody needs to know of it.
std::optional<TreeEntry> TreeWalk::State::takeName(const QByteArray& octets) {
  const Frame& frame = frames.back();
  if (octets == "." || octets == ".." || isExactPartName(octets)) {
    return {};
  }
  const QString name = QString::fromUtf8(octets);
  TreeEntry entry;
  entry.path = frame.path + QLatin1Char('/') + name;
  entry.source = below(frame.source, name);
  if (name.toUtf8() != octets) {
    entry.path = frame.path + QLatin1Char('/') + escaped(octets);
    entry.source = below(frame.source, escaped(octets));
    return leftOut(entry, {codes::kUnsafeName, QStringLiteral("The name of %1 is not UTF-8.").arg(entry.source)});
  }
  if (auto checked = checkComponent(name, NameRules::Posix); !checked) {
    return leftOut(entry, checked.error());
  }
  if (entry.path.toUtf8().size() > kPathOctets) {
    return leftOut(entry, {codes::kUnsafeName, QStringLiteral("The path is longer than %1 octets.").arg(kPathOctets)});
  }
  const int parent = ::dirfd(frame.directory.get());
  struct stat status {};
  if (::fstatat(parent, octets.constData(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
    return isGone(errno) ? std::nullopt : std::optional(leftOut(entry, unreadable(errno, entry.source)));
  }
  if (S_ISLNK(status.st_mode)) {
    return takeLink(entry);
  }
  FileDescriptor folder;
  if (S_ISDIR(status.st_mode)) {
    folder = FileDescriptor(::openat(parent, octets.constData(), kFolderFlags));
    if (!folder && isGone(errno)) {
      return {};
    }
  }
  return take(entry, status, std::move(folder));
}

/// A link below the root. What it leads to must lie in the root, and must not be a folder that the link lies in, by its
/// own path or by the way that the walk has taken over other links: that would go round for ever.
std::optional<TreeEntry> TreeWalk::State::takeLink(TreeEntry entry) {
  const QString target = resolved(entry.source);
  struct stat status {};
  if (target.isEmpty() || ::lstat(target.toUtf8().constData(), &status) != 0) {
    if (errno == ELOOP || isGone(errno)) {
      return leftOut(entry, linkOutside(entry.source, errno == ELOOP ? QStringLiteral("that leads round in a circle")
                                                                     : QStringLiteral("to nowhere")));
    }
    return leftOut(entry, unreadable(errno, entry.source));
  }
  if (!isWithin(target, root)) {
    return leftOut(entry, linkOutside(entry.source, QStringLiteral("out of the chosen folder")));
  }
  const FileId id{status.st_dev, status.st_ino};
  const bool walked = std::any_of(frames.begin(), frames.end(), [&id](const Frame& frame) { return frame.id == id; });
  if (S_ISDIR(status.st_mode) && (walked || isWithin(frames.back().source, target))) {
    return leftOut(entry, linkOutside(entry.source, QStringLiteral("to a folder that it lies in")));
  }
  entry.source = target;
  FileDescriptor folder;
  if (S_ISDIR(status.st_mode)) {
    folder = FileDescriptor(::open(target.toUtf8().constData(), kFolderFlags));
  }
  return take(entry, status, std::move(folder));
}

TreeWalk::TreeWalk(const QStringList& roots) : m_state(std::make_unique<State>()) {
  m_state->roots = roots;
}

TreeWalk::TreeWalk(TreeWalk&&) noexcept = default;
TreeWalk& TreeWalk::operator=(TreeWalk&&) noexcept = default;
TreeWalk::~TreeWalk() = default;

std::optional<TreeEntry> TreeWalk::next() {
  State& state = *m_state;
  for (;;) {
    if (state.frames.empty()) {
      if (state.next_root >= state.roots.size()) {
        return {};
      }
      return state.beginRoot(state.roots.at(state.next_root++));
    }
    Frame& frame = state.frames.back();
    errno = 0;
    if (const dirent* found = ::readdir(frame.directory.get())) {
      if (auto entry = state.takeName(QByteArray(found->d_name))) {
        return entry;
      }
      continue;
    }
    const int number = errno;
    TreeEntry folder;
    folder.path = frame.path;
    folder.source = frame.source;
    state.frames.pop_back();
    if (number != 0) {
      return leftOut(folder, unreadable(number, folder.source));
    }
  }
}

}  // namespace landline::files
