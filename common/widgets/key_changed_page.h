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
  explicit KeyChangedPage(QWidget* parent = nullptr);

  void ask(const QString& address, const PeerId& known, const PeerId& presented);

 Q_SIGNALS:
  void trusted(const landline::PeerId& presented);
  void refused();

 private:
  PeerId m_presented;
  QLabel* m_what;
  QLabel* m_known;
  QLabel* m_presented_text;
  QPushButton* m_trust;
  QPushButton* m_refuse;
};

}  // namespace landline::widgets
