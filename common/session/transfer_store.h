#pragma once

#include <QString>
#include <QStringList>
#include <QVector>

#include "core/peer_id.h"
#include "session/node.h"

namespace landline::session {

/// What must be known of a transfer to go on with it after this program was restarted.
struct KeptTransfer {
  enum class Stage {
    Offered,   ///< up: not answered yet
    Accepted,  ///< a question was answered with yes, and is not asked again
    Over,      ///< down: finished; a repeated offer is answered without asking
  };
  PeerId offerer;
  QString transfer;  ///< UUID
  TransferInfo::Direction direction = TransferInfo::Direction::Up;
  Stage stage = Stage::Offered;
  PeerId peer;
  QString peer_name;
  QString title;
  QStringList first;
  qint64 files = -1;  ///< negative: not known
  qint64 bytes = -1;
  QStringList roots;  ///< up
  QString folder;     ///< down: where to save
  QString save_name;  ///< down
  Conflict conflict = Conflict::Rename;
  bool paused_here = false;
  qint64 bytes_done = 0;  ///< when it was kept last: for "resuming at 63 %"
  quint64 order = 0;      ///< the lower, the earlier its turn
};

/// Where a node keeps its unfinished transfers. Used in the node's thread. What cannot be written is logged: the
/// transfer goes on without.
class TransferStore {
 public:
  virtual ~TransferStore() = default;

  /// New or changed.
  virtual void keep(const KeptTransfer& transfer) = 0;
  virtual void drop(const PeerId& offerer, const QString& transfer) = 0;

  /// All of them, by `order`.
  virtual QVector<KeptTransfer> load() = 0;
};

}  // namespace landline::session
