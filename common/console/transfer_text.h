#pragma once

#include <QCoreApplication>
#include <QString>

#include "session/node.h"

namespace landline::console {

/// What a person is told of transfers, a line each. What peers wrote in it is escaped (printable.h).
class TransferText {
  Q_DECLARE_TR_FUNCTIONS(landline::console::TransferText)

 public:
  /// "12 files, 1.2 GiB"; of a single file its size; empty where nothing is known.
  static QString content(const session::TransferInfo& info);

  static QString leftOver(const session::TransferInfo& info);  ///< by an earlier run
  static QString paused(const session::TransferInfo& info);
  static QString waiting(const session::TransferInfo& info);
  static QString started(const session::TransferInfo& info);
  static QString continued(const session::TransferInfo& info);
  static QString finished(const session::TransferInfo& info);
  static QString failed(const session::TransferInfo& info);
  static QString unfinished(const session::TransferInfo& info);

  /// Of a file that was skipped or has failed.
  static QString fileNotStored(const session::FileResult& file);
};

}  // namespace landline::console
