#pragma once

#include <QDialog>

#include "models/preferences.h"

class QDoubleSpinBox;
class QSpinBox;

namespace landline::widgets {

class ConflictCombo;

/// How transfers are run: what holds is told at each change, there is nothing to confirm.
///
/// Names: `transferSettingsDialog`, `rateLimitSpin`, `transfersPerPeerSpin`, `transfersInAllSpin`, `conflictCombo`.
class TransferSettingsDialog : public QDialog {
  Q_OBJECT

 public:
  TransferSettingsDialog(const models::TransferChoices& choices, QWidget* parent);

  models::TransferChoices choices() const;

 Q_SIGNALS:
  void changed(const landline::models::TransferChoices& choices);

 private:
  void onChanged();

  const models::TransferChoices m_before;
  QDoubleSpinBox* m_rate_limit;
  QSpinBox* m_per_peer;
  QSpinBox* m_in_all;
  ConflictCombo* m_conflict;
};

}  // namespace landline::widgets
