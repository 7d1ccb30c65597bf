#pragma once

#include <QToolButton>

namespace landline::widgets {

/// Sends files when it is pressed; its menu has folders, too.
///
/// Names: `sendFileButton`, `attachFilesAction`, `attachFolderAction`.
class AttachButton : public QToolButton {
  Q_OBJECT

 public:
  explicit AttachButton(QWidget* parent = nullptr);

  /// Empty: it can be pressed; else why not.
  void setRefusal(const QString& why_not);

 Q_SIGNALS:
  void filesWanted();
  void folderWanted();
};

}  // namespace landline::widgets
