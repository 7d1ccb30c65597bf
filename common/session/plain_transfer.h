#pragma once

#include <QString>

#include <memory>

#include "core/rate_meter.h"
#include "session/bottleneck.h"
#include "session/node.h"
#include "session/result_file.h"
#include "session/transfer_task.h"

namespace landline::session {

/// All that a PlainDesk knows about one transfer.
struct PlainTransfer {
  TransferInfo info;
  QString folder;                              ///< down: where to save, once accepted
  bool retried = false;                        ///< offered again under another number
  std::shared_ptr<TransferProgress> progress;  ///< while the worker has it
  std::shared_ptr<FileResults> results;        ///< while it runs
  RateMeter moved;
  BottleneckMeter bottleneck;

  bool open() const { return !info.over(); }
  bool isUpload() const { return info.direction == TransferInfo::Direction::Up; }
  bool runs() const {
    return info.state == TransferInfo::State::Running || info.state == TransferInfo::State::Verifying;
  }
};

}  // namespace landline::session
