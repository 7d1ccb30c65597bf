#include "session/doctor_entry.h"

#include <utility>

namespace landline::session {

using Phase = LinkState::Phase;

DoctorEntry::DoctorEntry(ClientSession& session, ClientSession::Connector connector, Server server, QString name,
                         const Limits& limits, QObject* parent)
    : QObject(parent),
      m_session(session),
      m_connector(std::move(connector)),
      m_server(std::move(server)),
      m_name(std::move(name)),
      m_limits(limits),
      m_patience(this) {
  m_patience.setSingleShot(true);
  connect(&m_patience, &QTimer::timeout, this, [this] {
    fail({codes::kTimeout, QStringLiteral("Nobody at the server has decided.")});
  });
}

DoctorEntry::~DoctorEntry() {
  leave();
}

void DoctorEntry::start() {
  m_state = State::Trying;
  if (sessionLeadsThere()) {
    watchSession();
  } else {
    connectOwn();
  }
}

void DoctorEntry::send(const wire::ControlMessage& message) {
  if (m_channel) {
    m_channel->send(message);
  } else {
    m_session.send(message);
  }
}

// --- The client's own connection ---------------------------------------------------------------------------------

bool DoctorEntry::sessionLeadsThere() const {
  const LinkState& state = m_session.state();
  switch (state.phase) {
    case Phase::Waiting:
    case Phase::Online:
      return state.server == m_server.id;
    case Phase::Connecting:
    case Phase::Retrying:
      // It may be on its way there under another name: who was there before, or was announced there, is what counts.
      return (state.address == m_server.host && state.port == m_server.port) || state.server == m_server.id;
    case Phase::Idle:
    case Phase::Listening:
    case Phase::KeyChanged:
      break;
  }
  return false;
}

void DoctorEntry::watchSession() {
  connect(&m_session, &ClientSession::stateChanged, this, &DoctorEntry::onState);
  connect(&m_session, &ClientSession::messageReceived, this, &DoctorEntry::messageReceived);
  if (m_session.state().phase == Phase::Retrying) {
    m_session.retryNow();  // answered by onState()
  } else {
    onState(m_session.state());
  }
}

void DoctorEntry::onState(const LinkState& state) {
  switch (state.phase) {
    case Phase::Connecting:
      return;
    case Phase::Waiting:
      wait();
      return;
    case Phase::Online:
      if (m_state == State::In) {
        return;  // only renamed
      }
      if (state.server == m_server.id) {
        enter(state.server_name, true);
        return;
      }
      break;
    case Phase::Idle:
    case Phase::Listening:
    case Phase::Retrying:
    case Phase::KeyChanged:
      break;
  }
  const Error gone{codes::kConnectionLost, QStringLiteral("The client has left.")};
  fail(state.error.code.isEmpty() ? gone : state.error);
}

// --- One of the doctor's own -------------------------------------------------------------------------------------

void DoctorEntry::connectOwn() {
  m_channel = m_connector(m_server.address, m_server.port);
  connect(m_channel, &net::ControlChannel::secured, this, &DoctorEntry::onSecured);
  connect(m_channel, &net::ControlChannel::messageReceived, this, &DoctorEntry::onOwnMessage);
  connect(m_channel, &net::ControlChannel::closed, this, &DoctorEntry::onClosed);
}

void DoctorEntry::onSecured(const PeerId& peer) {
  if (peer != m_server.id) {
    leave();
    fail({codes::kKeyChanged, QStringLiteral("Another server answers than a moment ago.")});
  } else if (sessionLeadsThere()) {
    leave();  // the person has begun to connect meanwhile: our hello would push that out
    watchSession();
  } else {
    m_channel->send(wire::Hello{wire::kProtocolVersion, m_name, QStringLiteral("landline/" LANDLINE_VERSION)});
  }
}

void DoctorEntry::onOwnMessage(const wire::ControlMessage& message) {
  if (m_state == State::In) {
    if (const auto* chat = std::get_if<wire::Chat>(&message); chat != nullptr && chat->to != wire::kEveryone) {
      refuse(chat->id);
    } else if (const auto* offer = std::get_if<wire::Offer>(&message)) {
      refuse(offer->transfer);
    } else {
      Q_EMIT messageReceived(message);
    }
  } else if (const auto* welcome = std::get_if<wire::Welcome>(&message)) {
    m_channel->setAdmitted();
    enter(welcome->name, false);
  } else if (std::holds_alternative<wire::Waiting>(message)) {
    m_channel->setWaiting();
    wait();
  } else {
    leave();
    fail({codes::kUnexpected, QStringLiteral("The server says something out of turn.")});
  }
}

void DoctorEntry::refuse(const QString& id) {
  m_channel->send(
      wire::Rejected{id, codes::kAbsent, QStringLiteral("Only the network doctor is connected with this key.")});
}

void DoctorEntry::onClosed(const Error& reason) {
  m_channel->deleteLater();
  m_channel.clear();
  fail(reason);
}

void DoctorEntry::leave() {
  if (m_channel) {
    // It needs its time to say bye; its parent is whoever made it.
    m_channel->disconnect(this);
    connect(m_channel, &net::ControlChannel::closed, m_channel, &QObject::deleteLater);
    m_channel->close({codes::kClosing, QStringLiteral("The network doctor is done.")});
    m_channel.clear();
  }
}

// --- Answers -----------------------------------------------------------------------------------------------------

void DoctorEntry::wait() {
  if (m_state == State::Trying) {
    m_state = State::Waiting;
    m_patience.start(m_limits.doctor_person);
    Q_EMIT waiting();
  }
}

void DoctorEntry::enter(const QString& server_name, bool was_in) {
  m_patience.stop();
  m_state = State::In;
  Q_EMIT entered(server_name, was_in);
}

void DoctorEntry::fail(const Error& reason) {
  m_patience.stop();
  const State before = std::exchange(m_state, State::Over);
  if (before == State::In) {
    Q_EMIT lost();
  } else if (before != State::Over) {
    Q_EMIT failed(reason, before == State::Waiting);
  }
}

}  // namespace landline::session
