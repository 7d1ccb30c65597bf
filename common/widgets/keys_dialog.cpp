#include "widgets/keys_dialog.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QTableWidget>
#include <QVBoxLayout>

namespace landline::widgets {

QString KeysDialog::keyText(const QKeySequence& sequence) {
  return sequence.toString(QKeySequence::NativeText);
}

QVector<KeysDialog::Key> KeysDialog::commonKeys() {
  const auto key = [](int keys) { return keyText(QKeySequence(keys)); };
  return {
      {key(Qt::Key_Return), tr("Send the message")},
      {keyText(QKeySequence(QStringLiteral("Shift+Return"))), tr("Begin a new line")},
      {keyText(QKeySequence(QStringLiteral("Ctrl+O"))), tr("Send files")},
      {keyText(QKeySequence(QStringLiteral("Ctrl+Shift+O"))), tr("Send a folder")},
      {keyText(QKeySequence(QStringLiteral("Ctrl+V"))), tr("Paste text, files or a picture")},
      {keyText(QKeySequence(QStringLiteral("Ctrl+K"))), tr("Switch to another conversation: type, then Return")},
      {keyText(QKeySequence(QStringLiteral("Ctrl+F"))), tr("Find a conversation")},
      {keyText(QKeySequence(QStringLiteral("Ctrl+C"))), tr("Copy the messages that are selected")},
      {keyText(QKeySequence(QStringLiteral("Ctrl+J"))), tr("Go to the transfers")},
      {key(Qt::Key_Space), tr("Transfers: accept, pause, continue or retry")},
      {key(Qt::Key_Delete), tr("Transfers: cancel or decline")},
      {key(Qt::Key_Return), tr("Transfers: open")},
      {keyText(QKeySequence(QStringLiteral("Alt+Return"))), tr("Transfers: show the result")},
      {key(Qt::Key_F1), tr("Show these keys")},
      {keyText(QKeySequence(QStringLiteral("Ctrl+Q"))), tr("Quit")},
  };
}

KeysDialog::KeysDialog(const QVector<Key>& keys, QWidget* parent) : QDialog(parent) {
  setObjectName(QStringLiteral("keysDialog"));
  setWindowTitle(tr("Keys"));
  auto* table = new QTableWidget(static_cast<int>(keys.size()), 2, this);
  table->setObjectName(QStringLiteral("keysTable"));
  table->setAccessibleName(tr("Keys"));
  table->setHorizontalHeaderLabels({tr("Key"), tr("What it does")});
  table->verticalHeader()->hide();
  table->horizontalHeader()->setStretchLastSection(true);
  table->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table->setSelectionBehavior(QAbstractItemView::SelectRows);
  table->setTabKeyNavigation(false);
  for (int row = 0; row < table->rowCount(); ++row) {
    table->setItem(row, 0, new QTableWidgetItem(keys.at(row).keys));
    table->setItem(row, 1, new QTableWidgetItem(keys.at(row).meaning));
  }
  table->resizeColumnsToContents();
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  auto* column = new QVBoxLayout(this);
  column->addWidget(table);
  column->addWidget(buttons);
  resize(fontMetrics().averageCharWidth() * 70, fontMetrics().height() * 26);
}

}  // namespace landline::widgets
