#include "widgets/transfer_icon.h"

#include "models/transfer_text.h"

namespace landline::widgets {

using session::TransferInfo;

Icon transferIcon(const TransferInfo& info) {
  using State = TransferInfo::State;
  switch (info.state) {
    case State::Counting:
      return Icon::Folder;
    case State::Offered:
      return models::asksUs(info) ? Icon::Help : Icon::Waiting;
    case State::Queued:
      return Icon::Queue;
    case State::Waiting:
      return Icon::Waiting;
    case State::Paused:
      return info.error.code.isEmpty() ? Icon::Pause : Icon::Warning;
    case State::Running:
      if (info.stalled) {
        return Icon::Warning;
      }
      return info.direction == TransferInfo::Direction::Up ? Icon::Up : Icon::Down;
    case State::Verifying:
      return info.plain ? Icon::Waiting : Icon::Verify;
    case State::Done:
      return info.plain ? Icon::Info : Icon::Done;  // the tick means: verified
    case State::Incomplete:
      return Icon::Warning;
    case State::Declined:
    case State::Cancelled:
      return Icon::Cancel;
    case State::Failed:
      return Icon::Error;
  }
  return Icon::Info;
}

}  // namespace landline::widgets
