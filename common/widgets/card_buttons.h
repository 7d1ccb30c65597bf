#pragma once

#include <QWidget>

#include <functional>

#include "session/node.h"

class QPushButton;

namespace landline::widgets {

class ConflictCombo;

/// The buttons of a card that waits for an answer: real ones, so that Tab and screen readers find them. Lies over the
/// card's row, which the delegate paints, and asks where in it the buttons belong. An offer's card has a second line:
/// what to do where names are taken.
class CardButtons : public QWidget {
  Q_OBJECT

 public:
  enum class Kind { Offer, Join };

  explicit CardButtons(Kind kind, QWidget* parent = nullptr);

  /// `subject` is what the buttons are about, for screen readers: the file, or who asks.
  void setSubject(const QString& subject);
  void setPlacement(std::function<QRect()> placement) { m_placement = std::move(placement); }
  void place();
  void focusFirst();

  /// An offer's: what is proposed, and what was chosen.
  void setConflict(session::Conflict conflict);
  session::Conflict conflict() const;

  QSize neededSize() const;

 Q_SIGNALS:
  void accepted();
  void saveAsRequested();
  void refused();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  Kind m_kind;
  QWidget* m_block;
  QPushButton* m_accept;                ///< `acceptButton` or `admitButton`
  QPushButton* m_save_as = nullptr;     ///< `saveAsButton`
  QPushButton* m_refuse;                ///< `declineButton` or `denyButton`
  ConflictCombo* m_conflict = nullptr;  ///< `conflictCombo`
  std::function<QRect()> m_placement;
};

}  // namespace landline::widgets
