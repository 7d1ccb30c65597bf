#include "files/held_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

#include "files/block_digests.h"
#include "files/destination_folder.h"
#include "files/locked_part.h"
#include "files/read_digest.h"
#include "files/safe_name.h"

namespace landline::files {

namespace {

std::optional<FinishedCopy> openCopy(int folder, const QString& name) {
  if (!isSafeComponent(name)) {
    return {};
  }
  constexpr int kFlags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
  FileDescriptor file(::openat(folder, name.toUtf8().constData(), kFlags));
  struct stat status {};
  if (!file || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode) || status.st_size == 0) {
    return {};
  }
  return FinishedCopy{std::move(file), name, qint64(status.st_size)};
}

}  // namespace

std::optional<FinishedCopy> openFinishedCopy(int folder, const PartRequest& request) {
  QStringList names = request.known_copies;
  std::reverse(names.begin(), names.end());
  if (const QString own = request.components.constLast(); names.removeAll(own) > 0) {
    names.prepend(own);
  }
  std::optional<FinishedCopy> other;
  for (const QString& name : names) {
    std::optional<FinishedCopy> copy = openCopy(folder, name);
    if (copy && copy->size == request.size) {
      return copy;
    }
    if (copy && !other) {
      other = std::move(copy);
    }
  }
  return other;
}

HeldFile::HeldFile(FileDescriptor descriptor, QString name, qint64 size, qint64 held)
    : m_descriptor(std::move(descriptor)), m_name(std::move(name)), m_size(size), m_held(held) {}

std::optional<HeldFile> HeldFile::find(const SaveFolder& folder, const PartRequest& request) {
  if (request.components.isEmpty() || request.size <= 0) {
    return {};
  }
  const SharedFolder destination =
      findDestinationFolder(folder, request.components.mid(0, request.components.size() - 1));
  if (!destination || (destination->isNew() && request.known_copies.isEmpty())) {
    return {};
  }
  if (FileDescriptor part = openLeftPart(destination->get(), request.sender, request.components)) {
    struct stat status {};
    if (::fstat(part.get(), &status) == 0) {
      return HeldFile(std::move(part), {}, request.size, std::min(qint64(status.st_size), request.size));
    }
  }
  if (std::optional<FinishedCopy> copy = openFinishedCopy(destination->get(), request)) {
    return HeldFile(std::move(copy->descriptor), copy->name, request.size, std::min(copy->size, request.size));
  }
  return {};
}

Result<QString> HeldFile::digestOfBlock(qint64 number) const {
  if (number < 0 || number >= digestCount(m_held, m_size)) {
    return Error{codes::kInternal, QStringLiteral("There is no block %1.").arg(number)};
  }
  const qint64 block = blockSizeFor(m_size);
  const qint64 from = number * block;
  ContentDigest digest;
  const ReadEnd end = digestRange(m_descriptor.get(), from, std::min(block, m_held - from), digest);
  if (end.number != 0 || !end.complete) {
    return Error{codes::kUnreadable,
                 QStringLiteral("What is held of a file cannot be read: %1.")
                     .arg(end.number != 0 ? qt_error_string(end.number) : QStringLiteral("it became shorter"))};
  }
  return digest.hex();
}

}  // namespace landline::files
