#pragma once

#include <QSqlDatabase>
#include <QString>
#include <QStringList>

#include <memory>

#include "core/peer_id.h"
#include "core/profile.h"
#include "core/result.h"

namespace landline::history {

/// What one program remembers of its past: which finished files came from whom. An SQLite database in the profile,
/// `history.sqlite`, readable by its owner only. Used from the one thread that opened it.
///
/// The record decides what a sender may learn: a file that is sent again is compared with files that this very
/// sender has sent before, and with no others, so that guessing names yields nothing about other people's files.
class HistoryStore {
 public:
  /// Opens the database or makes a new one. A damaged database is set aside as `history.sqlite.bad-1` (-2, ...; see
  /// setAside()) and a new one is begun: history is worth less than a program that starts. One that a newer version
  /// of the program has written is left as it is and refused.
  /// Errors: `unsupported` (newer), `permission`, `internal` (the driver or the disk).
  static Result<std::unique_ptr<HistoryStore>> open(const Profile& profile);

  HistoryStore(const HistoryStore&) = delete;
  HistoryStore& operator=(const HistoryStore&) = delete;
  ~HistoryStore();

  /// Where the damaged database is that open() has put aside; empty where it was sound.
  const QString& setAside() const { return m_set_aside; }

  struct ReceivedFile {
    PeerId sender;
    QString title;     ///< as the sender announced it
    QString saved_as;  ///< absolute path
    qint64 bytes = 0;
    QString digest;    ///< XXH3-128, 32 hex digits
    qint64 at_ms = 0;  ///< since 1970, UTC
  };

  /// The file that is now at `saved_as` came from `sender`; whatever was remembered of that path before is forgotten.
  Result<void> addReceivedFile(const ReceivedFile& file);

  /// Names (last components) of the files received from `sender` into `folder` under the title `title`, oldest
  /// first. Whether they still exist is not looked at. Nothing where the database cannot be read (logged).
  QStringList copiesFrom(const PeerId& sender, const QString& folder, const QString& title);

 private:
  explicit HistoryStore(QString connection_name);

  QSqlDatabase database() const;

  QString m_connection_name;
  QString m_set_aside;
};

}  // namespace landline::history
