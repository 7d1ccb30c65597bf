#pragma once

#include <QObject>
#include <QQueue>
#include <QTimer>

#include <chrono>
#include <cstddef>

#include "core/limits.h"
#include "wire/messages.h"

namespace landline::server {

/// How fast one peer may speak: `Limits::chat_at_once` messages together, later `chat_per_second`. What comes faster
/// waits in its order; what finds no place to wait (`chat_waiting`, `chat_waiting_octets`) is dropped and counted. So
/// one peer that floods costs the others little, and itself first.
class ChatPace : public QObject {
  Q_OBJECT

 public:
  explicit ChatPace(const Limits& limits, QObject* parent = nullptr);

  /// False: dropped. Else passed() comes: within this call, or later.
  bool take(const wire::Chat& chat);

  /// How many were dropped since the last dropped(), which does not tell of them any more. For who gives this up.
  int takeDropped();

  bool isIdle() const { return m_waiting.isEmpty(); }

 Q_SIGNALS:
  void passed(const landline::wire::Chat& chat);
  void drained();           ///< what was waiting has been passed
  void dropped(int count);  ///< so many since the last time; once a second at most

 private:
  bool takeTurn();
  void passMore();

  const Limits m_limits;
  double m_turns;  // messages that may be passed now
  std::chrono::steady_clock::time_point m_counted_at;
  QQueue<wire::Chat> m_waiting;
  std::size_t m_waiting_octets = 0;
  int m_dropped = 0;
  QTimer m_next_turn;
  QTimer m_report;
};

}  // namespace landline::server
