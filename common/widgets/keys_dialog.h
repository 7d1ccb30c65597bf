#pragma once

#include <QDialog>
#include <QKeySequence>
#include <QVector>

namespace landline::widgets {

/// The keys of a window, on F1. `keysDialog`, `keysTable`.
class KeysDialog : public QDialog {
  Q_OBJECT

 public:
  struct Key {
    QString keys;  ///< as shown; see keyText()
    QString meaning;
  };
  explicit KeysDialog(const QVector<Key>& keys, QWidget* parent = nullptr);

  static QString keyText(const QKeySequence& sequence);
  /// What the conversation, the transfers and every window have in common.
  static QVector<Key> commonKeys();
};

}  // namespace landline::widgets
