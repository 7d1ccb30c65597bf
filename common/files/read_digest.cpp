#include "files/read_digest.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>

namespace landline::files {

ReadEnd digestRange(int descriptor, qint64 offset, qint64 count, ContentDigest& digest,
                    const std::function<bool()>& go_on) {
  constexpr qint64 kPortion = 512 * 1024;
  const auto capacity = std::size_t(std::min(kPortion, count));
  const std::unique_ptr<char[]> portion(new char[capacity]);  // NOLINT: make_unique would clear it
  if (count > kPortion) {
    ::posix_fadvise(descriptor, offset, count, POSIX_FADV_SEQUENTIAL);
  }
  while (count > 0) {
    if (go_on && !go_on()) {
      return {false, true, 0};
    }
    const ssize_t got = ::pread(descriptor, portion.get(), std::min(capacity, std::size_t(count)), offset);
    if (got == 0) {
      return {};
    }
    if (got < 0 && errno != EINTR) {
      return {false, false, errno};
    }
    if (got > 0) {
      digest.update({portion.get(), std::size_t(got)});
      offset += got;
      count -= got;
    }
  }
  return {true, false, 0};
}

}  // namespace landline::files
