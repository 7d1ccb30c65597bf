#include "files/part_file.h"

#include <QFile>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>

#include "files/destination_folder.h"
#include "files/part_state.h"
#include "files/system_error.h"

namespace landline::files {

namespace {

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

}  // namespace

PartFile::State::State(LockedPart locked, SaveFolder save_folder, PartRequest wanted, FileSystem& file_system)
    : part(std::move(locked)), folder(std::move(save_folder)), request(std::move(wanted)), system(file_system) {}

QString PartFile::State::pathOf(const QString& name) const {
  QStringList below = request.components;
  below.last() = name;
  return folder.path() + QLatin1Char('/') + below.join(QLatin1Char('/'));
}

Result<void> PartFile::State::begin(Step wanted) {
  if (step != wanted) {
    step = Step::Over;
    return Error{codes::kInternal, QStringLiteral("The part of “%1” is not in this state.").arg(name())};
  }
  step = Step::Over;
  return {};
}

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
  if (request.size >= State::kWorthAsking) {
    if (auto checked = checkName((*destination)->get(), request.components.constLast()); !checked) {
      return checked.error();
    }
  }
  auto part = LockedPart::take(std::move(*destination), request.sender, request.components);
  if (!part) {
    return part.error();
  }
  return PartFile(std::make_unique<State>(std::move(*part), folder, request, system));
}

/// A file that was not resumed begins from 0, with its first octets or, where it has none, with being verified.
Result<void> PartFile::beginWriting() {
  if (m_state->step == State::Step::Fresh) {
    if (auto begun = resume(0); !begun) {
      return begun;
    }
  }
  return m_state->begin(State::Step::Writing);
}

Result<void> PartFile::write(std::string_view octets) {
  State& state = *m_state;
  if (auto begun = beginWriting(); !begun) {
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
  state.step = State::Step::Writing;
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
  if (auto begun = beginWriting(); !begun) {
    return begun;
  }
  if (state.written != state.request.size) {
    return Error{codes::kInterrupted,
                 QStringLiteral("Only %1 of %2 octets of “%3” have come.")
                     .arg(QString::number(state.written), QString::number(state.request.size), state.name())};
  }
  state.verified_digest = state.digest.hex();
  if (state.verified_digest != expected_digest) {
    return Error{codes::kDigestMismatch,
                 QStringLiteral("What has come of “%1” is not what was sent.").arg(state.name())};
  }
  state.step = State::Step::Verified;
  return {};
}

void PartFile::keep() {
  m_state->part.keep();
}

}  // namespace landline::files
