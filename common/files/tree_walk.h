#pragma once

#include <QString>
#include <QStringList>

#include <memory>
#include <optional>

#include "core/error.h"

namespace landline::files {

/// One thing that a walk finds.
struct TreeEntry {
  enum class Kind {
    File,
    Directory,  ///< stands before what is in it
    LeftOut,    ///< `note` says why: it cannot be sent
  };
  Kind kind = Kind::File;
  QString path;    ///< on the wire: relative, components parted by `/`, the first one unique among the roots
  QString source;  ///< absolute; for a link that is followed, what it leads to
  qint64 size = 0;
  qint64 mtime_ms = 0;  ///< since 1970, UTC
  Error note;           ///< LeftOut: `unreadable`, `vanished`, `not-a-file`, `unsafe-name`, `link-outside`
};

/// The files and folders below some roots, one by one, in a memory that depends on the depth only. What changes
/// meanwhile may or may not be seen.
///
/// * Roots that are links are followed: a person chose them. Below, a link is followed where it leads to a place inside
///   its root and not to a folder that it lies in; any other is left out (`link-outside`).
/// * Roots of the same name get numbers: `x.txt`, `x (1).txt` (numberedName()).
/// * Names are read as octets: one that is not UTF-8, and any that no receiver would take (safe_name.h, POSIX rules),
/// is
///   left out with a note, not silently. Our own part files are left out silently.
/// * Folders deeper than kDeepest are left out.
///
/// Move-only; used by one thread at a time. Blocks on the disk.
class TreeWalk {
 public:
  static constexpr int kDeepest = 128;

  explicit TreeWalk(const QStringList& roots);
  TreeWalk(TreeWalk&&) noexcept;
  TreeWalk& operator=(TreeWalk&&) noexcept;
  ~TreeWalk();

  /// Nothing: the walk is over.
  std::optional<TreeEntry> next();

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace landline::files
