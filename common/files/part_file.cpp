#include "files/part_file.h"

#include <QFile>
#include <QFileInfo>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "core/clock.h"
#include "core/logging.h"
#include "files/content_digest.h"
#include "files/destination_folder.h"
#include "files/final_name.h"
#include "files/identical_copy.h"
#include "files/locked_part.h"
#include "files/system_error.h"

namespace landline::files {

namespace {

enum class Step { Writing, Verified, Flushed, Over };

/// After so many octets the kernel is asked to begin with writing them to the disk, which spreads over the transfer
/// what flush() would otherwise do at its end (3 GiB on a fast disk: 4 ms in place of 600).
constexpr qint64 kWritebackStep = 16 * 1024 * 1024;

/// Asks the file system whether it could ever have this name, before any octet is sent.
Result<void> checkName(int folder, const QString& name) {
  struct stat status {};
  if (::fstatat(folder, name.toUtf8().constData(), &status, AT_SYMLINK_NOFOLLOW) != 0 && errno != ENOENT) {
    return systemNameError(errno, QStringLiteral("No file can be named “%1” here").arg(name));
  }
  return {};
}

/// Best effort: the octets are what counts, and some file systems have neither modes nor settable times.
void setModeAndTime(int descriptor, mode_t mode, qint64 mtime_ms) {
  const qint64 clamped = clampedMtimeMs(mtime_ms, SystemClock().utcMs());
  timespec times[2] = {};
  times[0].tv_nsec = UTIME_OMIT;
  times[1].tv_sec = time_t(clamped / 1000);
  times[1].tv_nsec = long(clamped % 1000) * 1'000'000;
  if (::fchmod(descriptor, mode) != 0 || ::futimens(descriptor, times) != 0) {
    qCDebug(logFiles) << "mode or time of a received file not set:" << qt_error_string(errno);
  }
}

}  // namespace

struct PartFile::State {
  State(LockedPart locked, SaveFolder save_folder, PartRequest wanted, FileSystem& file_system)
      : part(std::move(locked)), folder(std::move(save_folder)), request(std::move(wanted)), system(file_system) {}

  QString name() const { return request.components.constLast(); }

  /// The absolute path of the file `name` in the destination folder.
  QString pathOf(const QString& name) const {
    QStringList below = request.components;
    below.last() = name;
    return folder.path() + QLatin1Char('/') + below.join(QLatin1Char('/'));
  }

  /// Whether `wanted` is the step that is due. It is over until the one who asks says what comes next, so that a
  /// failure on the way ends it.
  Result<void> begin(Step wanted) {
    if (step != wanted) {
      step = Step::Over;
      return Error{codes::kInternal, QStringLiteral("The part of “%1” is not in this state.").arg(name())};
    }
    step = Step::Over;
    return {};
  }

