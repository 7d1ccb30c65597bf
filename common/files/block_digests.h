#pragma once

#include <QString>
#include <QtGlobal>

#include "core/result.h"

namespace landline::files {

// The blocks of PROTOCOL.md, "Resuming".

inline constexpr qint64 kSmallestBlock = 4 * 1024 * 1024;
inline constexpr qint64 kMostBlocks = 16'384;

/// The size of the blocks of a file of `size` octets: 4 MiB, doubled until there are at most kMostBlocks.
qint64 blockSizeFor(qint64 size);

/// How many blocks a file of `size` octets has, the shorter last one included; 0 for an empty file.
qint64 blockCount(qint64 size);

/// How many digests stand for `held` octets of a file of `size`: whole blocks, and the last one where all is held.
qint64 digestCount(qint64 held, qint64 size);

}  // namespace landline::files
