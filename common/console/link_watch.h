#pragma once

#include <optional>

#include "session/node.h"

namespace landline::console {

/// Tells from the stream of LinkState what is worth an event: a pure value, used by both faces.
class LinkWatch {
 public:
  enum class News { Nothing, Listening, Waiting, Connected, KeyChanged, Closed, Retrying, Failed };
  News note(const session::LinkState& state);

 private:
  std::optional<session::LinkState> m_last;
};

}  // namespace landline::console
