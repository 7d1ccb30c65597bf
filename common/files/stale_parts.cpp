#include "files/stale_parts.h"

#include <dirent.h>
#include <fcntl.h>

#include <memory>

#include "files/locked_part.h"
#include "files/part_name.h"

namespace landline::files {

int removeStaleParts(const SaveFolder& folder, qint64 now_ms) {
  struct Close {
    void operator()(DIR* directory) const { ::closedir(directory); }
  };
  // A descriptor of its own: those that share one share how far they have read.
  FileDescriptor descriptor(::openat(folder.descriptor(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  const std::unique_ptr<DIR, Close> directory(descriptor ? ::fdopendir(descriptor.get()) : nullptr);
  if (!directory) {
    return 0;
  }
  descriptor.release();
  int removed = 0;
  while (const dirent* found = ::readdir(directory.get())) {
    const QByteArray name(found->d_name);
    if (isExactPartName(name) && removeLeftPart(folder.descriptor(), name, now_ms - kPartLifeMs)) {
      ++removed;
    }
  }
  return removed;
}

}  // namespace landline::files
