#include "widgets/accept_rule_combo.h"

#include <QSignalBlocker>

namespace landline::widgets {

using session::AcceptRule;

AcceptRuleCombo::AcceptRuleCombo(QWidget* parent) : QComboBox(parent) {
  setAccessibleName(tr("What to do with files that are offered"));
  addItem(tr("Ask for each"), static_cast<int>(AcceptRule::Ask));
  addItem(tr("Accept all"), static_cast<int>(AcceptRule::All));
  addItem(tr("Decline all"), static_cast<int>(AcceptRule::None));
  connect(this, qOverload<int>(&QComboBox::currentIndexChanged), this, [this] { Q_EMIT ruleChanged(rule()); });
}

AcceptRule AcceptRuleCombo::rule() const {
  return static_cast<AcceptRule>(currentData().toInt());
}

void AcceptRuleCombo::setRule(AcceptRule rule) {
  const QSignalBlocker quiet(this);
  setCurrentIndex(findData(static_cast<int>(rule)));
}

}  // namespace landline::widgets
