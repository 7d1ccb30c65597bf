#pragma once

#include <QListView>
#include <QPointer>

#include "core/peer_id.h"
#include "models/conversation_model.h"

namespace landline::widgets {

class CardButtons;
class ConversationDelegate;

/// One conversation: follows its end while the end is in sight, fetches older rows when the reader comes to the
/// beginning, copies the rows that are selected.
class ConversationView : public QListView {
  Q_OBJECT

 public:
  explicit ConversationView(QWidget* parent = nullptr);

  /// Null: none. The model must outlive its being shown.
  void setConversation(models::ConversationModel* conversation);
  models::ConversationModel* conversation() const { return m_conversation; }

  bool isFollowing() const { return m_following; }
  /// What the cards of offers propose where names are taken; for those to come.
  void setConflict(session::Conflict conflict) { m_conflict = conflict; }
  const ConversationDelegate& rows() const { return *m_delegate; }

 public Q_SLOTS:
  void followEnd();
  void copySelection();

 Q_SIGNALS:
  void offerAccepted(const landline::PeerId& offerer, const QString& transfer,
                     const landline::session::AcceptChoice& choice);
  void saveAsRequested(const landline::session::TransferInfo& offer, landline::session::Conflict conflict);
  void offerDeclined(const landline::PeerId& offerer, const QString& transfer);
  void admitRequested(const landline::PeerId& peer);
  void denyRequested(const landline::PeerId& peer);

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void rowsInserted(const QModelIndex& parent, int first, int last) override;
  void dataChanged(const QModelIndex& first, const QModelIndex& last, const QVector<int>& roles) override;

 private:
  void onScrolled(int value);
  void setFollowing(bool following);
  void showUnreadMark();  ///< where more came in than fits: from there on it is read
  void fetchOlder();
  void updateStyle();
  void updateCards(int first, int last);
  CardButtons* makeCard(const QModelIndex& index);

  ConversationDelegate* m_delegate;
  QPointer<models::ConversationModel> m_conversation;
  session::Conflict m_conflict = session::Conflict::Rename;
  bool m_following = true;
  bool m_fetching = false;
};

}  // namespace landline::widgets
