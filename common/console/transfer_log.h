#pragma once

#include <QHash>
#include <QString>

#include <deque>
#include <optional>
#include <utility>

#include "core/result.h"
#include "session/node.h"

namespace landline::console {

/// Tells from the stream of TransferInfo what is worth an event. Remembers every transfer that goes on, and the last
/// kRemembered that are over (so that they can be retried, and are not told twice).
class TransferLog {
 public:
  static constexpr std::size_t kRemembered = 1024;

  struct News {
    bool offered = false;     ///< new here, or offered again
    bool progressed = false;  ///< more octets than told before
    bool finished = false;    ///< Done
    bool failed = false;      ///< Declined, Cancelled or Failed
  };
  News note(const session::TransferInfo& info);

  /// Errors: `unknown-transfer`.
  Result<session::TransferInfo> find(const QString& transfer) const;

 private:
  QHash<QString, session::TransferInfo> m_transfers;
  std::deque<QString> m_over;
};

/// Why a transfer that is over is not Done: its own error, or `declined` or `cancelled`.
Error failureOf(const session::TransferInfo& info);

}  // namespace landline::console
