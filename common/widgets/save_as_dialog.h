#pragma once

#include <QFileDialog>

#include "session/node.h"

namespace landline::widgets {

/// Asks where an offer is to be saved: under which name for a single file, into which folder for a batch. Answers by
/// QFileDialog::fileSelected(); to be opened by open(), and deletes itself. Its object name is `saveAsDialog`.
class SaveAsDialog : public QFileDialog {
  Q_OBJECT

 public:
  /// `folder` is where it begins.
  SaveAsDialog(const session::TransferInfo& offer, const QString& folder, QWidget* parent);
};

}  // namespace landline::widgets
