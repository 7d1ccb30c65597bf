#pragma once

#include <QWidget>

#include "core/peer_id.h"
#include "models/peer_model.h"

class QLineEdit;
class QListView;
class QSortFilterProxyModel;

namespace landline::widgets {

/// The conversations to choose from, with a line that narrows them down: Return in it takes the first one, the arrow
/// keys walk. Names: `conversationFilter`, `conversationList`.
class ConversationList : public QWidget {
  Q_OBJECT

 public:
  explicit ConversationList(models::PeerModel& peers, QWidget* parent = nullptr);

  /// Shows `key` as the chosen one, without chosen().
  void setCurrent(const QString& key);
  void setCanDisconnectPeers(bool can) { m_can_disconnect = can; }
  void focusFilter();

 Q_SIGNALS:
  void chosen(const QString& key);
  /// Chosen for writing to it: by Return or a double click.
  void activated(const QString& key);
  void disconnectRequested(const landline::PeerId& peer);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void showMenu(const QPoint& position);

  models::PeerModel& m_peers;
  QSortFilterProxyModel* m_filtered;
  QLineEdit* m_filter;
  QListView* m_list;
  QString m_current;
  bool m_can_disconnect = false;
  bool m_setting = false;  ///< the list follows, nobody chose
};

}  // namespace landline::widgets
