#pragma once

#include <QComboBox>

#include "session/node.h"

namespace landline::widgets {

/// What to do with files that are offered: the same words in both windows.
class AcceptRuleCombo : public QComboBox {
  Q_OBJECT

 public:
  explicit AcceptRuleCombo(QWidget* parent = nullptr);

  session::AcceptRule rule() const;

  /// Shows `rule` without ruleChanged().
  void setRule(session::AcceptRule rule);

 Q_SIGNALS:
  void ruleChanged(landline::session::AcceptRule rule);
};

}  // namespace landline::widgets
