#pragma once

#include <QAbstractListModel>
#include <QHash>

#include <deque>
#include <functional>
#include <variant>

#include "session/node.h"

namespace landline::models {

/// What happened to somebody who asks to be let in.
enum class JoinAnswer { Pending, Admitted, Denied, Gone };

/// One conversation: messages, and cards for the files that come and go and for those who ask to join, in the order in
/// which they came. Keeps many, shows a window of the newest: a view lays out every row it has at each insertion.
/// Older rows come into the window on fetchOlder(); while the reader follows the end, they leave it again.
class ConversationModel : public QAbstractListModel {
  Q_OBJECT

 public:
  enum class Kind { Message, File, Join };

  enum Role {
    KindRole = Qt::UserRole + 1,  ///< Kind as int
    SerialRole,                   ///< qint64, one row's for good
    NameRole,                     ///< of who wrote it, fit for showing
    TextRole,                     ///< fit for showing
    OriginalTextRole,             ///< for copying
    TimeRole,                     ///< ms since 1970, UTC
    OwnRole,                      ///< bool: from here
    DeliveryRole,                 ///< session::Delivery as int
    ReasonRole,                   ///< Error: why a message was not delivered
    DayRole,                      ///< QDate of the row where a new day begins with it, else invalid
    UnreadMarkRole,               ///< bool: the first that was not read yet
    ContinuesRole,                ///< bool: the same writer goes on, the name need not be said again
    TransferRole,                 ///< session::TransferInfo
    JoinRole,                     ///< session::JoinRequest
    JoinAnswerRole,               ///< JoinAnswer as int
    PendingRole,                  ///< bool: a card that waits for an answer from here
  };

  struct Bounds {
    int window = 500;               ///< rows shown while the reader follows the end
    int fetch = 250;                ///< rows that fetchOlder() adds
    int kept = 20'000;              ///< items remembered
    qint64 kept_text = 16'000'000;  ///< UTF-16 units remembered; the oldest go first
  };

  /// How a peer is called on the screen.
  using Namer = std::function<QString(const PeerId& peer, const QString& name)>;

  explicit ConversationModel(Namer namer, QObject* parent = nullptr);
  ConversationModel(Namer namer, const Bounds& bounds, QObject* parent = nullptr);

  int rowCount(const QModelIndex& parent = {}) const override;
  /// DisplayRole is the whole row as a sentence, for screen readers and tests.
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

  int kept() const { return static_cast<int>(m_items.size()); }

  void addMessage(const session::ChatMessage& message);
  bool setDelivery(const QString& id, session::Delivery delivery, const Error& reason);
  /// Adds a card or updates the one there is. Returns whether it was added.
  bool setTransfer(const session::TransferInfo& transfer, qint64 now_ms);
  bool hasTransfer(const session::TransferInfo& transfer) const;
  void addJoinRequest(const session::JoinRequest& request, qint64 now_ms);
  /// Answers the card that waits for `peer`, if any.
  void setJoinAnswer(const PeerId& peer, JoinAnswer answer);

  bool canFetchOlder() const { return m_first > 0; }
  void fetchOlder();
  /// Whether the reader is at the end: then the window stays at its size.
  void setFollowing(bool following);

  /// The unread mark stands before the next row that comes in / is taken away.
  void markNextUnread();
  void clearUnreadMark();
  bool hasUnreadMark() const { return m_unread_serial >= 0; }

  void refreshNames();

  /// The rows as plain text, in their order, as they are copied.
  QString plainText(const QModelIndexList& indexes) const;

 private:
  struct Message {
    QString id;
    PeerId from;
    QString from_name;
    QString text;
    session::Delivery delivery = session::Delivery::Incoming;
    Error reason;
  };
  struct Join {
    session::JoinRequest request;
    JoinAnswer answer = JoinAnswer::Pending;
  };
  using What = std::variant<Message, session::TransferInfo, Join>;
  struct Item {
    qint64 serial;
    qint64 at_ms;
    What what;
  };

  const Item& itemAt(int row) const { return m_items[m_first + static_cast<std::size_t>(row)]; }
  Item* itemOf(qint64 serial);
  void append(qint64 at_ms, What what);
  void dropOldest();
  void dropFromWindow(int rows);
  void changed(qint64 serial);
  bool startsDay(int row) const;
  bool continues(int row) const;
  bool isOwn(const Item& item) const;
  bool isPending(const Item& item) const;
  QString nameOf(const Item& item) const;
  QString sentence(const Item& item) const;
  static qint64 textSize(const Item& item);

  Namer m_namer;
  Bounds m_bounds;
  std::deque<Item> m_items;
  std::size_t m_first = 0;  ///< where the window begins in m_items; it reaches to the end
  qint64 m_next_serial = 0;
  qint64 m_text_kept = 0;
  bool m_following = true;
  bool m_mark_next = false;
  qint64 m_unread_serial = -1;
  QHash<QString, qint64> m_own_messages;  ///< id -> serial
  QHash<QString, qint64> m_transfers;     ///< direction, peer and UUID -> serial
  QHash<PeerId, qint64> m_joins;          ///< the newest card of each
};

}  // namespace landline::models
