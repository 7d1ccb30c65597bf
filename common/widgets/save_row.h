#pragma once

#include <QWidget>

#include "session/node.h"

class QComboBox;
class QLineEdit;
class QToolButton;

namespace landline::widgets {

/// Where received files go, and whether they are taken without asking. The folder is reported when the person has
/// finished typing or chosen one, never while typing. Names: `saveFolderEdit`, `browseButton`, `acceptRuleCombo`.
class SaveRow : public QWidget {
  Q_OBJECT

 public:
  explicit SaveRow(QWidget* parent = nullptr);

  QString folder() const;
  session::AcceptRule acceptRule() const;

  // These do not emit.
  void setFolder(const QString& folder);
  void setAcceptRule(session::AcceptRule rule);

 Q_SIGNALS:
  void folderChosen(const QString& folder);
  void acceptRuleChosen(landline::session::AcceptRule rule);

 private:
  void browse();
  void take(const QString& folder);

  QLineEdit* m_folder;
  QToolButton* m_browse;
  QComboBox* m_rule;
  QString m_taken;
};

}  // namespace landline::widgets
