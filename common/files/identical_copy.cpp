#include "files/identical_copy.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include "core/file_descriptor.h"
#include "files/content_digest.h"
#include "files/safe_name.h"

namespace landline::files {

namespace {

constexpr std::size_t kBlock = 512 * 1024;

/// Empty where it cannot be read.
QString digestOf(int descriptor) {
  ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
  ContentDigest digest;
  std::vector<char> block(kBlock);
  for (;;) {
    const ssize_t count = ::read(descriptor, block.data(), block.size());
    if (count > 0) {
      digest.update({block.data(), std::size_t(count)});
    } else if (count == 0) {
      return digest.hex();
    } else if (errno != EINTR) {
      return {};
    }
  }
}

}  // namespace

QString findIdenticalCopy(FileSystem& system, int folder, const QStringList& names, qint64 size,
                          const QString& digest) {
  for (const QString& name : names) {
    if (!isSafeComponent(name)) {
      continue;
    }
    const FileDescriptor file(
        ::openat(folder, name.toUtf8().constData(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    struct stat status {};
    if (file && ::fstat(file.get(), &status) == 0 && S_ISREG(status.st_mode) && status.st_size == size &&
        digestOf(file.get()) == digest && system.flush(file.get()) == 0) {
      return name;
    }
  }
  return {};
}

}  // namespace landline::files
