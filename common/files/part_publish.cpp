#include <QFileInfo>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <map>
#include <optional>

#include "core/clock.h"
#include "core/logging.h"
#include "files/destination_folder.h"
#include "files/identical_copy.h"
#include "files/part_state.h"
#include "files/system_error.h"

// How verified parts become files.

namespace landline::files {

namespace {

/// Best effort: the octets are what counts, and some file systems have neither modes nor settable times.
void setModeAndTime(int descriptor, mode_t mode, qint64 mtime_ms) {
  if (::fchmod(descriptor, mode) != 0 || !setMtime(descriptor, mtime_ms, SystemClock().utcMs())) {
    qCDebug(logFiles) << "mode or time of a received file not set:" << qt_error_string(errno);
  }
}

/// The folders that were made on the way to this one, then this one. 0 or an errno.
int flushUpwards(const SaveFolder& save_folder, int folder, FileSystem& system) {
  const int number = flushMadeFolders(save_folder, system);
  return number != 0 ? number : flushFolder(folder, system);
}

}  // namespace

void PartFile::State::prepare() {
  if (whole_copy) {
    identical_copy = whole_copy->name;
    return;
  }
  if (!request.known_copies.isEmpty()) {
    identical_copy =
        findIdenticalCopy(system, part.folder()->get(), request.known_copies, request.size, verified_digest);
  }
  if (identical_copy.isEmpty()) {
    setModeAndTime(part.descriptor(), folder.fileMode(), request.mtime_ms);
    // Advice only, so that the disk works on the parts of a group together; flushOctets() tells what becomes of it.
    ::sync_file_range(part.descriptor(), writeback_begun, 0, SYNC_FILE_RANGE_WRITE);
  }
}

Result<void> PartFile::State::flushOctets() {
  const bool here_before = !identical_copy.isEmpty();
  if (here_before && !whole_copy) {
    return {};  // whoever found it has flushed it
  }
  // Never tried again: after a failed fsync the kernel may have dropped the pages and the next one succeeds.
  if (system.flush(here_before ? whole_copy->descriptor.get() : part.descriptor()) != 0) {
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
  if (auto flushed = state.flushOctets(); !flushed) {
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
  return state.conclude(*given, flushUpwards(state.folder, state.part.folder()->get(), state.system));
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

std::vector<Result<Published>> PartFile::publishGroup(std::vector<PartFile>& parts) {
  using Step = State::Step;
  std::vector<Result<Published>> results(parts.size(), Result<Published>(Published{}));
  std::vector<std::optional<FinalName>> given(parts.size());

  for (std::size_t i = 0; i < parts.size(); ++i) {
    State& state = *parts[i].m_state;
    if (auto begun = state.begin(Step::Verified); !begun) {
      results[i] = begun.error();
    } else {
      state.prepare();
    }
  }
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (results[i]) {
      if (auto flushed = parts[i].m_state->flushOctets(); !flushed) {
        results[i] = flushed.error();
      }
    }
  }
  // Only now: the rename of the first must not be followed by the octets of the last.
  for (std::size_t i = 0; i < parts.size(); ++i) {
    State& state = *parts[i].m_state;
    if (results[i] && !state.identical_copy.isEmpty()) {
      results[i] = Published{state.pathOf(state.identical_copy), true, false};
    } else if (results[i]) {
      if (auto name = state.giveName()) {
        given[i] = std::move(*name);
      } else {
        results[i] = name.error();
      }
    }
  }
  // Files of one folder mostly follow each other, and share its descriptor then (SaveFolder remembers it).
  std::map<const FileDescriptor*, int> flushed;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (given[i]) {
      State& state = *parts[i].m_state;
      const FileDescriptor* folder = state.part.folder().get();
      auto known = flushed.find(folder);
      if (known == flushed.end()) {
        known = flushed.emplace(folder, flushUpwards(state.folder, folder->get(), state.system)).first;
      }
      results[i] = state.conclude(*given[i], known->second);
    }
  }
  return results;
}

}  // namespace landline::files
