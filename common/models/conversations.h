#pragma once

#include <QHash>
#include <QObject>

#include "core/clock.h"
#include "models/conversation_model.h"
#include "models/peer_model.h"

namespace landline::models {

/// All conversations of one node, and who takes part in them. Its slots have the names and arguments of
/// session::Node's signals: connect them one to one. A conversation is named by its key: wire::kEveryone, or the hex
/// form of the peer. Lives in the UI thread.
///
/// A message to everyone belongs to Everyone; any other to the peer at the other side. Files are cards in the
/// conversation of their peer; those who ask to join are cards in Everyone.
class Conversations : public QObject {
  Q_OBJECT

 public:
  static constexpr int kAwayKept = 256;  ///< conversations with peers that left; beyond them the oldest are forgotten

  explicit Conversations(const Clock& clock, QObject* parent = nullptr);

  PeerModel& peers() { return m_peers; }
  const PeerModel& peers() const { return m_peers; }

  /// Made where there is none. Valid until the conversation is forgotten: see forgotten().
  ConversationModel& conversation(const QString& key);

  const QString& current() const { return m_current; }
  int unreadTotal() const { return m_unread_total; }

  /// What stands in a title or beside a person: see PeerModel::labelOf().
  QString label(const QString& key) const;

 public Q_SLOTS:
  void onPeerJoined(const landline::session::PeerInfo& peer);
  void onPeerLeft(const landline::session::PeerInfo& peer);
  void onPeerRenamed(const landline::session::PeerInfo& peer);
  void onMessageAdded(const landline::session::ChatMessage& message);
  void onDeliveryChanged(const QString& id, landline::session::Delivery delivery, const landline::Error& reason);
  void onJoinRequested(const landline::session::JoinRequest& request);
  void onJoinRequestGone(const landline::PeerId& peer);
  void onTransferChanged(const landline::session::TransferInfo& transfer);
  /// Everybody is away while nobody listens and nothing is connected.
  void onStateChanged(const landline::session::LinkState& state);

  /// The conversation that is on the screen.
  void setCurrent(const QString& key);
  /// Whether the person looks: what comes into the current conversation is read at once.
  void setAttentive(bool attentive);
  /// What the person answered; the card says so from now on.
  void noteJoinAnswer(const landline::PeerId& peer, bool admitted);

 Q_SIGNALS:
  void currentChanged(const QString& key);
  void unreadTotalChanged(int total);
  /// Something came in that nobody has seen yet.
  void attentionWanted(const QString& key);
  /// The model of `key` is about to be deleted.
  void forgotten(const QString& key);

 private:
  void arrived(const QString& key);
  void beforeArrival(const QString& key);
  void setUnread(const QString& key, int unread);
  void leave(const PeerId& peer);
  void forgetOldestAway();
  void ensurePeer(const PeerId& peer, const QString& name);

  const Clock& m_clock;
  PeerModel m_peers;
  QHash<QString, ConversationModel*> m_conversations;
  QHash<QString, QString> m_key_of_message;  ///< own messages whose delivery is still open
  QStringList m_away;                        ///< in the order in which they left
  QString m_current;
  bool m_attentive = true;
  int m_unread_total = 0;
};

}  // namespace landline::models
