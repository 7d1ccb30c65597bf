#pragma once

#include <QString>

#include <optional>
#include <vector>

#include "core/limits.h"
#include "files/tree_walk.h"
#include "session/transfer_sender_tally.h"
#include "session/transfer_task.h"
#include "wire/manifest_page.h"

namespace landline::session {

/// The manifest of one run, made page by page from a walk over what was chosen.
class TransferSenderManifest {
 public:
  struct Page {
    wire::Manifest manifest;
    std::vector<QString> sources;  ///< absolute, of each entry
  };

  /// All references outlive this object. What is left out goes to `tally`: what the walk could not take, with `changed`
  /// files beyond what was offered, and how many of the offered ones it has not met.
  TransferSenderManifest(const SendTask& task, const Limits& limits, TransferSenderTally& tally);

  /// Walks on over some entries, not many: the disk may be slow, and the caller has more to do. A page once it is full
  /// or the walk is over. Not called again after the last page, which may be empty.
  std::optional<Page> walkOn();

  /// The last page was given.
  bool over() const { return m_over; }

 private:
  bool take(const files::TreeEntry& entry);
  Error reasonToLeaveOut(const files::TreeEntry& entry) const;
  void noteMissing();
  Page finish(wire::Manifest manifest);

  const SendTask& m_task;
  const Limits& m_limits;
  TransferSenderTally& m_tally;
  files::TreeWalk m_walk;
  std::optional<files::TreeEntry> m_waiting;  // did not fit on the page before
  wire::ManifestPage m_page;
  std::vector<QString> m_sources;
  qint64 m_files = 0;
  qint64 m_left_out = 0;  // of those that were offered
  qint64 m_bytes = 0;
  bool m_over = false;
};

}  // namespace landline::session
