#include "session/transfer_table.h"

#include <algorithm>

namespace landline::session {

TransferEntry* TransferTable::find(const PeerId& offerer, const QString& transfer) {
  const auto found = m_entries.find({transfer, offerer});
  return found == m_entries.end() ? nullptr : &found->second;
}

TransferEntry* TransferTable::findWith(const PeerId& peer, const PeerId& offerer, const QString& transfer) {
  TransferEntry* entry = find(offerer, transfer);
  return entry && entry->info.peer == peer ? entry : nullptr;
}

TransferEntry* TransferTable::findOther(const PeerId& offerer, const QString& transfer) {
  for (auto it = m_entries.lower_bound({transfer, PeerId()}); it != m_entries.end() && it->first.first == transfer;
       ++it) {
    if (it->first.second != offerer) {
      return &it->second;
    }
  }
  return nullptr;
}

TransferEntry& TransferTable::add(const PeerId& offerer, const TransferInfo& info) {
  TransferEntry& entry = m_entries[{info.transfer, offerer}];
  entry.info = info;
  entry.offerer = offerer;
  entry.bottleneck = BottleneckMeter(info.direction);
  putLast(entry);
  return entry;
}

void TransferTable::end(TransferEntry& entry) {
  m_over.erase(entry.ended);
  entry.ended = ++m_ends;
  m_over.insert({entry.ended, {entry.info.transfer, entry.offerer}});
}

void TransferTable::forget(int most) {
  while (static_cast<int>(m_over.size()) > most) {
    const auto oldest = m_over.begin();
    const auto found = m_entries.find(oldest->second);
    // One that was taken up again is not over: it will be counted at its next end. One that runs again goes later.
    if (found != m_entries.end() && found->second.ended == oldest->first && !found->second.open()) {
      if (found->second.job) {
        end(found->second);
        continue;
      }
      m_entries.erase(found);
    }
    m_over.erase(oldest);
  }
}

std::vector<TransferEntry*> TransferTable::select(const Wanted& wanted) {
  std::vector<TransferEntry*> chosen;
  for (auto& [key, entry] : m_entries) {
    if (wanted(entry)) {
      chosen.push_back(&entry);
    }
  }
  std::sort(chosen.begin(), chosen.end(),
            [](const TransferEntry* a, const TransferEntry* b) { return a->place < b->place; });
  return chosen;
}

int TransferTable::count(const Wanted& wanted) const {
  return static_cast<int>(
      std::count_if(m_entries.begin(), m_entries.end(), [&](const auto& item) { return wanted(item.second); }));
}

void TransferTable::forEach(const Visit& visit) const {
  for (const auto& [key, entry] : m_entries) {
    visit(entry);
  }
}

}  // namespace landline::session
