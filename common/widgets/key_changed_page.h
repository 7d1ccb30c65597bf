#pragma once

#include <QWidget>

#include "core/peer_id.h"

class QLabel;
class QPushButton;

namespace landline::widgets {

/// The blocking question when a server shows another key than before (bad-input 45). Fills the window: nothing else
/// can be done before it is answered. The safe answer has the focus. Names: `keyChangedPage`, `trustKeyButton`,
/// `refuseKeyButton`, `knownKeyText`, `presentedKeyText`.
class KeyChangedPage : public QWidget {
  Q_OBJECT

 public:
  enum class Why {
    Known,      ///< another key was trusted so far
    Announced,  ///< another key was announced on the network, of a server that was never met
  };

  explicit KeyChangedPage(QWidget* parent = nullptr);

  /// `expected` is the key that was known or announced.
  void ask(const QString& address, const PeerId& expected, const PeerId& presented, Why why = Why::Known);

 Q_SIGNALS:
  void trusted(const landline::PeerId& presented);
  void refused();

 private:
  PeerId m_presented;
  QLabel* m_title;
  QLabel* m_what;
  QLabel* m_meaning;
  QLabel* m_known_caption;
  QLabel* m_presented_caption;
  QLabel* m_known;
  QLabel* m_presented_text;
  QPushButton* m_trust;
  QPushButton* m_refuse;
};

}  // namespace landline::widgets
