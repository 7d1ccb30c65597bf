#pragma once

#include <QHash>
#include <QObject>

#include <functional>
#include <optional>

#include "core/limits.h"
#include "server/chat_pace.h"
#include "server/chat_router.h"
#include "server/members.h"
#include "session/plain_desk.h"

namespace landline::server {

/// The plain peers of a server as members like the others (PROTOCOL.md, "Plain peers"): puts them on the list, says
/// what they write to everyone, and brings them what others write to everyone or to them. Lives in the hub's thread.
///
/// Who leaves while something that it wrote still waits for its turn (see ChatPace) stays on the list until that is
/// said: `nc HOST PORT < poem.txt` is through before its poem is.
class PlainGuests : public QObject {
  Q_OBJECT

 public:
  /// Tells the members that are no plain peers.
  using Tell = std::function<void(const wire::ControlMessage& message)>;

  /// All but `limits` must outlive this object. While nobody listens the mode is Off.
  PlainGuests(session::PlainDesk& desk, Members& members, ChatRouter& chat, Tell tell, const Limits& limits,
              QObject* parent = nullptr);

  /// What the peers may do from now on. Off ends those that are here; what still waits for its turn is dropped.
  void setMode(session::PlainMode mode);

  /// Something for one plain peer. Of all messages only a chat means anything to it: the text alone.
  void send(const PeerId& to, const wire::ControlMessage& message);

  /// What was said to everyone: `name: text`.
  void sendToAll(const wire::Chat& chat, const PeerId& except);

  void disconnectPeer(const PeerId& peer, const Error& reason);

 Q_SIGNALS:
  void joined(const landline::session::PeerInfo& peer);
  void left(const landline::session::PeerInfo& peer);
  void messagesDropped(const landline::session::PeerInfo& peer, int count);

 private:
  struct Guest {
    ChatPace* pace = nullptr;  // a child of this object
    bool gone = false;         // its connection is over; it stays until it has been heard
  };

  void onJoined(const session::PeerInfo& peer);
  void onLeft(const session::PeerInfo& peer, const Error& why);
  void onText(const PeerId& from, const QString& text);
  void onDelivered(const QString& id, session::Delivery delivery, const Error& why);
  void forget(const PeerId& peer);

  session::PlainDesk& m_desk;
  Members& m_members;
  ChatRouter& m_chat;
  const Tell m_tell;
  const Limits m_limits;
  QHash<PeerId, Guest> m_guests;
};

}  // namespace landline::server
