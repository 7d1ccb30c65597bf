#include <QFileInfo>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "core/clock.h"
#include "core/logging.h"
#include "files/destination_folder.h"
#include "files/identical_copy.h"
#include "files/part_state.h"
#include "files/system_error.h"

// How a verified part becomes a file.

namespace landline::files {

namespace {

/// Best effort: the octets are what counts, and some file systems have neither modes nor settable times.
void setModeAndTime(int descriptor, mode_t mode, qint64 mtime_ms) {
  if (::fchmod(descriptor, mode) != 0 || !setMtime(descriptor, mtime_ms, SystemClock().utcMs())) {
    qCDebug(logFiles) << "mode or time of a received file not set:" << qt_error_string(errno);
  }
}

}  // namespace

void PartFile::State::prepare() {
  if (whole_copy) {
    identical_copy = whole_copy->name;
    return;
  }
  // To read all versions that were ever kept of a large file would take minutes.
  QStringList candidates;
  for (int i = 0; i < request.known_copies.size(); ++i) {
    const QString came_with = request.known_digests.value(i);
    if (came_with.isEmpty() || came_with == verified_digest) {
      candidates.append(request.known_copies.at(i));
    }
  }
  identical_copy = findIdenticalCopy(system, part.folder()->get(), candidates, request.size, verified_digest);
  if (identical_copy.isEmpty()) {
    setModeAndTime(part.descriptor(), folder.fileMode(), request.mtime_ms);
  }
}

Result<void> PartFile::State::flushOctets(Flushing how) {
  const bool here_before = !identical_copy.isEmpty();
  if (here_before && !whole_copy) {
    return {};  // whoever found it has flushed it
  }
  const int descriptor = here_before ? whole_copy->descriptor.get() : part.descriptor();
  // Never tried again: after a failed fsync the kernel may have dropped the pages and the next one succeeds.
  if ((how == Flushing::Check ? system.checkFlushed(descriptor) : system.flush(descriptor)) != 0) {
    return systemError(errno, QStringLiteral("“%1” cannot be flushed to the disk").arg(pathOf(name())));
  }
  return {};
}

Result<FinalName> PartFile::State::giveName() {
  auto given = giveFinalName(system, part.folder()->get(), part.name(), name(), request.on_taken);
  if (!given) {
    const QString where = QFileInfo(pathOf(name())).path();
    return Error{given.error().code, QStringLiteral("In %1: %2").arg(where, given.error().detail)};
  }
  part.published();
  return given;
}

Result<Published> PartFile::State::conclude(const FinalName& given, int folder_failure) const {
  if (folder_failure != 0) {
    // The name may not outlive a power cut, so it must not be there now: what is reported as failed is not there. But
    // what was there before cannot be brought back, and one of the two should be.
    if (!given.replaced) {
      ::unlinkat(part.folder()->get(), given.name.toUtf8().constData(), 0);
    }
    return systemError(folder_failure,
                       QStringLiteral("The name of “%1” cannot be flushed to the disk").arg(pathOf(given.name)));
  }
  return Published{pathOf(given.name), false, given.name != name()};
}

Result<void> PartFile::flush() {
  State& state = *m_state;
  if (auto begun = state.begin(State::Step::Verified); !begun) {
    return begun;
  }
  state.prepare();
  if (auto flushed = state.flushOctets(State::Flushing::Wait); !flushed) {
    return flushed;
  }
  state.step = State::Step::Flushed;
  return {};
}

Result<Published> PartFile::publish() {
  State& state = *m_state;
  if (auto begun = state.begin(State::Step::Flushed); !begun) {
    return begun.error();
  }
  if (!state.identical_copy.isEmpty()) {
    return Published{state.pathOf(state.identical_copy), true, false};
  }
  const auto given = state.giveName();
  if (!given) {
    return given.error();
  }
  FlushedFolders folder{{state.part.folder().get(), 0}};
  flushNames(state.folder, folder, state.system);
  return state.conclude(*given, folder.begin()->second);
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

}  // namespace landline::files
