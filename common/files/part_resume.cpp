#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "files/part_state.h"
#include "files/read_digest.h"
#include "files/system_error.h"

// How a file goes on from what is held of it.

namespace landline::files {

namespace {

Error cancelled() {
  return {codes::kCancelled, QStringLiteral("The transfer was cancelled.")};
}

/// Whether `number` is how a file system says that it cannot copy by itself.
bool lacksCopying(int number) {
  return number == EXDEV || number == EINVAL || number == ENOSYS || number == EOPNOTSUPP || number == EPERM;
}

/// One portion by way of our own memory. -1 and errno on failure.
ssize_t copyByHand(FileSystem& system, int from, off_t offset, int to, std::size_t count) {
  constexpr std::size_t kPortion = 512 * 1024;
  const std::size_t wanted = std::min(kPortion, count);
  const std::unique_ptr<char[]> portion(new char[wanted]);  // NOLINT: make_unique would clear it
  const ssize_t got = ::pread(from, portion.get(), wanted, offset);
  return got > 0 ? system.write(to, portion.get(), std::size_t(got)) : got;
}

/// Puts the first `count` octets of `from` at the beginning of `to`.
Result<void> copyPrefix(FileSystem& system, int from, int to, qint64 count, const std::function<bool()>& go_on,
                        const QString& what) {
  constexpr qint64 kPortion = 16 * 1024 * 1024;
  bool by_hand = false;
  for (qint64 done = 0; done < count;) {
    if (go_on && !go_on()) {
      return cancelled();
    }
    const auto wanted = std::size_t(std::min(kPortion, count - done));
    const ssize_t copied =
        by_hand ? copyByHand(system, from, done, to, wanted) : system.copyRange(from, done, to, wanted);
    if (copied > 0) {
      done += copied;
    } else if (copied < 0 && !by_hand && lacksCopying(errno)) {
      by_hand = true;
    } else if (copied == 0 || errno != EINTR) {
      return systemError(copied == 0 ? EIO : errno, what);
    }
  }
  return {};
}

}  // namespace

/// What the part holds and will not be gone on with gives its room back when the part is cut.
Result<void> PartFile::State::checkRoom() const {
  const auto free_bytes = freeBytesOf(part.folder()->get());
  if (request.size < kWorthAsking || !free_bytes || request.size - part.held() <= *free_bytes) {
    return {};
  }
  return Error{codes::kNoSpace, QStringLiteral("“%1” has %2 octets; only %3 are free in %4.")
                                    .arg(request.components.join(QLatin1Char('/')), QString::number(request.size),
                                         QString::number(*free_bytes), folder.path())};
}

Result<void> PartFile::resume(qint64 offset, const std::function<bool()>& go_on) {
  State& state = *m_state;
  if (auto begun = state.begin(State::Step::Fresh); !begun) {
    return begun;
  }
  if (offset < 0 || offset > state.request.size) {
    return Error{codes::kInternal, QStringLiteral("“%1” cannot go on at %2.").arg(state.name()).arg(offset)};
  }
  const int part = state.part.descriptor();
  const qint64 held = state.part.held();
  const QString what = QStringLiteral("“%1” cannot be gone on with").arg(state.pathOf(state.name()));
  std::optional<FinishedCopy> copy;
  if (held < offset) {
    copy = openFinishedCopy(state.part.folder()->get(), state.request);
    if (!copy || copy->size < offset) {
      return Error{codes::kWriteFailed, what + QStringLiteral(": what was held of it has changed.")};
    }
  }
  int source = part;
  if (copy && offset == state.request.size && copy->size == offset) {
    source = copy->descriptor.get();
    state.whole_copy = std::move(copy);
  } else {
    // Before the part is cut: where there is no room it stays as it is.
    if (auto room = state.checkRoom(); !room) {
      return room;
    }
    const qint64 usable = copy ? 0 : offset;
    if (held > usable && ::ftruncate(part, usable) != 0) {
      return systemError(errno, what);
    }
    if (copy) {
      if (auto copied = copyPrefix(state.system, copy->descriptor.get(), part, offset, go_on, what); !copied) {
        return copied;
      }
    }
  }
  if (offset > 0) {
    const ReadEnd end = digestRange(source, 0, offset, state.digest, go_on);
    if (end.stopped) {
      return cancelled();
    }
    if (!end.complete || ::lseek(part, offset, SEEK_SET) < 0) {
      return systemError(end.number != 0 ? end.number : EIO, what);
    }
  }
  state.written = offset;
  state.writeback_begun = source == part && held >= offset ? offset : 0;
  state.step = State::Step::Writing;
  return {};
}

}  // namespace landline::files
