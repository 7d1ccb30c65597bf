#pragma once

#include <QWidget>

class QLineEdit;

namespace landline::widgets {

/// "Save to [folder] [Browse] [Open]": where received files go.
class SaveFolderRow : public QWidget {
  Q_OBJECT

 public:
  explicit SaveFolderRow(QWidget* parent = nullptr);

  /// Absolute; never empty once it was set.
  QString folder() const { return m_folder; }

  /// Shows `folder` without folderChanged(). Empty is ignored.
  void setFolder(const QString& folder);

 public Q_SLOTS:
  void browse();

 Q_SIGNALS:
  /// The person chose another folder (absolute; it may not exist yet).
  void folderChanged(const QString& folder);

 private:
  void takeTyped();
  void openFolder();

  QLineEdit* m_edit;
  QString m_folder;
};

}  // namespace landline::widgets
