#include "session/received_batch.h"

#include <QFileInfo>

#include <algorithm>
#include <set>
#include <utility>

#include "core/logging.h"
#include "files/block_digests.h"
#include "files/destination_folder.h"
#include "files/final_name.h"
#include "files/safe_name.h"

namespace landline::session {

ReceivedBatch::ReceivedBatch(const ReceiveTask& task, const TransferContext& context, const Limits& limits,
                             TransferProgress& progress, files::SaveFolder folder, Tell tell, GoOn go_on)
    : m_task(task),
      m_context(context),
      m_limits(limits),
      m_progress(progress),
      m_folder(std::move(folder)),
      m_system(task.file_system ? *task.file_system : files::realFileSystem()),
      m_log(task.received_log ? task.received_log() : nullptr),
      m_tell(std::move(tell)),
      m_go_on(std::move(go_on)),
      m_planner(task, m_folder, m_log.get(), m_tell, m_go_on),
      m_folder_times([this](const QStringList& components, qint64 mtime_ms) {
        if (const Result<void> set = files::setFolderTime(m_folder, components, mtime_ms); !set) {
          qCDebug(logTransfer) << "time of a received folder not set:" << set.error().detail;
        }
      }) {}

// --- Pages -----------------------------------------------------------------------------------------------------------

void ReceivedBatch::takePage(const ManifestBook::Page& page) {
  PlannedPage planned = m_planner.plan(page);
  if (!m_go_on()) {
    return;
  }
  const Result<void> flushed = files::flushFolders(m_folder, m_system);
  wire::Want want;
  want.page = page->page;
  wire::Stored stored;
  m_pages.push_back(std::move(planned));
  for (PlannedEntry& entry : m_pages.back().entries) {
    m_files += entry.isFile() ? 1 : 0;
    if (!entry.isFile() && !flushed) {
      entry.refused = flushed.error();
    }
    if (!entry.refused.code.isEmpty()) {
      want.skip.append({entry.entry->index, entry.refused.code});
      fail(entry, entry.refused, false);
    } else if (!entry.isFile()) {
      stored.indexes.append(entry.entry->index);
      entry.settled = true;
      noteRoot(entry, {});
    }
  }
  m_tell(std::move(want));
  if (!stored.indexes.isEmpty()) {
    m_tell(std::move(stored));
  }
  passSettled();
  giveOutResults();
}

PlannedEntry& ReceivedBatch::entryOf(qint64 index) {
  const auto after = std::find_if(m_pages.rbegin(), m_pages.rend(), [index](const PlannedPage& page) {
    return page.first <= index && !page.entries.empty();
  });
  return after->entries.at(static_cast<std::size_t>(index - after->first));
}

/// In the manifest's order, so that a folder gets its time when everything in it is settled.
void ReceivedBatch::passSettled() {
  while (!m_pages.empty()) {
    PlannedPage& page = m_pages.front();
    for (; page.passed < page.entries.size(); ++page.passed) {
      const PlannedEntry& entry = page.entries[page.passed];
      if (!entry.settled) {
        return;
      }
      if (!entry.isFile() && entry.refused.code.isEmpty()) {
        m_folder_times.passFolder(entry.request.components, entry.entry->mtime);
      } else if (!entry.request.components.isEmpty()) {
        m_folder_times.pass(entry.request.components);
      }
    }
    m_pages.pop_front();
  }
}

// --- The file in hand ------------------------------------------------------------------------------------------------

void ReceivedBatch::begin(qint64 index, qint64 offset) {
  m_in_hand = true;
  m_current = &entryOf(index);
  Result<files::PartFile> part = files::PartFile::create(m_folder, m_current->request, m_system);
  if (!part) {
    failCurrent(part.error());
    return;
  }
  m_part = *std::move(part);
  if (const Result<void> resumed = m_part->resume(offset, m_go_on); !resumed) {
    if (resumed.error().is(codes::kCancelled)) {
      m_part->keep();
      m_part.reset();
    } else {
      failCurrent(resumed.error());
    }
  }
}

void ReceivedBatch::write(std::string_view octets) {
  if (!m_part) {
    return;
  }
  if (const Result<void> written = m_part->write(octets); !written) {
    failCurrent(written.error());
  }
}

void ReceivedBatch::conclude(const QString& digest) {
  m_in_hand = false;
  if (!m_part) {
    return;
  }
  if (const Result<void> verified = m_part->verify(digest); !verified) {
    failCurrent(verified.error());
    return;
  }
  const PlannedEntry& planned = *std::exchange(m_current, nullptr);
  m_group.parts.push_back(*std::move(m_part));
  m_part.reset();
  m_group.indexes.push_back(planned.entry->index);
  m_group.digests.push_back(digest);
  m_group.bytes += planned.entry->size;
  if (static_cast<int>(m_group.parts.size()) >= m_limits.flush_group_files ||
      m_group.bytes >= m_limits.flush_group_bytes) {
    publish();
  }
}

/// What came is of no more use, unless it was room that was lacking: then it is gone on with later.
void ReceivedBatch::failCurrent(const Error& why) {
  if (m_part && why.is(codes::kNoSpace)) {
    m_part->keep();
  }
  m_part.reset();
  fail(*std::exchange(m_current, nullptr), why, true);
}

void ReceivedBatch::giveUp(qint64 index, const QString& code) {
  const bool failed = m_in_hand && !m_current;
  PlannedEntry* planned = m_current;
  if (!m_in_hand) {
    planned = &entryOf(index);
    // What an earlier run has left of it is of no more use either: nothing shall lie around when the transfer is over.
    if (planned->part_held) {
      const Result<files::PartFile> left = files::PartFile::create(m_folder, planned->request, m_system);
      static_cast<void>(left.ok());
    }
  }
  m_part.reset();
  m_current = nullptr;
  m_in_hand = false;
  if (!failed) {
    fail(*planned, {code, QStringLiteral("The sender gave up “%1”.").arg(planned->entry->path)}, false);
  }
}

// --- Publishing ------------------------------------------------------------------------------------------------------

void ReceivedBatch::publish() {
  if (m_group.parts.empty() || !m_go_on()) {
    return;
  }
  Group group = std::exchange(m_group, {});
  QVector<ReceivedFile> expected = expectNames(group);
  remember(expected);
  std::vector<Result<files::Published>> results = files::PartFile::publishGroup(group.parts);
  settlePublished(group, results, std::move(expected));
  group.parts.clear();  // what is removed with them must be gone before their folder gets its time
  passSettled();
  giveOutResults();
}

/// What will be there under which name, as far as can be foreseen. Remembered beforehand, so that a crash between the
/// renaming and the remembering does not make a stranger of the file: it would be sent again and stored twice. What
/// will be found identical gets no name.
QVector<ReceivedFile> ReceivedBatch::expectNames(const Group& group) {
  QVector<ReceivedFile> expected;
  std::set<QStringList> names;  // the second file of a path gets another name than the first
  for (std::size_t i = 0; m_log && i < group.parts.size(); ++i) {
    const PlannedEntry& planned = entryOf(group.indexes[i]);
    const QStringList& came_with = planned.request.known_digests;
    if (came_with.contains(group.digests[i]) || came_with.contains(QString())) {
      continue;
    }
    const QStringList components = expectedName(planned);
    if (!components.isEmpty() && names.insert(components).second) {
      expected.append(record(planned, components.constLast(), group.digests[i]));
    }
  }
  return expected;
}

/// Nothing where a wrong guess would show the sender what somebody else's file holds. A small one is read before it is
/// shown, so that for it the look from the beginning does; a large one is known by its size and must not be there yet.
QStringList ReceivedBatch::expectedName(const PlannedEntry& planned) const {
  QStringList components = planned.request.components;
  const bool large = files::blockCount(planned.entry->size) > 1;
  const std::optional<qint64> taken = planned.name_free && !large ? std::nullopt : sizeOfTaken(m_folder, components);
  if (!taken) {
    return components;
  }
  if (planned.request.on_taken == files::OnTaken::Overwrite) {
    return *taken == planned.entry->size ? QStringList() : components;  // what is there may stay
  }
  if (planned.request.on_taken == files::OnTaken::Rename) {
    const QString name = components.constLast();
    for (int number = 1; number <= files::kHighestNumber; ++number) {
      components.last() = files::numberedName(name, number);
      if (!sizeOfTaken(m_folder, components)) {
        return components;
      }
    }
  }
  return {};
}

ReceivedFile ReceivedBatch::record(const PlannedEntry& planned, const QString& name, const QString& digest) const {
  ReceivedFile file;
  file.sender = m_task.sender;
  file.transfer = m_task.transfer;
  file.folder = folderOf(m_folder, planned.request.components);
  file.announced = planned.entry->path.section(QLatin1Char('/'), -1);
  file.name = name;
  file.bytes = planned.entry->size;
  file.digest = digest;
  return file;
}

/// That it cannot be remembered does not undo that it is stored.
void ReceivedBatch::remember(const QVector<ReceivedFile>& files) {
  if (!m_log || files.isEmpty()) {
    return;
  }
  if (const Result<void> added = m_log->add(files); !added) {
    qCWarning(logTransfer) << "What was received cannot be remembered:" << added.error().detail;
  }
}

void ReceivedBatch::settlePublished(Group& group, std::vector<Result<files::Published>>& results,
                                    QVector<ReceivedFile> expected) {
  wire::Stored stored;
  QVector<ReceivedFile> unexpected;
  for (std::size_t i = 0; i < results.size(); ++i) {
    PlannedEntry& planned = entryOf(group.indexes[i]);
    const Result<files::Published>& published = results[i];
    if (!published) {
      if (published.error().is(codes::kNoSpace)) {
        group.parts[i].keep();
      }
      fail(planned, published.error(), true);
      continue;
    }
    const QString name = QFileInfo(published->saved_as).fileName();
    const bool before = published->identical && !planned.own_copies.contains(name);
    FileResult result;
    // By the name, and not by what was done to it just now: an earlier run of this transfer may have renamed it.
    const bool renamed = name != planned.request.components.constLast();
    result.state = before    ? FileResult::State::Identical
                   : renamed ? FileResult::State::Renamed
                             : FileResult::State::Stored;
    result.path = planned.entry->path;
    result.saved_as = published->saved_as;
    result.bytes = planned.entry->size;
    result.digest = group.digests[i];
    stored.indexes.append(planned.entry->index);
    if (before) {
      stored.identical.append(planned.entry->index);
    }
    const ReceivedFile file = record(planned, name, result.digest);
    const auto same = [&](const ReceivedFile& other) {
      return other.name == name && other.folder == file.folder && other.digest == file.digest;
    };
    if (!published->identical && m_log && std::none_of(expected.begin(), expected.end(), same)) {
      unexpected.append(file);
    }
    noteRoot(planned, published->saved_as);
    m_outcome.digest = result.digest;
    settle(planned, result);
  }
  remember(unexpected);
  if (!stored.indexes.isEmpty()) {
    m_tell(std::move(stored));
  }
}

void ReceivedBatch::finish() {
  publish();
  m_folder_times.finish();
  giveOutResults();
  if (m_files != 1) {
    m_outcome.digest.clear();
  }
  m_progress.setCurrent({});
}

void ReceivedBatch::interrupt() {
  if (m_part) {
    m_part->keep();
    m_part.reset();
  }
  for (files::PartFile& part : m_group.parts) {
    part.keep();
  }
  m_group = {};
  if (m_pages.empty()) {
    m_folder_times.finish();  // it may be that all has come, and only the connection ended badly
  }
  giveOutResults();
}

// --- Counting --------------------------------------------------------------------------------------------------------

void ReceivedBatch::fail(PlannedEntry& planned, const Error& why, bool tell) {
  FileResult result;
  result.path = planned.entry->path;
  result.bytes = planned.entry->size;
  result.error = why;
  // Another name for the file would have been made, had not a person chosen to keep what is there.
  result.state = why.is(codes::kExists) ? FileResult::State::Skipped : FileResult::State::Failed;
  if (tell) {
    // The detail may name folders of this host: it stays here.
    const QString reason = QStringLiteral("The receiver could not store \"%1\".").arg(planned.entry->path);
    m_tell(wire::Failed{planned.entry->index, why.code, reason});
  }
  // A file that is refused for its size will never fit on this disk; whatever else lacks room may wait for it.
  if (why.is(codes::kNoSpace) && (tell || !planned.isFile())) {
    m_trouble = why;
  }
  settle(planned, result);
}

void ReceivedBatch::settle(PlannedEntry& planned, const FileResult& result) {
  planned.settled = true;
  switch (result.state) {
    case FileResult::State::Renamed:
      ++m_outcome.renamed;
      ++m_outcome.stored;
      break;
    case FileResult::State::Stored:
      ++m_outcome.stored;
      break;
    case FileResult::State::Identical:
      ++m_outcome.identical;
      break;
    case FileResult::State::Skipped:
      ++m_outcome.skipped;
      break;
    case FileResult::State::Failed:
      m_outcome.failed += planned.isFile() ? 1 : 0;
      if (m_outcome.ok()) {
        m_outcome.error = result.error;
      }
      break;
  }
  if (planned.isFile()) {
    m_progress.files.fetch_add(1, std::memory_order_relaxed);
  }
  if (m_context.results) {
    m_results.append(result);
  }
}

/// `saved_as` for a file; empty for a folder.
void ReceivedBatch::noteRoot(const PlannedEntry& planned, const QString& saved_as) {
  const QStringList& components = planned.request.components;
  const QString root = !saved_as.isEmpty() && components.size() == 1
                           ? saved_as
                           : m_folder.path() + QLatin1Char('/') + components.constFirst();
  m_several_roots = m_several_roots || (!m_outcome.saved_as.isEmpty() && m_outcome.saved_as != root);
  m_outcome.saved_as = m_several_roots ? QString() : root;
}

void ReceivedBatch::giveOutResults() {
  if (!m_results.isEmpty()) {
    m_context.results(std::exchange(m_results, {}));
  }
}

}  // namespace landline::session
