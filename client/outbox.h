#pragma once

#include <QObject>
#include <QVector>

#include "core/limits.h"
#include "session/node.h"
#include "wire/messages.h"

namespace landline::client {

/// The messages that this client wrote and nobody has answered yet. They are sent when there is a connection, and sent
/// again after a lost one came back: whoever gets one twice counts it once.
class Outbox : public QObject {
  Q_OBJECT

 public:
  using QObject::QObject;

  /// How many unanswered messages are kept; more are refused.
  static constexpr int kCapacity = 1000;

  void add(const wire::Chat& chat, const Limits& limits);
  void onReceived(const QString& id);
  bool onRejected(const QString& id, const Error& reason);  ///< false: no message of this outbox

  void setOnline(bool online);

 Q_SIGNALS:
  void messageReady(const landline::wire::ControlMessage& message);
  void deliveryChanged(const QString& id, landline::session::Delivery delivery, const landline::Error& reason);

 private:
  bool remove(const QString& id);

  QVector<wire::Chat> m_unanswered;  // in the order they were written
  bool m_online = false;
};

}  // namespace landline::client
