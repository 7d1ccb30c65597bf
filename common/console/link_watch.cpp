#include "console/link_watch.h"

namespace landline::console {

using session::LinkState;

LinkWatch::News LinkWatch::note(const LinkState& state) {
  using Phase = LinkState::Phase;
  const LinkState last = m_last.value_or(LinkState());
  m_last = state;
  const bool same_phase = state.phase == last.phase;
  switch (state.phase) {
    case Phase::Idle:
      if (!same_phase) {
        return News::Closed;
      }
      return !state.error.code.isEmpty() && !(state.error == last.error) ? News::Failed : News::Nothing;
    case Phase::Listening:
      return same_phase && state.address == last.address && state.port == last.port ? News::Nothing : News::Listening;
    case Phase::Connecting:
      return last.phase == Phase::Online || last.phase == Phase::Waiting ? News::Closed : News::Nothing;
    case Phase::Waiting:
      return same_phase ? News::Nothing : News::Waiting;
    case Phase::Online:
      return same_phase ? News::Nothing : News::Connected;
    case Phase::Retrying:
      return same_phase && state.retry_at_ms == last.retry_at_ms ? News::Nothing : News::Retrying;
    case Phase::KeyChanged:
      return same_phase ? News::Nothing : News::KeyChanged;
  }
  return News::Nothing;
}

}  // namespace landline::console
