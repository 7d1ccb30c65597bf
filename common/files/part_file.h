#pragma once

#include <QString>
#include <QStringList>

#include <memory>
#include <string_view>

#include "core/peer_id.h"
#include "core/result.h"
#include "files/file_system.h"
#include "files/save_folder.h"

namespace landline::files {

struct PartRequest {
  PeerId sender;
  QStringList components;    ///< as safeComponents() gave them: the folders below the save folder and the name
  qint64 size = 0;           ///< as announced, in octets
  qint64 mtime_ms = 0;       ///< since 1970, UTC; clamped by clampedMtimeMs()
  QStringList known_copies;  ///< names in the same folder that are known to have come from this sender
};

struct Published {
  QString saved_as;        ///< absolute path
  bool identical = false;  ///< the sender's file was here already, under `saved_as`; nothing was added
};

/// A file while it arrives: the contract for every octet that lands.
///
/// The octets go to a part file beside the destination (part_name.h), mode 0600, reached from the save folder
/// without following any link below it. Only when the length and the digest are as the sender says and the octets
/// are flushed to the disk does the part get its final name, by a rename that never replaces anything: where the
/// name is taken it becomes `NAME (1)`, `NAME (2)`. Whatever fails before, there is no file under a final name,
/// and the part goes when this object goes.
///
///     auto part = PartFile::create(folder, request);
///     part->write(octets); ...
///     part->verify(digest);   // cheap
///     part->flush();          // seconds for a big file
///     part->publish();        // cheap; now it is stored
///
/// The steps must come in this order; one that fails, or comes out of order (`internal`), ends it. Move-only.
/// Used by one thread at a time, but not always the same: flush() may run in another one while its owner waits.
class PartFile {
 public:
  /// Makes the folders that are missing (they stay, whatever becomes of the file), and the part. `system` must
  /// outlive the object.
  /// Errors: `unsafe-name` (a link or another kind of thing stands in the path, or the file system refuses such a
  /// name), `permission`, `no-space` (less than `size` is free), `busy`, `write-failed`.
  static Result<PartFile> create(const SaveFolder& folder, const PartRequest& request,
                                 FileSystem& system = realFileSystem());

  PartFile(PartFile&&) noexcept;
  PartFile& operator=(PartFile&&) noexcept;
  ~PartFile();

  /// Appends. Each call is one write and one round of the digest: large blocks (256 KiB to 1 MiB) make it fast.
  /// Errors: `too-large` (more than announced), `no-space`, `write-failed`.
  Result<void> write(std::string_view octets);

  qint64 written() const;

  /// Of what was written so far: 32 lower-case hex digits.
  QString digest() const;

  /// Whether all announced octets are there and their digest is `expected_digest`.
  /// Errors: `interrupted` (octets are missing), `digest-mismatch`.
  Result<void> verify(const QString& expected_digest);

  /// The slow step: looks for an identical file among the known copies (reads those of the same size); where there is
  /// none, sets mode (0666 less the umask, never executable) and time, and waits until the octets are on the disk.
  /// Errors: `no-space`, `write-failed`.
  Result<void> flush();

  /// Gives the file its name and flushes the folder. Errors: `unsafe-name` (the file system refuses such a name),
  /// `too-many` (no number is free), `permission`, `no-space`, `write-failed`.
  Result<Published> publish();

  /// verify(), flush() and publish() at one go.
  Result<Published> publish(const QString& expected_digest);

 private:
  struct State;
  explicit PartFile(std::unique_ptr<State> state);

  std::unique_ptr<State> m_state;
};

/// A modification time as it may be given to a file: not before 1970, and not more than a day after `now_ms`
/// (clocks differ; a file from next year would confuse every tool that compares times).
qint64 clampedMtimeMs(qint64 mtime_ms, qint64 now_ms);

}  // namespace landline::files
