#include "files/source_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace landline::files {

namespace {

constexpr off_t kReadAheadFrom = 256 * 1024;

qint64 nanoseconds(const timespec& time) {
  return qint64(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

FileStamp stampOf(const struct stat& status) {
  return {quint64(status.st_dev), quint64(status.st_ino), qint64(status.st_size), nanoseconds(status.st_mtim),
          nanoseconds(status.st_ctim)};
}

Error cannotRead(int number, const QString& path) {
  const bool gone = number == ENOENT || number == ENOTDIR;
  return {gone ? codes::kVanished : codes::kUnreadable,
          QStringLiteral("The file %1 cannot be read: %2.").arg(path, qt_error_string(number))};
}

Error notAFile(const QString& path) {
  return {codes::kNotAFile, QStringLiteral("%1 is not a file.").arg(path)};
}

}  // namespace

SourceFile::SourceFile(QString path, FileDescriptor descriptor, const FileStamp& stamp)
    : m_path(std::move(path)), m_descriptor(std::move(descriptor)), m_stamp(stamp) {}

Result<SourceFile> SourceFile::open(const QString& path) {
  // The walk has seen a file here. It may have become a FIFO since then, which must not make us wait: hence O_NONBLOCK.
  FileDescriptor descriptor(::open(path.toUtf8().constData(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  struct stat status {};
  if (!descriptor || ::fstat(descriptor.get(), &status) != 0) {
    return cannotRead(errno, path);
  }
  if (!S_ISREG(status.st_mode)) {
    return notAFile(path);
  }
  // For a small file the call costs more than it brings: it is read at once.
  if (status.st_size >= kReadAheadFrom) {
    ::posix_fadvise(descriptor.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
  }
  return SourceFile(path, std::move(descriptor), stampOf(status));
}

QString SourceFile::name() const {
  return m_path.section(QLatin1Char('/'), -1);
}

qint64 SourceFile::mtimeMs() const {
  // Rounded down, also before 1970, so that a time survives being sent and set.
  const qint64 ns = m_stamp.mtime_ns;
  return ns >= 0 ? ns / 1'000'000 : -((-ns + 999'999) / 1'000'000);
}

Result<std::size_t> SourceFile::read(char* into, std::size_t capacity) {
  const std::size_t wanted = std::min(capacity, std::size_t(m_stamp.size - m_at));
  if (wanted == 0) {
    return std::size_t{0};
  }
  ssize_t count = 0;
  do {
    count = ::read(m_descriptor.get(), into, wanted);
  } while (count < 0 && errno == EINTR);
  if (count < 0) {
    return cannotRead(errno, m_path);
  }
  m_at += count;
  return std::size_t(count);
}

Result<void> SourceFile::seek(qint64 offset) {
  if (offset < 0 || offset > m_stamp.size || ::lseek(m_descriptor.get(), offset, SEEK_SET) < 0) {
    return cannotRead(offset < 0 || offset > m_stamp.size ? EINVAL : errno, m_path);
  }
  m_at = offset;
  return {};
}

bool SourceFile::changed() const {
  // No look at the path: a file that is removed, renamed or replaced loses or changes a name, and that changes its
  // ctime.
  struct stat here {};
  return ::fstat(m_descriptor.get(), &here) != 0 || !(stampOf(here) == m_stamp);
}

}  // namespace landline::files
