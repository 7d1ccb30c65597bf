#pragma once

#include <QObject>

#include "core/clock.h"
#include "core/profile.h"
#include "session/transfer_manager.h"

namespace landline::history {

/// Gives a node's transfers their memory: which finished files came from whom, the transfers that are not over, and a
/// folder for results. Lives in the node's thread. Without a database everything works but that memory.
class NodeHistory : public QObject {
  Q_OBJECT

 public:
  /// `transfers` and `clock` must outlive this object; the workers of `transfers` use `clock`.
  NodeHistory(session::TransferManager& transfers, const Clock& clock, QObject* parent = nullptr);

  /// Once, when the faces listen already: unfinished transfers are told of.
  void open(const Profile& profile);

 Q_SIGNALS:
  void errorOccurred(const landline::Error& error);

 private:
  session::TransferManager& m_transfers;
  const Clock& m_clock;
};

}  // namespace landline::history
