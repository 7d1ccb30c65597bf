#pragma once

#include <QString>
#include <QStringList>

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "core/peer_id.h"
#include "core/result.h"
#include "files/file_system.h"
#include "files/mtime.h"
#include "files/on_taken.h"
#include "files/save_folder.h"

namespace landline::files {

struct PartRequest {
  PeerId sender;
  QStringList components;  ///< as safeComponents() gave them: the folders below the save folder and the name
  qint64 size = 0;         ///< as announced, in octets
  qint64 mtime_ms = 0;     ///< since 1970, UTC; clamped by clampedMtimeMs()
  OnTaken on_taken = OnTaken::Rename;  ///< what to do where the name is taken
  QStringList known_copies;   ///< names in the same folder that are known to have come from this sender, oldest first
  QStringList known_digests;  ///< of these, as they came; one that is empty or missing: not known
};

struct Published {
  QString saved_as;        ///< absolute path
  bool identical = false;  ///< the sender's file was here already, under `saved_as`; nothing was added
  bool renamed = false;    ///< it has another name than the sender's
};

/// A file while it arrives: the contract for every octet that lands.
///
/// The octets go to a part file beside the destination (part_name.h), mode 0600, reached from the save folder
/// without following any link below it. Only when the length and the digest are as the sender says and the octets
/// are flushed to the disk does the part get its final name, by a rename that never replaces anything (unless the
/// request says so): where the name is taken it becomes `NAME (1)`, `NAME (2)`. Whatever fails before, there is no file
/// under a final name, and the part goes when this object goes, unless keep() was called.
///
///     auto part = PartFile::create(folder, request);
///     part->resume(offset, go_on);  // where the sender goes on from what is held
///     part->write(octets); ...
///     part->verify(digest);   // cheap
///     part->flush();          // seconds for a big file
///     part->publish();        // cheap; now it is stored
///
/// The steps must come in this order; one that fails, or comes out of order (`internal`), ends it. Move-only.
/// Used by one thread at a time, but not always the same: flush() may run in another one while its owner waits.
class PartFile {
 public:
  /// Makes the folders that are missing (they stay, whatever becomes of the file), and the part, or takes over the one
  /// that was left, with what it holds. `system` must outlive the object.
  /// Errors: `unsafe-name` (a link or another kind of thing stands in the path, or the file system refuses such a
  /// name), `permission`, `no-space` (for the folders or the empty part), `busy`, `write-failed`.
  static Result<PartFile> create(const SaveFolder& folder, const PartRequest& request,
                                 FileSystem& system = realFileSystem());

  PartFile(PartFile&&) noexcept;
  PartFile& operator=(PartFile&&) noexcept;
  ~PartFile();

  /// Goes on at `offset`, with that many octets of what HeldFile has told of: the part is cut there, or filled up to
  /// there from the finished file; then these octets are read once more for the digest, which takes its time:
  /// `go_on`, where there is one, is asked now and then. Once, before write(); without it the file begins from 0.
  /// Where the whole file is here finished (`offset` is its size) nothing is copied, and it will be `identical`.
  /// What changed since HeldFile looked is found by verify().
  /// Errors: `cancelled` (go_on said no), `write-failed` (also: not so much is held any more), `no-space` (less is free
  /// than a large file still needs, and nothing has changed; a small one finds out when it is written).
  Result<void> resume(qint64 offset, const std::function<bool()>& go_on = {});

  /// Appends. Each call is one write and one round of the digest: large blocks (256 KiB to 1 MiB) make it fast.
  /// Errors: `too-large` (more than announced), `no-space`, `write-failed`.
  Result<void> write(std::string_view octets);

  qint64 written() const;  ///< where the file has got to, what resume() found included

  /// Of all these: 32 lower-case hex digits.
  QString digest() const;

  /// Whether all announced octets are there and their digest is `expected_digest`.
  /// Errors: `interrupted` (octets are missing), `digest-mismatch`.
  Result<void> verify(const QString& expected_digest);

  /// The slow step: looks for an identical file among the known copies (reads those of the same size that may have come
  /// with this digest); where there is none, sets mode (0666 less the umask, never executable) and time, and waits
  /// until the octets are on the disk. Errors: `no-space`, `write-failed`.
  Result<void> flush();

  /// Gives the file its name and flushes the folder. Errors: `exists` (OnTaken::Skip), `unsafe-name` (the file system
  /// refuses such a name), `too-many` (no number is free), `permission`, `no-space`, `write-failed`.
  Result<Published> publish();

  /// verify(), flush() and publish() at one go.
  Result<Published> publish(const QString& expected_digest);

  /// flush() and publish() of several that are verified, in the time of few: the disk flushes all at one go. They are
  /// of one save folder. The results are in the order of `parts`, which are over afterwards. One that is not verified:
  /// `internal`.
  static std::vector<Result<Published>> publishGroup(std::vector<PartFile>& parts);

  /// The part stays on the disk when this object goes, to be gone on with later; also after a failure. One that holds
  /// no octets goes all the same.
  void keep();

 private:
  struct State;
  class Group;
  explicit PartFile(std::unique_ptr<State> state);
  Result<void> beginWriting();

  std::unique_ptr<State> m_state;
};

}  // namespace landline::files
