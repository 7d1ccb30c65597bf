#include "widgets/transfer_settings_dialog.h"

#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

#include "widgets/conflict_combo.h"

namespace landline::widgets {

using models::TransferChoices;

namespace {

constexpr double kMegabyte = 1e6;  // as everywhere here, and as network tools count
constexpr double kMostMegabytes = 10'000;

/// What is shown for it: a limit is never shown as none.
double megabytes(qint64 rate_limit) {
  return rate_limit > 0 ? std::max(static_cast<double>(rate_limit) / kMegabyte, 0.01) : 0;
}

}  // namespace

TransferSettingsDialog::TransferSettingsDialog(const TransferChoices& choices, QWidget* parent)
    : QDialog(parent),
      m_before(choices),
      m_rate_limit(new QDoubleSpinBox),
      m_per_peer(new QSpinBox),
      m_in_all(new QSpinBox),
      m_conflict(new ConflictCombo) {
  setObjectName(QStringLiteral("transferSettingsDialog"));
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("Settings for transfers"));

  m_rate_limit->setObjectName(QStringLiteral("rateLimitSpin"));
  m_rate_limit->setAccessibleName(tr("Rate limit of all transfers together, in MB/s"));
  m_rate_limit->setDecimals(2);
  m_rate_limit->setRange(0, kMostMegabytes);
  m_rate_limit->setSuffix(tr(" MB/s"));
  //: Stands where the rate limit is 0
  m_rate_limit->setSpecialValueText(tr("no limit"));
  m_rate_limit->setValue(megabytes(choices.rate_limit));
  m_rate_limit->setKeyboardTracking(false);  // while 100 is typed, 1 and 10 do not hold
  m_per_peer->setObjectName(QStringLiteral("transfersPerPeerSpin"));
  m_per_peer->setAccessibleName(tr("Transfers at once with one peer"));
  m_per_peer->setRange(1, TransferChoices::kMostPerPeer);
  m_per_peer->setValue(choices.per_peer);
  m_in_all->setObjectName(QStringLiteral("transfersInAllSpin"));
  m_in_all->setAccessibleName(tr("Transfers at once in all"));
  m_in_all->setRange(1, TransferChoices::kMostInAll);
  m_in_all->setValue(choices.in_all);
  m_conflict->setConflict(choices.conflict);

  auto* const form = new QFormLayout;
  form->addRow(tr("&Rate limit, all together:"), m_rate_limit);
  form->addRow(tr("At once with one &peer:"), m_per_peer);
  form->addRow(tr("At once in &all:"), m_in_all);
  form->addRow(tr("Where a &name is taken:"), m_conflict);
  auto* const hint =
      new QLabel(tr("The last one is for offers that are accepted without a question, and proposed for the others."));
  hint->setTextFormat(Qt::PlainText);
  hint->setWordWrap(true);
  auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Close);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  auto* const column = new QVBoxLayout(this);
  column->addLayout(form);
  column->addWidget(hint);
  column->addStretch(1);
  column->addWidget(buttons);

  connect(m_rate_limit, qOverload<double>(&QDoubleSpinBox::valueChanged), this, &TransferSettingsDialog::onChanged);
  connect(m_per_peer, qOverload<int>(&QSpinBox::valueChanged), this, &TransferSettingsDialog::onChanged);
  connect(m_in_all, qOverload<int>(&QSpinBox::valueChanged), this, &TransferSettingsDialog::onChanged);
  connect(m_conflict, &ConflictCombo::conflictChanged, this, &TransferSettingsDialog::onChanged);
}

TransferChoices TransferSettingsDialog::choices() const {
  TransferChoices result = m_before;
  result.conflict = m_conflict->conflict();
  result.per_peer = m_per_peer->value();
  result.in_all = m_in_all->value();
  // A limit that is shown rounded stays what it was until it is changed.
  if (std::abs(m_rate_limit->value() - megabytes(m_before.rate_limit)) > 0.005) {
    result.rate_limit = std::llround(m_rate_limit->value() * kMegabyte);
  }
  return result;
}

void TransferSettingsDialog::onChanged() {
  Q_EMIT changed(choices());
}

}  // namespace landline::widgets
