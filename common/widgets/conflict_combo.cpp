#include "widgets/conflict_combo.h"

#include <QSignalBlocker>

namespace landline::widgets {

using session::Conflict;

ConflictCombo::ConflictCombo(QWidget* parent) : QComboBox(parent) {
  setObjectName(QStringLiteral("conflictCombo"));
  setAccessibleName(tr("What to do where a file of the same name is there already"));
  const auto add = [this](Conflict conflict, const QString& text, const QString& tip) {
    addItem(text, static_cast<int>(conflict));
    setItemData(count() - 1, tip, Qt::ToolTipRole);
  };
  add(Conflict::Rename, tr("Keep both"), tr("The new file gets another name, such as \"notes (1).txt\"."));
  add(Conflict::Overwrite, tr("Overwrite"), tr("The new file takes the place of the old one once it is verified."));
  add(Conflict::Skip, tr("Skip"), tr("The old file stays; the new one is not sent."));
  connect(this, qOverload<int>(&QComboBox::currentIndexChanged), this, [this] { Q_EMIT conflictChanged(conflict()); });
}

Conflict ConflictCombo::conflict() const {
  return static_cast<Conflict>(currentData().toInt());
}

void ConflictCombo::setConflict(Conflict conflict) {
  const QSignalBlocker quiet(this);
  setCurrentIndex(findData(static_cast<int>(conflict)));
}

}  // namespace landline::widgets
