#pragma once

#include <QStringList>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "files/held_file.h"
#include "files/part_file.h"
#include "files/save_folder.h"
#include "session/manifest_book.h"
#include "session/transfer_task.h"
#include "wire/messages.h"

namespace landline::session {

/// What is to become of one entry of the manifest.
struct PlannedEntry {
  const wire::ManifestEntry* entry = nullptr;  ///< lives as long as its page
  files::PartRequest request;                  ///< without components where the name is refused
  Error refused;                               ///< empty: it is wanted
  bool name_free = false;                      ///< nothing had this name
  bool part_held = false;                      ///< a part lies there that did not come to its end
  QStringList own_copies;                      ///< names under which this very transfer has stored it before
  bool settled = false;

  bool isFile() const { return entry->kind == wire::ManifestEntry::Kind::File; }
};

struct PlannedPage {
  ManifestBook::Page manifest;
  qint64 first = 0;  ///< index of the first entry
  std::vector<PlannedEntry> entries;
  std::size_t passed = 0;  ///< so many are settled, from the first on
};

/// Looks at a page of the manifest with the save folder's eyes: which names are safe, what can ever fit, what is there
/// already (and tells the sender of it), which names are taken. Makes the folders. Used by the thread that writes the
/// files.
class PagePlanner {
 public:
  using Tell = std::function<void(wire::DataMessage)>;
  using GoOn = std::function<bool()>;

  /// References outlive this object. `log` may be null.
  PagePlanner(const ReceiveTask& task, const files::SaveFolder& folder, ReceivedLog* log, Tell tell, GoOn go_on);

  /// Tells `have` for what is held; `want` is the caller's to say.
  PlannedPage plan(const ManifestBook::Page& page);

 private:
  void planEntry(PlannedEntry& planned);
  Result<QStringList> componentsOf(const wire::ManifestEntry& entry) const;
  Result<void> planFile(PlannedEntry& planned);
  bool mayBeThere(const PlannedEntry& planned) const;
  QVector<ReceivedLog::Copy> recall(const PlannedEntry& planned);
  std::optional<files::HeldFile> findHeld(PlannedEntry& planned);
  bool isAsItCame(const PlannedEntry& planned, const ReceivedLog::Copy& copy) const;
  bool isAsItCame(const PlannedEntry& planned, const ReceivedLog::Copy& copy, const files::HeldFile& held) const;

  const ReceiveTask& m_task;
  const files::SaveFolder& m_folder;
  ReceivedLog* m_log;
  Tell m_tell;
  GoOn m_go_on;
  qint64 m_total = 0;  // octets that the file system has in all
};

/// The absolute path of the folder in which `components` name a file.
QString folderOf(const files::SaveFolder& folder, const QStringList& components);

/// Of whatever has this name already; nothing where it is free.
std::optional<qint64> sizeOfTaken(const files::SaveFolder& folder, const QStringList& components);

}  // namespace landline::session
