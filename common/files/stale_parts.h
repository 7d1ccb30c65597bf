#pragma once

#include <QtGlobal>

#include "files/save_folder.h"

namespace landline::files {

/// After so long nobody goes on with a part any more: the one who sent it has given it up, or has gone.
inline constexpr qint64 kPartLifeMs = qint64{14} * 24 * 3600 * 1000;

/// Removes the parts in the save folder itself (not below: that may be large) that were changed last more than
/// kPartLifeMs before `now_ms` (since 1970). Keeps those that somebody writes to and what is not ours. Returns how many
/// have gone. Blocks on the disk.
int removeStaleParts(const SaveFolder& folder, qint64 now_ms);

}  // namespace landline::files
