#include "files/block_digests.h"

namespace landline::files {

qint64 blockSizeFor(qint64 size) {
  qint64 block = kSmallestBlock;
  while ((size - 1) / block >= kMostBlocks) {
    block *= 2;
  }
  return block;
}

qint64 blockCount(qint64 size) {
  return size == 0 ? 0 : (size - 1) / blockSizeFor(size) + 1;
}

qint64 digestCount(qint64 held, qint64 size) {
  return held >= size ? blockCount(size) : held / blockSizeFor(size);
}

}  // namespace landline::files
