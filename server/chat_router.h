#pragma once

#include <QHash>
#include <QObject>
#include <QPair>
#include <QQueue>

#include <functional>

#include "core/clock.h"
#include "core/limits.h"
#include "server/members.h"
#include "session/seen_messages.h"
#include "wire/messages.h"

namespace landline::server {

/// Passes chat on among the members, adds sender and time, takes part itself, and brings the receipts of private
/// messages back to whoever wrote them (PROTOCOL.md, `chat` and `received`).
class ChatRouter : public QObject {
  Q_OBJECT

 public:
  /// How frames leave: to one member, or to all members but one (null: to all).
  struct Post {
    std::function<void(const PeerId& to, const wire::ControlMessage& message)> one;
    std::function<void(const wire::ControlMessage& message, const PeerId& except)> all;
  };

  /// `members` and `clock` must outlive this object.
  ChatRouter(const PeerId& own, const Members& members, Post post, const Limits& limits, const Clock& clock,
             QObject* parent = nullptr);

  void setOwnName(const QString& name) { m_own_name = name; }

  void sendOwn(const QString& id, const QString& to, const QString& text);

  void handle(const PeerId& from, const wire::Chat& chat);
  void handle(const PeerId& from, const wire::Received& received);

  /// Returns whether `rejected` was about a message.
  bool handle(const PeerId& from, const wire::Rejected& rejected);

 Q_SIGNALS:
  void messageAdded(const landline::session::ChatMessage& message);
  void deliveryChanged(const QString& id, landline::session::Delivery delivery, const landline::Error& reason);

 private:
  using Receipt = QPair<QString, PeerId>;  // the message's ID and the member it went to

  void expectReceipt(const QString& id, const PeerId& to, const PeerId& from);
  void show(const PeerId& from, const wire::Chat& chat);

  PeerId m_own;
  QString m_own_name;
  const Members& m_members;
  Post m_post;
  Limits m_limits;
  const Clock& m_clock;
  session::SeenMessages m_seen;
  QHash<Receipt, PeerId> m_receipts;  // who wants to know
  QQueue<Receipt> m_receipt_order;
};

}  // namespace landline::server
