#pragma once

#include <QComboBox>

#include "session/node.h"

namespace landline::widgets {

/// What to do where the name of a received file is taken: the same words in the offer's card and in the settings.
class ConflictCombo : public QComboBox {
  Q_OBJECT

 public:
  explicit ConflictCombo(QWidget* parent = nullptr);

  session::Conflict conflict() const;

  /// Shows `conflict` without conflictChanged().
  void setConflict(session::Conflict conflict);

 Q_SIGNALS:
  void conflictChanged(landline::session::Conflict conflict);
};

}  // namespace landline::widgets
