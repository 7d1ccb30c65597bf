#include "models/conversations.h"

#include "wire/messages.h"

namespace landline::models {

Conversations::Conversations(const Clock& clock, QObject* parent)
    : QObject(parent), m_clock(clock), m_current(wire::kEveryone) {
  connect(&m_peers, &PeerModel::labelsChanged, this, [this] {
    for (ConversationModel* conversation : std::as_const(m_conversations)) {
      conversation->refreshNames();
    }
  });
  conversation(wire::kEveryone);
}

ConversationModel& Conversations::conversation(const QString& key) {
  ConversationModel*& conversation = m_conversations[key];
  if (conversation == nullptr) {
    conversation = new ConversationModel(
        [this](const PeerId& peer, const QString& name) { return m_peers.labelOf(peer, name); }, this);
  }
  return *conversation;
}

QString Conversations::label(const QString& key) const {
  return m_peers.index(m_peers.rowOf(key)).data(PeerModel::LabelRole).toString();
}

void Conversations::onPeerJoined(const session::PeerInfo& peer) {
  m_away.removeAll(peer.id.hex());
  m_peers.setPeer(peer, true);
  // Where somebody else (another window, the console) answered: who is here was admitted.
  conversation(wire::kEveryone).setJoinAnswer(peer.id, JoinAnswer::Admitted);
}

void Conversations::onPeerLeft(const session::PeerInfo& peer) {
  leave(peer.id);
}

void Conversations::onPeerRenamed(const session::PeerInfo& peer) {
  m_peers.setPeer(peer, m_peers.isPresent(peer.id.hex()));
}

void Conversations::leave(const PeerId& peer) {
  const QString& key = peer.hex();
  const int row = m_peers.rowOf(key);
  if (row <= 0 || !m_peers.isPresent(key)) {
    return;
  }
  const bool has_content = m_conversations.contains(key) && m_conversations.value(key)->kept() > 0;
  if (!has_content && key != m_current) {
    m_peers.removePeer(peer);
    if (ConversationModel* empty = m_conversations.take(key)) {
      Q_EMIT forgotten(key);
      empty->deleteLater();
    }
    return;
  }
  const QModelIndex index = m_peers.index(row);
  session::PeerInfo info;
  info.id = peer;
  info.name = m_peers.nameAt(row);
  info.address = index.data(PeerModel::AddressRole).toString();
  info.is_server = index.data(PeerModel::ServerRole).toBool();
  info.plain = index.data(PeerModel::PlainRole).toBool();
  m_peers.setPeer(info, false);
  m_away.append(key);
  forgetOldestAway();
}

void Conversations::forgetOldestAway() {
  for (int i = 0; m_away.size() > kAwayKept && i < m_away.size(); ++i) {
    const QString key = m_away.at(i);
    if (key == m_current) {
      continue;
    }
    setUnread(key, 0);
    m_away.removeAt(i);
    if (const auto peer = PeerId::fromHex(key)) {
      m_peers.removePeer(*peer);
    }
    if (ConversationModel* old = m_conversations.take(key)) {
      Q_EMIT forgotten(key);
      old->deleteLater();
    }
    --i;
  }
}

void Conversations::ensurePeer(const PeerId& peer, const QString& name) {
  if (m_peers.rowOf(peer.hex()) >= 0) {
    return;
  }
  // It left before its words were shown.
  session::PeerInfo info;
  info.id = peer;
  info.name = name;
  m_peers.setPeer(info, false);
  m_away.append(peer.hex());
  forgetOldestAway();
}

void Conversations::onMessageAdded(const session::ChatMessage& message) {
  const bool to_everyone = message.to == wire::kEveryone;
  const QString key = to_everyone ? message.to : message.incoming() ? message.from.hex() : message.to;
  if (!to_everyone && message.incoming()) {
    ensurePeer(message.from, message.from_name);
  }
  if (message.incoming()) {
    beforeArrival(key);
  } else if (message.delivery != session::Delivery::Received && message.delivery != session::Delivery::Rejected) {
    m_key_of_message.insert(message.id, key);
  }
  conversation(key).addMessage(message);
  if (message.incoming()) {
    arrived(key);
  }
}

void Conversations::onDeliveryChanged(const QString& id, session::Delivery delivery, const Error& reason) {
  const auto found = m_key_of_message.constFind(id);
  if (found == m_key_of_message.cend()) {
    return;
  }
  if (ConversationModel* conversation = m_conversations.value(found.value())) {
    conversation->setDelivery(id, delivery, reason);
  }
  if (delivery == session::Delivery::Received || delivery == session::Delivery::Rejected) {
    m_key_of_message.erase(found);
  }
}

void Conversations::onJoinRequested(const session::JoinRequest& request) {
  beforeArrival(wire::kEveryone);
  conversation(wire::kEveryone).addJoinRequest(request, m_clock.utcMs());
  arrived(wire::kEveryone);
}

void Conversations::onJoinRequestGone(const PeerId& peer) {
  conversation(wire::kEveryone)
      .setJoinAnswer(peer, m_peers.isPresent(peer.hex()) ? JoinAnswer::Admitted : JoinAnswer::Gone);
}

void Conversations::noteJoinAnswer(const PeerId& peer, bool admitted) {
  conversation(wire::kEveryone).setJoinAnswer(peer, admitted ? JoinAnswer::Admitted : JoinAnswer::Denied);
}

void Conversations::onTransferChanged(const session::TransferInfo& transfer) {
  const QString key = transfer.peer.hex();
  ensurePeer(transfer.peer, transfer.peer_name);
  ConversationModel& model = conversation(key);
  const bool down = transfer.direction == session::TransferInfo::Direction::Down;
  const bool is_new = !model.hasTransfer(transfer);
  if (down && is_new) {
    beforeArrival(key);
  }
  model.setTransfer(transfer, m_clock.utcMs());
  if (down && is_new) {
    arrived(key);
  }
}

void Conversations::onStateChanged(const session::LinkState& state) {
  using Phase = session::LinkState::Phase;
  m_peers.setOwnName(state.own_name);
  if (state.phase == Phase::Online || state.phase == Phase::Listening) {
    return;
  }
  QVector<PeerId> present;
  for (int row = 1; row < m_peers.rowCount(); ++row) {
    const auto peer = PeerId::fromHex(m_peers.keyAt(row));
    if (peer && m_peers.isPresent(peer->hex())) {
      present.append(*peer);
    }
  }
  for (const PeerId& peer : std::as_const(present)) {
    leave(peer);
  }
}

void Conversations::setCurrent(const QString& key) {
  if (key == m_current || m_peers.rowOf(key) < 0) {
    return;
  }
  const QString before = m_current;
  m_current = key;
  if (ConversationModel* left = m_conversations.value(before)) {
    left->clearUnreadMark();
  }
  if (m_attentive) {
    setUnread(key, 0);
  }
  Q_EMIT currentChanged(key);
}

void Conversations::setAttentive(bool attentive) {
  if (attentive == m_attentive) {
    return;
  }
  m_attentive = attentive;
  if (attentive) {
    setUnread(m_current, 0);
  }
}

void Conversations::beforeArrival(const QString& key) {
  // The mark stands before the first of those that came while nobody looked.
  if ((key != m_current || !m_attentive) && m_peers.unread(key) == 0) {
    conversation(key).markNextUnread();
  }
}

void Conversations::arrived(const QString& key) {
  if (key == m_current && m_attentive) {
    return;
  }
  setUnread(key, m_peers.unread(key) + 1);
  Q_EMIT attentionWanted(key);
}

void Conversations::setUnread(const QString& key, int unread) {
  const int before = m_peers.unread(key);
  if (before == unread) {
    return;
  }
  m_peers.setUnread(key, unread);
  m_unread_total += unread - before;
  Q_EMIT unreadTotalChanged(m_unread_total);
}

}  // namespace landline::models
