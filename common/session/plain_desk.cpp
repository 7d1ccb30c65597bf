#include "session/plain_desk.h"

#include <QHostAddress>
#include <QHostInfo>
#include <QUuid>

#include <algorithm>
#include <utility>

#include "core/overloaded.h"
#include "net/socket_address.h"
#include "session/plain_peer.h"
#include "wire/plain_text.h"

namespace landline::session {

namespace {

QString nameOf(const QString& address) {
  return QStringLiteral("plain (%1)").arg(address);
}

Error closingError() {
  return {codes::kClosing, QStringLiteral("This program stopped.")};
}

}  // namespace

PlainDesk::PlainDesk(const Limits& limits, const Clock& clock, QObject* parent)
    : QObject(parent), m_limits(limits), m_clock(clock), m_mailbox(std::make_shared<Mailbox<PlainDesk>>(*this)) {
  m_progress_timer.setInterval(m_limits.progress_interval);
  connect(&m_progress_timer, &QTimer::timeout, this, &PlainDesk::reportProgress);
}

PlainDesk::~PlainDesk() {
  m_mailbox->close();
  const QSignalBlocker nobody_listens(this);
  stop();
  join();
}

void PlainDesk::setOwnId(const PeerId& own) {
  m_own = own;
}

void PlainDesk::setMode(PlainMode mode) {
  m_mode = mode;
  if (mode == PlainMode::Files) {
    for (const ConnectionPointer& connection : m_connections) {
      if (connection->peer) {
        connection->peer->setTakesFiles(true);
      }
    }
    return;
  }
  const Error why{codes::kUnsupported, QStringLiteral("Files over plain connections are switched off.")};
  for (const ConnectionPointer& connection : std::vector<ConnectionPointer>(m_connections)) {
    if (mode == PlainMode::Off) {
      disconnectPeer(connection->info.id, {codes::kClosing, QStringLiteral("Plain peers are switched off.")});
    } else if (connection->peer) {
      connection->peer->setTakesFiles(false);
    }
  }
  // What runs may end. What has not begun does not begin any more.
  std::vector<QString> waiting;
  for (const auto& [number, transfer] : m_transfers) {
    if (transfer.open() && !transfer.runs()) {
      waiting.push_back(number);
    }
  }
  for (const QString& number : waiting) {
    if (PlainTransfer* transfer = findTransfer(number)) {
      endBy(*transfer, why);
    }
  }
}

void PlainDesk::setSaveFolder(const QString& folder) {
  m_save_folder = folder;
}
void PlainDesk::setAcceptRule(AcceptRule rule) {
  m_rule = rule;
}
void PlainDesk::setConflict(Conflict conflict) {
  m_conflict = conflict;
}
void PlainDesk::setResultsFolder(const QString& folder) {
  m_results_folder = folder;
}
void PlainDesk::setTextPace(int per_second) {
  m_texts_per_second = per_second;
}
void PlainDesk::setRateLimit(std::shared_ptr<RateLimit> limit) {
  m_rate_limit = std::move(limit);
}

// --- Connections -----------------------------------------------------------------------------------------------------

PlainDesk::ConnectionPointer PlainDesk::find(const PeerId& peer) const {
  const auto found = std::find_if(m_connections.begin(), m_connections.end(),
                                  [&](const ConnectionPointer& connection) { return connection->info.id == peer; });
  return found == m_connections.end() ? nullptr : *found;
}

/// A null `id`: chance, through the only door that makes one.
PlainDesk::ConnectionPointer PlainDesk::add(const QString& address, const PeerId& id) {
  const auto connection = std::make_shared<Connection>();
  connection->info.id =
      id.isNull() ? PeerId::ofPublicKey(QUuid::createUuid().toRfc4122() + QUuid::createUuid().toRfc4122()) : id;
  connection->info.name = nameOf(address);
  connection->info.address = address;
  connection->info.plain = true;
  m_connections.push_back(connection);
  return connection;
}

void PlainDesk::begin(const ConnectionPointer& connection, const std::function<void(PlainPeer& peer)>& run) {
  const PeerId id = connection->info.id;
  const auto sink = [mailbox = m_mailbox, id](PlainNews news) {
    mailbox->post([id, told = std::move(news)](PlainDesk& desk) { desk.onNews(id, told); });
  };
  connection->peer = std::make_shared<PlainPeer>(id, m_limits, m_rate_limit, sink);
  connection->peer->setTakesFiles(m_mode == PlainMode::Files);
  if (!m_workers.start([peer = connection->peer, run] { run(*peer); })) {
    dropLater(id, {codes::kBusy, QStringLiteral("The system has no thread left.")});
  }
}

void PlainDesk::adopt(net::Incoming incoming) {
  // A letter can be copied, a descriptor cannot.
  const auto shared = std::make_shared<net::Incoming>(std::move(incoming));
  m_mailbox->post([shared](PlainDesk& desk) { desk.take(std::move(*shared)); });
}

void PlainDesk::take(net::Incoming incoming) {
  if (m_stopped || m_mode == PlainMode::Off) {
    return;
  }
  const ConnectionPointer connection = add(incoming.address, {});
  const auto shared = std::make_shared<net::Incoming>(std::move(incoming));
  begin(connection, [shared, on_tls = onTls](PlainPeer& peer) { peer.runAccepted(std::move(*shared), on_tls); });
}

PeerId PlainDesk::connectTo(const QString& host, quint16 port, const PeerId& as) {
  const QHostAddress address(host);
  const QString shown =
      address.isNull() ? QStringLiteral("%1:%2").arg(host).arg(port) : net::displayAddress(address, port);
  const ConnectionPointer connection = add(shown, as);
  const PeerId id = connection->info.id;
  if (m_stopped) {
    dropLater(id, closingError());
  } else if (!address.isNull()) {
    begin(connection, [address, port](PlainPeer& peer) { peer.runConnecting({address}, port); });
  } else {
    connection->lookup =
        QHostInfo::lookupHost(host, this, [this, id, port](const QHostInfo& found) { onLookedUp(id, found, port); });
    QTimer::singleShot(m_limits.connect, this, [this, id, host] {
      const ConnectionPointer waiting = find(id);
      if (waiting && !waiting->peer) {
        drop(waiting, {codes::kTimeout, QStringLiteral("Looking up %1 took too long.").arg(host)});
      }
    });
  }
  return id;
}

void PlainDesk::onLookedUp(const PeerId& peer, const QHostInfo& host, quint16 port) {
  const ConnectionPointer connection = find(peer);
  if (!connection || connection->peer || m_stopped) {
    return;
  }
  if (host.error() != QHostInfo::NoError || host.addresses().isEmpty()) {
    return drop(connection, {codes::kHostNotFound,
                             QStringLiteral("The name %1 is not known: %2.").arg(host.hostName(), host.errorString())});
  }
  const QVector<QHostAddress> addresses = host.addresses().toVector();
  begin(connection, [addresses, port](PlainPeer& one) { one.runConnecting(addresses, port); });
}

void PlainDesk::disconnectPeer(const PeerId& peer, const Error& reason) {
  const ConnectionPointer connection = find(peer);
  if (!connection || m_stopped) {
    return;
  }
  connection->ending = true;
  if (connection->peer) {
    connection->peer->end(reason, connection->joined && reason.is(codes::kClosing));
  } else {
    dropLater(peer, reason);
  }
}

bool PlainDesk::has(const PeerId& peer) const {
  const ConnectionPointer connection = find(peer);
  return connection && connection->joined;
}

QVector<PeerInfo> PlainDesk::peers() const {
  QVector<PeerInfo> all;
  for (const ConnectionPointer& connection : m_connections) {
    if (connection->joined) {
      all.append(connection->info);
    }
  }
  return all;
}

void PlainDesk::onNews(const PeerId& peer, const PlainNews& news) {
  const ConnectionPointer connection = find(peer);
  if (!connection || m_stopped) {
    return;
  }
  std::visit(Overloaded{
                 [&](const PlainUp& up) {
                   connection->joined = true;
                   connection->info.address = up.address;
                   connection->info.name = nameOf(up.address);
                   Q_EMIT joined(PeerInfo(connection->info));
                 },
                 [&](const PlainTexts& told) { onTexts(connection, told.texts); },
                 [&](const PlainDelivered& told) { onDelivered(connection, told); },
                 [&](const PlainOffered& offer) { onOffered(connection, offer); },
                 [&](const PlainUploadMoved& moved) { onUploadMoved(moved); },
                 [&](const PlainUploadDelayed& delayed) {
                   if (PlainTransfer* transfer = findTransfer(delayed.transfer); transfer && transfer->open()) {
                     transfer->info.state = TransferInfo::State::Queued;
                     show(*transfer);
                   }
                 },
                 [&](const PlainFileEnded& ended) { onFileEnded(connection, ended); },
                 [&](const PlainGone& gone) { drop(connection, gone.why); },
             },
             news);
}

/// All that this node had to do with the peer ends here.
void PlainDesk::drop(const ConnectionPointer& connection, const Error& why) {
  const auto found = std::find(m_connections.begin(), m_connections.end(), connection);
  if (found == m_connections.end()) {
    return;
  }
  m_connections.erase(found);
  if (connection->lookup >= 0) {
    QHostInfo::abortHostLookup(connection->lookup);
  }
  const Error lost{codes::kConnectionLost, QStringLiteral("The other side ended the connection.")};
  const Error reason = why.code.isEmpty() ? lost : why;
  endAllOf(connection->info.id, reason);
  onDelivered(connection, {connection->texts.values(), reason});
  Q_EMIT left(PeerInfo(connection->info), Error(why));
}

/// Not within the call that brings it about.
void PlainDesk::dropLater(const PeerId& peer, const Error& why) {
  m_mailbox->post([peer, why](PlainDesk& desk) {
    if (const ConnectionPointer connection = desk.find(peer); connection && !desk.m_stopped) {
      desk.drop(connection, why);
    }
  });
}

// --- Text ------------------------------------------------------------------------------------------------------------

void PlainDesk::onTexts(const ConnectionPointer& connection, const QStringList& texts) {
  const PeerId id = connection->info.id;
  for (const QString& text : texts) {
    if (connection->ending || m_stopped) {
      return;
    }
    Q_EMIT textReceived(id, text);
  }
  if (m_texts_per_second == 0) {
    return connection->peer->textsTaken();
  }
  const std::chrono::milliseconds pause(1000 * texts.size() / m_texts_per_second);
  QTimer::singleShot(pause, this, [peer = connection->peer] { peer->textsTaken(); });
}

void PlainDesk::onDelivered(const ConnectionPointer& connection, const PlainDelivered& told) {
  for (const QString& id : told.ids) {
    if (connection->texts.remove(id)) {
      Q_EMIT delivered(QString(id), told.why.code.isEmpty() ? Delivery::Sent : Delivery::Rejected, Error(told.why));
    }
  }
}

void PlainDesk::sendText(const PeerId& peer, const QString& id, const QString& from_name, const QString& text) {
  const ConnectionPointer connection = find(peer);
  const QByteArray octets = wire::encodePlainText(from_name, text);
  Error why;
  if (!connection || !connection->joined || connection->ending || m_stopped) {
    why = {codes::kAbsent, QStringLiteral("The plain peer is not here any more.")};
  } else if (octets.size() > kLongestText) {
    why = {codes::kTooLarge,
           QStringLiteral("With the name before each line this text has more than %1 octets.").arg(kLongestText)};
  }
  if (!why.code.isEmpty()) {
    Q_EMIT delivered(QString(id), Delivery::Rejected, why);
    return;
  }
  connection->texts.insert(id);
  connection->peer->sendText(id, octets);
}

void PlainDesk::sendTextToAll(const QString& from_name, const QString& text, const PeerId& except) {
  const QByteArray octets = wire::encodePlainText(from_name, text);
  if (octets.size() > kLongestText || m_stopped) {
    return;
  }
  for (const ConnectionPointer& connection : m_connections) {
    if (connection->joined && connection->info.id != except) {
      connection->peer->sendRelayed(octets);
    }
  }
}

// --- The end ---------------------------------------------------------------------------------------------------------

void PlainDesk::stop() {
  if (m_stopped) {
    return;
  }
  for (const ConnectionPointer& connection : m_connections) {
    if (connection->peer) {
      connection->peer->end(closingError(), connection->joined);
    } else if (connection->lookup >= 0) {
      QHostInfo::abortHostLookup(connection->lookup);
    }
  }
  m_stopped = true;
  m_progress_timer.stop();
  for (const ConnectionPointer& connection : std::vector<ConnectionPointer>(m_connections)) {
    endAllOf(connection->info.id, closingError());
  }
}

void PlainDesk::join() {
  m_workers.joinAll();
}

}  // namespace landline::session
