#pragma once

#include <QDialog>

#include "session/node.h"
#include "widgets/result_text.h"

class QFormLayout;
class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace landline::widgets {

/// What became of a transfer that is over: the counts, the time, and the list of its files, which is read from
/// TransferInfo::result_path in the background. Not modal; deletes itself. What is on the disk stays as it is.
///
/// Names: `resultDialog`, `resultText`, `resultNote`, `copyResultButton`, `saveResultButton`.
class ResultDialog : public QDialog {
  Q_OBJECT

 public:
  ResultDialog(const session::TransferInfo& info, QWidget* parent);

  /// The summary and what of the list is shown, as plain text.
  QString plainText() const;

 private:
  void addSummary(QFormLayout& form);
  void addRow(QFormLayout& form, const QString& label, const QString& value);
  QWidget* makeList();
  void showList(const ResultText& list);
  void copy();
  void saveAs();

  const session::TransferInfo m_info;
  QStringList m_summary;  ///< its rows, as plain text
  QPlainTextEdit* m_list = nullptr;
  QLabel* m_note = nullptr;
  QPushButton* m_save = nullptr;
};

}  // namespace landline::widgets
