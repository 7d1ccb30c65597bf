#pragma once

#include <QObject>
#include <QPointer>
#include <QTimer>

#include "session/client_session.h"

namespace landline::session {

/// The network doctor's way into a server. A second connection with the same key replaces the first (PROTOCOL.md,
/// "Control connection"), so where the client itself is connected there, or is about to be, that connection is used and
/// watched. Else this makes one of its own, which says hello like any other, remembers no key, and leaves when it is
/// destroyed; whoever writes to it meanwhile is told that nobody is there.
class DoctorEntry : public QObject {
  Q_OBJECT

 public:
  struct Server {
    QString host;  ///< as the person gave it
    quint16 port = 0;
    QString address;  ///< the one that answered
    PeerId id;        ///< who answered there a moment ago: only to it anything is said
  };

  /// `session` must outlive this object.
  DoctorEntry(ClientSession& session, ClientSession::Connector connector, Server server, QString name,
              const Limits& limits, QObject* parent = nullptr);
  ~DoctorEntry() override;

  /// Once. Answered by waiting() at most once, then entered() or failed().
  void start();

  /// Once entered: to the server.
  void send(const wire::ControlMessage& message);

 Q_SIGNALS:
  void waiting();  ///< a person decides; failed(`timeout`) follows where none does
  void entered(const QString& server_name, bool was_in);
  void failed(const landline::Error& reason, bool was_waiting);
  void lost();  ///< after entered()
  void messageReceived(const landline::wire::ControlMessage& message);

 private:
  bool sessionLeadsThere() const;
  void watchSession();
  void onState(const LinkState& state);
  void connectOwn();
  void onSecured(const PeerId& peer);
  void onOwnMessage(const wire::ControlMessage& message);
  void refuse(const QString& id);
  void onClosed(const Error& reason);
  void leave();
  void wait();
  void enter(const QString& server_name, bool was_in);
  void fail(const Error& reason);

  enum class State { Idle, Trying, Waiting, In, Over };

  ClientSession& m_session;
  ClientSession::Connector m_connector;
  const Server m_server;
  const QString m_name;
  const Limits m_limits;
  QPointer<net::ControlChannel> m_channel;  // our own, where there is one
  QTimer m_patience;
  State m_state = State::Idle;
};

}  // namespace landline::session
