#pragma once

#include <QObject>

#include <memory>

#include "core/clock.h"
#include "core/profile.h"
#include "history/history_store.h"
#include "session/transfer_manager.h"

namespace landline::history {

/// Lets a node's transfers remember which finished files came from whom, and ask for it. Lives in the node's thread.
/// Without a database everything works but that memory.
class ReceivedFiles : public QObject {
  Q_OBJECT

 public:
  /// `transfers` and `clock` must outlive this object.
  ReceivedFiles(session::TransferManager& transfers, const Clock& clock, QObject* parent = nullptr);

  void open(const Profile& profile);

 Q_SIGNALS:
  void errorOccurred(const landline::Error& error);

 private:
  void remember(const session::TransferInfo& info);

  session::TransferManager& m_transfers;
  const Clock& m_clock;
  std::unique_ptr<HistoryStore> m_store;
};

}  // namespace landline::history
