#include "session/page_planner.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "files/block_digests.h"
#include "files/destination_folder.h"
#include "files/safe_name.h"
#include "session/held_digests.h"
#include "session/save_place.h"

namespace landline::session {

PagePlanner::PagePlanner(const ReceiveTask& task, const files::SaveFolder& folder, ReceivedLog* log, Tell tell,
                         GoOn go_on)
    : m_task(task), m_folder(folder), m_log(log), m_tell(std::move(tell)), m_go_on(std::move(go_on)) {}

PlannedPage PagePlanner::plan(const ManifestBook::Page& page) {
  const Result<qint64> total_bytes = m_folder.totalBytes();
  m_total = total_bytes ? *total_bytes : std::numeric_limits<qint64>::max();  // the disk has the last word
  PlannedPage planned;
  planned.manifest = page;
  planned.first = page->files.isEmpty() ? 0 : page->files.first().index;
  planned.entries.resize(static_cast<std::size_t>(page->files.size()));
  for (std::size_t i = 0; i < planned.entries.size() && m_go_on(); ++i) {
    planned.entries[i].entry = &page->files.at(static_cast<int>(i));
    planEntry(planned.entries[i]);
  }
  return planned;
}

void PagePlanner::planEntry(PlannedEntry& planned) {
  Result<QStringList> components = componentsOf(*planned.entry);
  if (!components) {
    planned.refused = components.error();
    return;
  }
  planned.request.components = *std::move(components);
  files::FileSystem& system = m_task.file_system ? *m_task.file_system : files::realFileSystem();
  const Result<void> done =
      planned.isFile() ? planFile(planned) : files::makeFolder(m_folder, planned.request.components, system);
  if (!done) {
    planned.refused = done.error();
  }
}

/// A name that was chosen here stands for the announced one of a single file.
Result<QStringList> PagePlanner::componentsOf(const wire::ManifestEntry& entry) const {
  const bool single = entry.index == 0 && entry.kind == wire::ManifestEntry::Kind::File && m_task.most_files == 1;
  return files::safeComponents(single && !m_task.save_name.isEmpty() ? m_task.save_name : entry.path);
}

Result<void> PagePlanner::planFile(PlannedEntry& planned) {
  const wire::ManifestEntry& entry = *planned.entry;
  files::PartRequest& request = planned.request;
  request.sender = m_task.sender;
  request.size = entry.size;
  request.mtime_ms = entry.mtime;
  request.on_taken = onTaken(m_task.conflict);
  const int depth = static_cast<int>(request.components.size()) - 1;
  const files::SharedFolder there = files::findDestinationFolder(m_folder, request.components.mid(0, depth));
  // In a folder that was made just now nothing can be of use, and what comes in meanwhile is found out when a file gets
  // its name. Ten thousand files for new folders cost no look at each.
  const bool is_new = !there || there->isNew();
  planned.name_free = is_new || !sizeOfTaken(m_folder, request.components);
  const std::optional<files::HeldFile> held = is_new ? std::nullopt : findHeld(planned);
  if (!planned.name_free && request.on_taken == files::OnTaken::Skip && !mayBeThere(planned)) {
    return Error{codes::kExists,
                 QStringLiteral("“%1” is there already and was kept.").arg(request.components.constLast())};
  }
  // What there is no room for just now is found out when it begins, and waits for room. This will never fit.
  if (entry.size - (held ? held->held() : 0) > m_total) {
    return Error{codes::kNoSpace, QStringLiteral("The disk is too small for “%1” (%2 octets) in %3.")
                                      .arg(entry.path, QString::number(entry.size), m_folder.path())};
  }
  if (held) {
    planned.part_held = !held->finished();
    tellHeld(*held, entry.index, entry.size, m_tell, m_go_on);
  }
  return {};
}

/// Whether a finished file that came from this sender may prove to be the same.
bool PagePlanner::mayBeThere(const PlannedEntry& planned) const {
  const QStringList& copies = planned.request.known_copies;
  return std::any_of(copies.begin(), copies.end(), [&](const QString& name) {
    QStringList components = planned.request.components;
    components.last() = name;
    return sizeOfTaken(m_folder, components) == planned.request.size;
  });
}

QVector<ReceivedLog::Copy> PagePlanner::recall(const PlannedEntry& planned) {
  const QString announced = planned.entry->path.section(QLatin1Char('/'), -1);
  return m_log->copiesFrom(m_task.sender, folderOf(m_folder, planned.request.components), announced);
}

/// Where its name is free the memory is not asked: what it remembers has gone.
std::optional<files::HeldFile> PagePlanner::findHeld(PlannedEntry& planned) {
  QVector<ReceivedLog::Copy> copies = m_log && !planned.name_free ? recall(planned) : QVector<ReceivedLog::Copy>();
  // Whatever has taken a name since is none of the sender's business.
  copies.erase(std::remove_if(copies.begin(), copies.end(),
                              [&](const ReceivedLog::Copy& copy) { return !isAsItCame(planned, copy); }),
               copies.end());
  for (;;) {
    planned.request.known_copies.clear();
    planned.request.known_digests.clear();
    planned.own_copies.clear();
    for (const ReceivedLog::Copy& copy : std::as_const(copies)) {
      planned.request.known_copies.append(copy.name);
      planned.request.known_digests.append(copy.digest);
      if (copy.transfer == m_task.transfer) {
        planned.own_copies.append(copy.name);
      }
    }
    std::optional<files::HeldFile> held = files::HeldFile::find(m_folder, planned.request);
    if (!held || !held->finished()) {
      return held;
    }
    const auto copy = std::find_if(copies.begin(), copies.end(),
                                   [&](const ReceivedLog::Copy& other) { return other.name == held->name(); });
    if (copy == copies.end() || isAsItCame(planned, *copy, *held)) {
      return held;
    }
    copies.erase(copy);
  }
}

bool PagePlanner::isAsItCame(const PlannedEntry& planned, const ReceivedLog::Copy& copy) const {
  QStringList components = planned.request.components;
  components.last() = copy.name;
  const std::optional<qint64> size = sizeOfTaken(m_folder, components);
  return size && (copy.bytes < 0 || copy.bytes == *size);
}

/// A file of one block is read for this. Larger ones are not: their names are remembered only when nothing else had
/// them (ReceivedBatch::expectNames()), and to read them twice would take long.
bool PagePlanner::isAsItCame(const PlannedEntry& planned, const ReceivedLog::Copy& copy,
                             const files::HeldFile& held) const {
  const qint64 size = planned.request.size;
  if (copy.digest.isEmpty() || files::blockCount(size) != 1 || files::digestCount(held.held(), size) != 1) {
    return true;
  }
  const Result<QString> digest = held.digestOfBlock(0);
  return digest && *digest == copy.digest;
}

QString folderOf(const files::SaveFolder& folder, const QStringList& components) {
  const QStringList folders = components.mid(0, components.size() - 1);
  return folders.isEmpty() ? folder.path() : folder.path() + QLatin1Char('/') + folders.join(QLatin1Char('/'));
}

std::optional<qint64> sizeOfTaken(const files::SaveFolder& folder, const QStringList& components) {
  const files::SharedFolder there = files::findDestinationFolder(folder, components.mid(0, components.size() - 1));
  struct stat status {};
  if (!there ||
      ::fstatat(there->get(), components.constLast().toUtf8().constData(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
    return {};
  }
  return qint64{status.st_size};
}

}  // namespace landline::session