  LockedPart part;
  SaveFolder folder;
  PartRequest request;
  FileSystem& system;
  ContentDigest digest;
  qint64 written = 0;
  qint64 writeback_begun = 0;  // up to here
  Step step = Step::Writing;
  QString identical_copy;  // its name; empty: none
};

PartFile::PartFile(std::unique_ptr<State> state) : m_state(std::move(state)) {}
PartFile::PartFile(PartFile&&) noexcept = default;
PartFile& PartFile::operator=(PartFile&&) noexcept = default;
PartFile::~PartFile() = default;

Result<PartFile> PartFile::create(const SaveFolder& folder, const PartRequest& request, FileSystem& system) {
  if (request.components.isEmpty() || request.size < 0) {
    return Error{codes::kInternal, QStringLiteral("A file to receive has no name or no size.")};
  }
  const QString relative = request.components.join(QLatin1Char('/'));
  if (QFile::encodeName(folder.path()).size() + 1 + relative.toUtf8().size() >= PATH_MAX) {
    return Error{codes::kUnsafeName, QStringLiteral("The path would be too long: “%1”.").arg(relative)};
  }
  auto destination = openDestinationFolder(folder, request.components.mid(0, request.components.size() - 1), system);
  if (!destination) {
    return destination.error();
  }
  if (auto checked = checkName(destination->get(), request.components.constLast()); !checked) {
    return checked.error();
  }
  auto part = LockedPart::take(std::move(*destination), request.sender, request.components);
  if (!part) {
    return part.error();
  }
  const auto free_bytes = freeBytesOf(part->folder());
  if (free_bytes && *free_bytes < request.size) {
    return Error{codes::kNoSpace,
                 QStringLiteral("“%1” has %2 octets; only %3 are free in %4.")
                     .arg(relative, QString::number(request.size), QString::number(*free_bytes), folder.path())};
  }
  return PartFile(std::make_unique<State>(std::move(*part), folder, request, system));
}

Result<void> PartFile::write(std::string_view octets) {
  State& state = *m_state;
  if (auto begun = state.begin(Step::Writing); !begun) {
    return begun;
  }
  if (qint64(octets.size()) > state.request.size - state.written) {
    return Error{codes::kTooLarge, QStringLiteral("More octets came for “%1” than the %2 that were announced.")
                                       .arg(state.name(), QString::number(state.request.size))};
  }
  state.digest.update(octets);
  while (!octets.empty()) {
    const ssize_t count = state.system.write(state.part.descriptor(), octets.data(), octets.size());
    if (count > 0) {
      octets.remove_prefix(std::size_t(count));
      state.written += count;
    } else if (count == 0 || errno != EINTR) {
      const int number = count == 0 ? EIO : errno;
      return systemError(number, QStringLiteral("“%1” cannot be written").arg(state.pathOf(state.name())));
    }
  }
  if (state.written - state.writeback_begun >= kWritebackStep) {
    // Advice only: whatever goes wrong with these octets is reported by flush().
    ::sync_file_range(state.part.descriptor(), state.writeback_begun, state.written - state.writeback_begun,
                      SYNC_FILE_RANGE_WRITE);
    state.writeback_begun = state.written;
  }
  state.step = Step::Writing;
  return {};
}

qint64 PartFile::written() const {
  return m_state->written;
}

QString PartFile::digest() const {
  return m_state->digest.hex();
}

Result<void> PartFile::verify(const QString& expected_digest) {
  State& state = *m_state;
  if (auto begun = state.begin(Step::Writing); !begun) {
    return begun;
  }
  if (state.written != state.request.size) {
    return Error{codes::kInterrupted,
                 QStringLiteral("Only %1 of %2 octets of “%3” have come.")
                     .arg(QString::number(state.written), QString::number(state.request.size), state.name())};
  }
  if (state.digest.hex() != expected_digest) {
    return Error{codes::kDigestMismatch,
                 QStringLiteral("What has come of “%1” is not what was sent.").arg(state.name())};
  }
  state.step = Step::Verified;
  return {};
}

Result<void> PartFile::flush() {
  State& state = *m_state;
  if (auto begun = state.begin(Step::Verified); !begun) {
    return begun;
  }
  state.identical_copy = findIdenticalCopy(state.system, state.part.folder(), state.request.known_copies,
                                           state.request.size, state.digest.hex());
  if (state.identical_copy.isEmpty()) {
    const int descriptor = state.part.descriptor();
    setModeAndTime(descriptor, state.folder.fileMode(), state.request.mtime_ms);
    // Never tried again: after a failed fsync the kernel may have dropped the pages and the next one succeeds.
    if (state.system.flush(descriptor) != 0) {
      return systemError(errno, QStringLiteral("“%1” cannot be flushed to the disk").arg(state.pathOf(state.name())));
    }
  }
  state.step = Step::Flushed;
  return {};
}

Result<Published> PartFile::publish() {
  State& state = *m_state;
  if (auto begun = state.begin(Step::Flushed); !begun) {
    return begun.error();
  }
  if (!state.identical_copy.isEmpty()) {
    return Published{state.pathOf(state.identical_copy), true};
  }
  const int folder = state.part.folder();
  const auto name = giveFinalName(state.system, folder, state.part.name(), state.name());
  if (!name) {
    const QString where = QFileInfo(state.pathOf(state.name())).path();
    return Error{name.error().code, QStringLiteral("In %1: %2").arg(where, name.error().detail)};
  }
  if (const int number = flushFolder(folder, state.system); number != 0) {
    // The name may not outlive a power cut, so it must not be there now: what is reported as failed is not there.
    ::unlinkat(folder, name->toUtf8().constData(), 0);
    return systemError(number, QStringLiteral("The name of “%1” cannot be flushed to the disk").arg(*name));
  }
  return Published{state.pathOf(*name), false};
}

Result<Published> PartFile::publish(const QString& expected_digest) {
  if (auto verified = verify(expected_digest); !verified) {
    return verified.error();
  }
  if (auto flushed = flush(); !flushed) {
    return flushed.error();
  }
  return publish();
}

qint64 clampedMtimeMs(qint64 mtime_ms, qint64 now_ms) {
  constexpr qint64 kDayMs = 24 * 3600 * 1000;
  return std::clamp(mtime_ms, qint64{0}, std::max(qint64{0}, now_ms) + kDayMs);
}

}  // namespace landline::files
