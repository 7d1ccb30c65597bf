#pragma once

#include "session/node.h"
#include "widgets/icons.h"

namespace landline::widgets {

/// The icon that stands beside the words for a transfer's state.
Icon transferIcon(const session::TransferInfo& info);

}  // namespace landline::widgets
