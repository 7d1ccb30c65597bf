#include "history/received_files.h"

#include <utility>

namespace landline::history {

ReceivedFiles::ReceivedFiles(session::TransferManager& transfers, const Clock& clock, QObject* parent)
    : QObject(parent), m_transfers(transfers), m_clock(clock) {
  connect(&transfers, &session::TransferManager::received, this, &ReceivedFiles::remember);
}

void ReceivedFiles::open(const Profile& profile) {
  Result<std::unique_ptr<HistoryStore>> store = HistoryStore::open(profile);
  if (!store) {
    Q_EMIT errorOccurred(store.error());
    return;
  }
  m_store = std::move(*store);
  m_transfers.setCopiesFrom([this](const PeerId& sender, const QString& folder, const QString& title) {
    return m_store->copiesFrom(sender, folder, title);
  });
  if (!m_store->setAside().isEmpty()) {
    Q_EMIT errorOccurred({codes::kInternal, QStringLiteral("The history of received files was damaged. It is kept as "
                                                           "%1; a new one was begun.")
                                                .arg(m_store->setAside())});
  }
}

void ReceivedFiles::remember(const session::TransferInfo& info) {
  if (!m_store) {
    return;
  }
  const Result<void> added =
      m_store->addReceivedFile({info.peer, info.title, info.path, info.bytes_total, info.digest, m_clock.utcMs()});
  if (!added) {
    Q_EMIT errorOccurred(added.error());
  }
}

}  // namespace landline::history
