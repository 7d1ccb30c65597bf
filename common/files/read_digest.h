#pragma once

#include <QtGlobal>

#include <functional>

#include "files/content_digest.h"

namespace landline::files {

struct ReadEnd {
  bool complete = false;  ///< all octets were there and went into the digest
  bool stopped = false;   ///< `go_on` said no
  int number = 0;         ///< the errno of what failed
};

/// Puts `count` octets of an open file from `offset` on into `digest`, without touching the descriptor's position. Asks
/// `go_on`, where there is one, before each half mebibyte.
ReadEnd digestRange(int descriptor, qint64 offset, qint64 count, ContentDigest& digest,
                    const std::function<bool()>& go_on = {});

}  // namespace landline::files
