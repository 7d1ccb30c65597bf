// What is kept over a restart. A part of TransferManager.

#include <utility>

#include "session/transfer_manager.h"

namespace landline::session {

using Direction = TransferInfo::Direction;
using State = TransferInfo::State;

namespace {
constexpr qint64 kMiddle = qint64{1} << 62;  // places may be negative, what is kept may not
}  // namespace

void TransferManager::setStore(std::unique_ptr<TransferStore> store) {
  m_store = std::move(store);
  if (!m_store) {
    return;
  }
  const QVector<KeptTransfer> all = m_store->load();
  for (const KeptTransfer& kept : all) {
    restore(kept);
  }
  countNext();
}

void TransferManager::restore(const KeptTransfer& kept) {
  const bool up = kept.direction == Direction::Up;
  if (m_table.find(kept.offerer, kept.transfer) || up != (kept.offerer == m_own)) {
    return;
  }
  TransferInfo info;
  info.transfer = kept.transfer;
  info.direction = kept.direction;
  info.peer = kept.peer;
  info.peer_name = kept.peer_name;
  info.title = kept.title;
  info.first = kept.first;
  info.roots = kept.roots;
  info.files_total = kept.files;
  info.bytes_total = kept.bytes;
  info.bytes_done = kept.bytes_done;
  info.path = kept.roots.value(0);
  TransferEntry& entry = m_table.add(kept.offerer, info);
  entry.accepted = kept.stage != KeptTransfer::Stage::Offered;
  entry.offered_files = kept.files;
  entry.offered_bytes = kept.bytes;
  entry.folder = kept.folder;
  entry.save_name = kept.save_name;
  entry.conflict = kept.conflict;
  entry.hold_here = kept.paused_here ? Hold::Paused : Hold::None;
  if (kept.stage == KeptTransfer::Stage::Over) {
    entry.info.state = State::Done;
    entry.cleared = true;  // it has no row any more
    m_table.end(entry);
    m_table.forget(kRemembered);
    return;
  }
  if (up && kept.files < 0) {  // the program ended while it was counting
    entry.info.files_total = entry.info.bytes_total = 0;
    entry.count = std::make_shared<BatchCount>(kept.roots);
    m_to_count.append(entry.count);
  }
  keep(entry);  // its place in the queue is another now
  show(entry);
}

/// New, changed or over.
void TransferManager::keep(TransferEntry& entry) {
  if (!m_store) {
    return;
  }
  const TransferInfo& info = entry.info;
  const bool up = entry.isUpload();
  const bool came_to_its_end = info.state == State::Done || info.state == State::Incomplete;
  if (!entry.open() && !(entry.accepted && !up && came_to_its_end && info.stored + info.identical > 0)) {
    if (up || entry.accepted) {
      m_store->drop(entry.offerer, info.transfer);
    }
    return;
  }
  KeptTransfer kept;
  kept.offerer = entry.offerer;
  kept.transfer = info.transfer;
  kept.direction = info.direction;
  kept.stage = !entry.open()    ? KeptTransfer::Stage::Over
               : entry.accepted ? KeptTransfer::Stage::Accepted
                                : KeptTransfer::Stage::Offered;
  kept.peer = info.peer;
  kept.peer_name = info.peer_name;
  kept.title = info.title;
  kept.first = info.first;
  kept.files = entry.offered_files;
  kept.bytes = entry.offered_bytes;
  kept.roots = info.roots;
  kept.folder = entry.folder;
  kept.save_name = entry.save_name;
  kept.conflict = entry.conflict;
  kept.paused_here = entry.hold_here == Hold::Paused;
  kept.bytes_done = info.bytes_done;
  kept.order = static_cast<quint64>(kMiddle + entry.place);
  entry.kept_at_ms = m_clock.monotonicMs();
  m_store->keep(kept);
}

}  // namespace landline::session
