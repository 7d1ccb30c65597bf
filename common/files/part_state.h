#pragma once

#include <optional>

#include "files/content_digest.h"
#include "files/final_name.h"
#include "files/held_file.h"
#include "files/locked_part.h"
#include "files/part_file.h"

namespace landline::files {

/// What a PartFile is made of, and the steps that publish() and publishGroup() put together. For part_*.cpp only.
struct PartFile::State {
  /// From this size on a file is worth the questions whether it can have its name at all and whether there is room for
  /// it. For a smaller one they would cost more than finding out.
  static constexpr qint64 kWorthAsking = 1024 * 1024;

  enum class Step { Fresh, Writing, Verified, Flushed, Over };

  enum class Flushing {
    Wait,   ///< wait until they are
    Check,  ///< FileSystem::flushAll() has waited
  };

  State(LockedPart locked, SaveFolder save_folder, PartRequest wanted, FileSystem& file_system);

  QString name() const { return request.components.constLast(); }

  /// The absolute path of the file `name` in the destination folder.
  QString pathOf(const QString& name) const;

  /// Whether `wanted` is the step that is due. It is over until the one who asks says what comes next, so that a
  /// failure on the way ends it.
  Result<void> begin(Step wanted);

  /// Whether what the part does not hold yet fits on the disk.
  Result<void> checkRoom() const;

  // After verify(), in this order:
  void prepare();                          ///< finds an identical copy, or sets mode and time
  Result<void> flushOctets(Flushing how);  ///< they are on the disk
  Result<FinalName> giveName();

  /// The result once the folder is flushed, which gave `folder_failure` (an errno, or 0).
  Result<Published> conclude(const FinalName& given, int folder_failure) const;

  LockedPart part;
  SaveFolder folder;
  PartRequest request;
  FileSystem& system;
  ContentDigest digest;
  QString verified_digest;
  qint64 written = 0;
  qint64 writeback_begun = 0;  // up to here
  Step step = Step::Fresh;
  std::optional<FinishedCopy> whole_copy;  // resume() found the whole file here
  QString identical_copy;                  // its name; empty: none
};

}  // namespace landline::files
