#include "history/node_history.h"

#include <memory>
#include <utility>

#include "core/logging.h"
#include "history/database.h"
#include "history/sql_received_log.h"
#include "history/sql_transfer_store.h"

namespace landline::history {

NodeHistory::NodeHistory(session::TransferManager& transfers, const Clock& clock, QObject* parent)
    : QObject(parent), m_transfers(transfers), m_clock(clock) {}

void NodeHistory::open(const Profile& profile) {
  m_transfers.setResultsFolder(profile.path(QStringLiteral("results")));
  const Result<HistoryFile> file = HistoryFile::prepare(profile);
  if (!file) {
    Q_EMIT errorOccurred(file.error());
    return;
  }
  if (!file->set_aside.isEmpty()) {
    Q_EMIT errorOccurred({codes::kInternal, QStringLiteral("The history of received files was damaged. It is kept as "
                                                           "%1; a new one was begun.")
                                                .arg(file->set_aside)});
  }
  m_transfers.setReceivedLog([path = file->path, clock = &m_clock]() -> std::unique_ptr<session::ReceivedLog> {
    Result<std::unique_ptr<SqlReceivedLog>> log = SqlReceivedLog::open(path, *clock);
    if (!log) {
      qCWarning(logHistory) << "a transfer goes without memory:" << log.error().detail;
      return nullptr;
    }
    return std::move(*log);
  });
  Result<std::unique_ptr<SqlTransferStore>> store = SqlTransferStore::open(file->path);
  if (!store) {
    Q_EMIT errorOccurred(store.error());
    return;
  }
  m_transfers.setStore(std::move(*store));
}

}  // namespace landline::history
