#pragma once

#include <QMetaObject>

#include <utility>

#include "session/node.h"

namespace landline::console {

/// Runs `call` in the thread of `node`, after everything that was posted to it before.
template <typename Call>
void post(session::Node& node, Call call) {
  QMetaObject::invokeMethod(&node, std::move(call), Qt::QueuedConnection);
}

}  // namespace landline::console
