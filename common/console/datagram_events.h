#pragma once

#include <QByteArray>
#include <QByteArrayList>

#include "session/datagram_values.h"

/// The events `datagram...` of `--headless --json`, as in events.h.
namespace landline::console {

/// Finds out which events a state of the socket means, by what was told before.
class DatagramNews {
 public:
  DatagramNews();

  /// `datagram-bound`, `datagram-closed`, `datagram-counts`; without the counts where the reader is behind.
  QByteArrayList note(const session::DatagramState& state, bool is_behind);

 private:
  bool m_was_bound = false;
  QByteArray m_bound;
  QByteArray m_counts;
};

namespace events {

/// `datagram` for what came, `datagram-sent` for what went.
QByteArray datagram(const session::Datagram& datagram);

}  // namespace events

}  // namespace landline::console
