#pragma once

#include <functional>

#include "files/held_file.h"
#include "wire/messages.h"

namespace landline::session {

/// Tells the sender what is held of file `index`, of `size` octets as announced: a `have` for each 1024 blocks, nothing
/// where not a single block is held. Reads all that it tells of, and asks `go_on` before each block; when that says no,
/// or the file cannot be read, it stops: what was told until then is true, and the sender goes on where it ends.
void tellHeld(const files::HeldFile& file, qint64 index, qint64 size,
              const std::function<void(wire::DataMessage)>& tell, const std::function<bool()>& go_on);

}  // namespace landline::session
