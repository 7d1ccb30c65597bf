#pragma once

#include <QString>
#include <QStringList>
#include <QVector>

#include <functional>
#include <memory>

#include "core/peer_id.h"
#include "core/result.h"

namespace landline::session {

/// One file that has come and is stored.
struct ReceivedFile {
  PeerId sender;
  QString transfer;   ///< UUID
  QString folder;     ///< absolute: where it lies
  QString announced;  ///< the last component of the path as the sender had it
  QString name;       ///< what it is called in `folder`
  qint64 bytes = 0;
  QString digest;  ///< XXH3-128, 32 hex digits
};

/// The memory of which finished files came from whom. A receiver shows digests of such files to that sender only:
/// guessing names must not yield what other people's files hold (design: "Files", point 4).
///
/// Used by one thread: each worker makes its own.
class ReceivedLog {
 public:
  struct Copy {
    QString name;
    QString transfer;     ///< by which it came
    QString digest = {};  ///< XXH3-128, 32 hex digits, as it came. A file that has another one by now is not that copy
    qint64 bytes = -1;    ///< as it came; negative: not known
  };

  virtual ~ReceivedLog() = default;

  /// The names in `folder` that came from `sender` as `announced`, oldest first. Whether they still exist is not looked
  /// at. Nothing where the memory cannot be read.
  virtual QVector<Copy> copiesFrom(const PeerId& sender, const QString& folder, const QString& announced) = 0;

  /// All or none. What was remembered of the same paths before is forgotten. Told before a file gets its name, so that
  /// none is there under it and unknown after a crash: what is remembered may not have come to be.
  virtual Result<void> add(const QVector<ReceivedFile>& files) = 0;
};

/// Makes one for the calling thread. Null: there is no memory.
using ReceivedLogMaker = std::function<std::unique_ptr<ReceivedLog>()>;

}  // namespace landline::session
