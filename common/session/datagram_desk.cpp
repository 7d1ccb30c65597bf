#include "session/datagram_desk.h"

#include <algorithm>
#include <utility>

namespace landline::session {

namespace {

std::string_view view(const QByteArray& octets) {
  return {octets.constData(), static_cast<std::size_t>(octets.size())};
}

Error usage(const QString& what) {
  return {codes::kUsage, what};
}

/// A later datagram may well go.
bool isTransient(const Error& error) {
  return error.is(codes::kBusy);
}

}  // namespace

DatagramDesk::DatagramDesk(const Limits& limits, const Clock& clock, QObject* parent)
    : QObject(parent), m_limits(limits), m_clock(clock), m_guard(limits, clock) {
  connect(&m_socket, &net::DatagramSocket::received, this, &DatagramDesk::onReceived);
  m_tell.setSingleShot(true);
  connect(&m_tell, &QTimer::timeout, this, [this] {
    if (m_has_news) {
      tellNow();
    }
  });
  m_repeat.setTimerType(Qt::PreciseTimer);
  connect(&m_repeat, &QTimer::timeout, this, &DatagramDesk::repeat);
}

void DatagramDesk::bind(const DatagramSettings& settings) {
  const DatagramSettings& before = m_state.settings;
  const bool stays = m_socket.isBound() && settings.address == before.address && settings.port == before.port &&
                     settings.shared == before.shared;
  tellNow(stays ? apply(settings) : open(settings));
}

Error DatagramDesk::open(const DatagramSettings& settings) {
  QHostAddress address(QHostAddress::Any);
  if (!settings.address.isEmpty() && !address.setAddress(settings.address)) {
    return usage(QStringLiteral("\"%1\" is not an IP address.").arg(settings.address));
  }
  if (m_has_news) {
    tellNow();  // what came before belongs to the socket before
  }
  const bool repeats = m_state.repeating;
  m_guard.clear();
  m_state = {};
  m_state.settings = settings;
  m_state.settings.groups.clear();
  const Result<void> bound = m_socket.bind(address, settings.port, settings.shared);
  if (!bound) {
    close();
    return bound.error();
  }
  m_state.bound = true;
  m_state.repeating = repeats;
  m_state.address = m_socket.address().toString();
  m_state.port = m_socket.port();
  if (!m_watcher) {
    m_watcher = std::make_unique<net::InterfaceWatcher>();
    connect(m_watcher.get(), &net::InterfaceWatcher::changed, this, &DatagramDesk::learnOwnAddresses);
  }
  learnOwnAddresses();
  return apply(settings);
}

Error DatagramDesk::apply(const DatagramSettings& settings) {
  const Result<void> set = m_socket.setMulticast(settings.ttl, settings.loopback, settings.interface_name);
  if (set) {
    m_state.settings.ttl = settings.ttl;
    m_state.settings.loopback = settings.loopback;
    m_state.settings.interface_name = settings.interface_name;
  }
  m_state.settings.echo = settings.echo;
  const Error groups = applyGroups(settings.groups);
  return set ? groups : set.error();
}

Error DatagramDesk::applyGroups(const QVector<DatagramGroup>& wanted) {
  const QVector<DatagramGroup> before = std::exchange(m_state.settings.groups, {});
  Error problem;
  for (const DatagramGroup& group : before) {
    if (!wanted.contains(group)) {
      // That it fails means that the interface has gone, and the membership with it.
      static_cast<void>(m_socket.leave(QHostAddress(group.group), group.interface_name));
    }
  }
  for (const DatagramGroup& group : wanted) {
    if (m_state.settings.groups.contains(group)) {
      continue;
    }
    const bool holds = before.contains(group) && m_socket.isIn(QHostAddress(group.group), group.interface_name);
    const Result<void> joined = holds ? Result<void>() : join(group);
    if (joined) {
      m_state.settings.groups.append(group);
    } else {
      problem = joined.error();
    }
  }
  return problem;
}

Result<void> DatagramDesk::join(const DatagramGroup& group) {
  QHostAddress address;
  if (!address.setAddress(group.group)) {
    return usage(QStringLiteral("\"%1\" is not an IP address.").arg(group.group));
  }
  return m_socket.join(address, group.interface_name);
}

void DatagramDesk::close() {
  const bool was_bound = m_state.bound;
  m_repeat.stop();
  m_socket.close();
  m_watcher.reset();
  m_state.bound = false;
  m_state.repeating = false;
  m_state.address.clear();
  m_state.port = 0;
  m_state.settings.groups.clear();
  if (was_bound) {
    tellNow();
  }
}

void DatagramDesk::send(const DatagramRequest& request) {
  QHostAddress to;
  if (!to.setAddress(request.address)) {
    tellNow(usage(QStringLiteral("\"%1\" is not an IP address.").arg(request.address)));
    return;
  }
  if (request.interval_ms < 0) {
    tellNow(usage(QStringLiteral("An interval is 1 ms or more.")));
    return;
  }
  if (!m_socket.isBound()) {
    // Nothing of the socket before that would keep this from reaching anybody, or answer unasked.
    DatagramSettings settings;
    settings.ttl = m_state.settings.ttl;
    settings.loopback = m_state.settings.loopback;
    settings.interface_name = m_state.settings.interface_name;
    const Error problem = open(settings);
    tellNow(problem);
    if (!problem.code.isEmpty()) {
      return;
    }
  }
  const bool repeats = request.interval_ms > 0;
  const Error problem = sendNow(to, request.port, request.octets, false);
  if (!problem.code.isEmpty() && !(repeats && isTransient(problem))) {
    tellNow(problem);
    return;
  }
  if (repeats) {
    m_repeat_to = to;
    m_repeated = request;
    m_state.repeating = true;
    m_repeat.start(request.interval_ms);
    tellNow();
  }
}

void DatagramDesk::stopRepeating() {
  m_repeat.stop();
  m_state.repeating = false;
  tellNow();
}

void DatagramDesk::repeat() {
  const Error problem = sendNow(m_repeat_to, m_repeated.port, m_repeated.octets, false);
  if (!problem.code.isEmpty() && !isTransient(problem)) {
    m_repeat.stop();  // else it would be said again with each of them
    m_state.repeating = false;
    tellNow(problem);
  }
}

Error DatagramDesk::sendNow(const QHostAddress& to, quint16 port, const QByteArray& octets, bool echo) {
  const Result<void> sent = m_socket.send(to, port, view(octets));
  if (!sent) {
    return sent.error();
  }
  ++m_state.sent;
  m_state.sent_octets += octets.size();
  if (!echo) {
    m_guard.noteSent(to, port, octets);
  }
  note({false, to.toString(), port, octets, m_clock.utcMs(), echo});
  return {};
}

void DatagramDesk::onReceived(const QHostAddress& from, quint16 port, const QByteArray& octets) {
  ++m_state.received;
  m_state.received_octets += octets.size();
  note({true, from.toString(), port, octets, m_clock.utcMs(), false});
  const bool is_ours = port == m_socket.port() && isOwn(from);
  if (m_state.settings.echo && !is_ours && m_guard.mayAnswer(from, port, octets)) {
    // An answer that cannot leave is lost, as answers may be: there is nobody to tell who asked for it.
    static_cast<void>(sendNow(from, port, octets, true));
  }
}

void DatagramDesk::learnOwnAddresses() {
  m_own.clear();
  QSet<QHostAddress> broadcasts;
  const QVector<net::HostInterface> interfaces = net::hostInterfaces();
  for (const net::HostInterface& interface : interfaces) {
    for (const net::InterfaceAddress& entry : interface.addresses) {
      m_own.insert(QHostAddress(entry.address));
      if (const QHostAddress broadcast = net::broadcastOf(interface, entry); !broadcast.isNull()) {
        broadcasts.insert(broadcast);
      }
    }
  }
  m_guard.setBroadcasts(std::move(broadcasts));
}

bool DatagramDesk::isOwn(const QHostAddress& address) const {
  return address.isLoopback() || m_own.contains(net::withoutScope(address));
}

void DatagramDesk::note(Datagram datagram) {
  const qint64 size = datagram.octets.size();
  if (m_news.size() < m_limits.datagrams_at_once &&
      m_news_octets + size <= static_cast<qint64>(m_limits.datagram_octets_at_once)) {
    m_news_octets += size;
    m_news.append(std::move(datagram));
  } else {
    ++m_state.dropped;
  }
  m_has_news = true;
  tellSoon();
}

void DatagramDesk::tellSoon() {
  if (!m_tell.isActive()) {
    m_tell.start(0);  // at once, but after what has come with it
  }
}

void DatagramDesk::tellNow(const Error& error) {
  m_has_news = false;
  m_news_octets = 0;
  const QVector<Datagram> news = std::exchange(m_news, {});
  if (!news.isEmpty()) {
    Q_EMIT moved(news);
  }
  m_state.error = error;
  Q_EMIT stateChanged(m_state);
  m_state.error = {};
  m_tell.start(m_limits.datagram_news);
}

}  // namespace landline::session
