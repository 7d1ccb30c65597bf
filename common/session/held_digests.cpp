#include "session/held_digests.h"

#include "files/block_digests.h"

namespace landline::session {

void tellHeld(const files::HeldFile& file, qint64 index, qint64 size,
              const std::function<void(wire::DataMessage)>& tell, const std::function<bool()>& go_on) {
  const qint64 block = files::blockSizeFor(size);
  const qint64 count = files::digestCount(file.held(), size);
  wire::Have have{index, file.held(), block, 0, {}};
  for (qint64 number = 0; number < count && go_on(); ++number) {
    Result<QString> digest = file.digestOfBlock(number);
    if (!digest) {
      break;
    }
    have.digests.append(*std::move(digest));
    if (have.digests.size() == wire::kMostDigests) {
      tell(have);
      have.at = (number + 1) * block;
      have.digests.clear();
    }
  }
  if (!have.digests.isEmpty()) {
    tell(std::move(have));
  }
}

}  // namespace landline::session
