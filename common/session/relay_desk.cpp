#include "session/relay_desk.h"

#include <QTimer>

#include <algorithm>
#include <numeric>
#include <type_traits>
#include <utility>
#include <vector>

namespace landline::session {

namespace {

/// A character takes at most six octets in JSON, so texts of so many fit a message with whatever else is in it. What
/// our own clients announce is far shorter.
constexpr int kTextOfOffer = 10'000;

/// A run that passed on so much has got somewhere: after it the rests are short again. Less may be a manifest only.
constexpr qint64 kProgress = 1024 * 1024;

/// The transfer that a message is about; null where it is about none.
const QString* transferOf(const wire::ControlMessage& message) {
  return std::visit(
      [](const auto& m) -> const QString* {
        using Message = std::decay_t<decltype(m)>;
        if constexpr (std::is_same_v<Message, wire::Accept> || std::is_same_v<Message, wire::Decline> ||
                      std::is_same_v<Message, wire::Pause> || std::is_same_v<Message, wire::Continue> ||
                      std::is_same_v<Message, wire::Cancel>) {
          return &m.transfer;
        } else if constexpr (std::is_same_v<Message, wire::Rejected>) {
          return &m.re;
        } else {
          return nullptr;
        }
      },
      message);
}

bool isTooLong(const wire::Offer& offer) {
  const auto add = [](int sum, const QString& name) { return sum + static_cast<int>(name.size()); };
  return std::accumulate(offer.first.begin(), offer.first.end(), static_cast<int>(offer.title.size()), add) >
         kTextOfOffer;
}

}  // namespace

RelayDesk::RelayDesk(std::shared_ptr<TicketBook> tickets, const Limits& limits, QObject* parent)
    : QObject(parent),
      m_tickets(std::move(tickets)),
      m_limits(limits),
      m_mailbox(std::make_shared<Mailbox<RelayDesk>>(*this)) {}

RelayDesk::~RelayDesk() {
  m_mailbox->close();
  stop();
}

void RelayDesk::stop() {
  m_stopped = true;
  for (auto& [transfer, relay] : m_relays) {
    takeBack(relay);
  }
  m_relays.clear();
}

// --- Who is here -----------------------------------------------------------------------------------------------------

void RelayDesk::peerBack(const PeerId& peer) {
  m_present.insert(peer);
}

void RelayDesk::peerLeft(const PeerId& peer) {
  m_present.remove(peer);
  std::vector<QString> unattended;
  for (auto& [transfer, relay] : m_relays) {
    if (!relay.involves(peer)) {
      continue;
    }
    if (relay.run && !relay.run->hasBegun()) {
      takeBack(relay);
    }
    const Side side = relay.peers[Offerer] == peer ? Offerer : Receiver;
    relay.holds[side] = false;
    relay.turn = 0;
    if (side == Offerer && !relay.run) {
      unattended.push_back(transfer);  // it will be offered again
    }
  }
  for (const QString& transfer : unattended) {
    end(transfer);
  }
  startWaiting();
}

void RelayDesk::cut(const PeerId& peer) {
  for (auto& [transfer, relay] : m_relays) {
    if (relay.run && relay.involves(peer)) {
      relay.run->cancel();  // one that has begun tells its end
    }
  }
}

// --- What they say ---------------------------------------------------------------------------------------------------

bool RelayDesk::handle(const PeerId& from, const wire::ControlMessage& message) {
  if (const auto* offer = std::get_if<wire::Offer>(&message)) {
    onOffer(from, *offer);
    return true;
  }
  const QString* transfer = transferOf(message);
  if (transfer == nullptr) {
    return false;
  }
  const auto found = m_relays.find(*transfer);
  if (found == m_relays.end()) {
    return handleLate(from, *transfer, message);
  }
  Relay& relay = found->second;
  if (!relay.involves(from)) {
    return false;
  }
  onWord(relay, relay.peers[Offerer] == from ? Offerer : Receiver, message);
  return true;
}

void RelayDesk::onOffer(const PeerId& from, const wire::Offer& offer) {
  if (m_stopped) {
    return;
  }
  if (offer.to == from) {
    return reject(from, offer.transfer, codes::kUnsupported, QStringLiteral("This offer is to its own sender."));
  }
  if (!m_present.contains(offer.to)) {
    return reject(from, offer.transfer, codes::kAbsent, QStringLiteral("That peer is not here."));
  }
  if (isTooLong(offer)) {
    return reject(from, offer.transfer, codes::kTooLarge, QStringLiteral("The names in this offer are too long."));
  }
  const auto known = m_relays.find(offer.transfer);
  const auto over = m_over.constFind(offer.transfer);
  if ((known != m_relays.end() && !known->second.isBetween(from, offer.to)) ||
      (over != m_over.cend() && *over != Pair(from, offer.to))) {
    return reject(from, offer.transfer, codes::kUnexpected, QStringLiteral("This is the number of another transfer."));
  }
  if (known == m_relays.end()) {
    // Those that run do not count: the two clients know of their end earlier than the desk, and make use of the room.
    const auto open = std::count_if(m_relays.begin(), m_relays.end(), [&](const auto& item) {
      const Relay& other = item.second;
      return other.peers[Offerer] == from && !(other.run && other.run->hasBegun());
    });
    if (open >= m_limits.queued_offers_per_peer) {
      return reject(from, offer.transfer, codes::kTooMany, QStringLiteral("Too many of your offers are open."));
    }
    Relay relay;
    relay.transfer = offer.transfer;
    relay.peers = {from, offer.to};
    m_relays.emplace(offer.transfer, std::move(relay));
  }
  // A repeated one goes on as well: its receiver knows what it has answered.
  wire::Offer passed_on = offer;
  passed_on.from = from;
  Q_EMIT messageReady(offer.to, passed_on);
}

void RelayDesk::onWord(Relay& relay, Side side, const wire::ControlMessage& message) {
  const QString transfer = relay.transfer;
  if (std::holds_alternative<wire::Accept>(message) || std::holds_alternative<wire::Decline>(message)) {
    if (side == Offerer) {
      return reject(relay.peers[side], transfer, codes::kUnknownTransfer, QStringLiteral("There is no such offer."));
    }
    pass(relay, side, message);
    if (std::holds_alternative<wire::Decline>(message)) {
      return end(transfer);
    }
    relay.rests = false;  // whoever repeats this has just come back
    if (relay.turn == 0) {
      relay.turn = ++m_last_turn;
    }
    return startWaiting();
  }
  if (const auto* rejected = std::get_if<wire::Rejected>(&message)) {
    return onRejected(relay, side, *rejected);
  }
  pass(relay, side, message);
  if (std::holds_alternative<wire::Pause>(message)) {
    relay.holds[side] = true;
    takeBack(relay);
    startWaiting();
  } else if (std::holds_alternative<wire::Continue>(message)) {
    relay.holds[side] = false;
    relay.rests = false;
    startWaiting();
  } else {
    end(transfer);  // `cancel`
  }
}

void RelayDesk::onRejected(Relay& relay, Side side, const wire::Rejected& rejected) {
  const QString transfer = relay.transfer;
  const bool is_unknown = rejected.code == codes::kUnknownTransfer;
  if (!is_unknown && relay.run && !relay.run->hasBegun()) {
    // A ticket that came too early, while the last run was ending there. The other side need not know.
    takeBack(relay);
    restBeforeNext(relay);
    return startWaiting();
  }
  if (is_unknown && side == Offerer) {
    // To the receiver `rejected` would say that nobody knows it just now: but the offerer never will again.
    pass(relay, side, wire::Cancel{transfer, rejected.code, rejected.reason});
  } else {
    pass(relay, side, rejected);
  }
  if (is_unknown || relay.turn == 0) {
    end(transfer);  // of what nobody has accepted it is the answer to the offer
  }
}

/// What was on its way while the other side ended the transfer. `cancel` is passed on even then, for the case that the
/// other side was away when it was said first.
bool RelayDesk::handleLate(const PeerId& from, const QString& transfer, const wire::ControlMessage& message) {
  const auto over = m_over.constFind(transfer);
  if (over == m_over.cend() || (over->first != from && over->second != from)) {
    return false;
  }
  if (std::holds_alternative<wire::Cancel>(message)) {
    Q_EMIT messageReady(over->first == from ? over->second : over->first, message);
  }
  return true;
}

void RelayDesk::pass(const Relay& relay, Side from, const wire::ControlMessage& message) {
  Q_EMIT messageReady(relay.peers[from == Offerer ? Receiver : Offerer], message);
}

void RelayDesk::reject(const PeerId& to, const QString& transfer, QLatin1String code, const QString& reason) {
  Q_EMIT messageReady(to, wire::Rejected{transfer, code, reason});
}

// --- Runs ------------------------------------------------------------------------------------------------------------

bool RelayDesk::mayRun(const Relay& relay) const {
  return relay.turn != 0 && !relay.run && !relay.rests && !relay.holds[Offerer] && !relay.holds[Receiver] &&
         m_present.contains(relay.peers[Offerer]) && m_present.contains(relay.peers[Receiver]);
}

int RelayDesk::runningCount() const {
  return static_cast<int>(
      std::count_if(m_relays.begin(), m_relays.end(), [](const auto& item) { return item.second.run != nullptr; }));
}

int RelayDesk::runsOf(const PeerId& peer) const {
  return static_cast<int>(std::count_if(m_relays.begin(), m_relays.end(), [&](const auto& item) {
    return item.second.run && item.second.involves(peer);
  }));
}

/// In the order in which they were accepted.
void RelayDesk::startWaiting() {
  if (m_stopped) {
    return;
  }
  std::vector<Relay*> waiting;
  for (auto& [transfer, relay] : m_relays) {
    if (mayRun(relay)) {
      waiting.push_back(&relay);
    }
  }
  std::sort(waiting.begin(), waiting.end(), [](const Relay* a, const Relay* b) { return a->turn < b->turn; });
  for (Relay* relay : waiting) {
    if (runningCount() >= m_limits.transfers_in_all) {
      return;
    }
    if (runsOf(relay->peers[Offerer]) < m_limits.transfers_per_peer &&
        runsOf(relay->peers[Receiver]) < m_limits.transfers_per_peer) {
      issueTickets(*relay);
    }
  }
}

void RelayDesk::issueTickets(Relay& relay) {
  const QString transfer = relay.transfer;
  const quint64 number = ++m_last_run;
  const auto ended = [mailbox = m_mailbox, transfer, number](const RelayRun::Outcome& outcome) {
    mailbox->post([=](RelayDesk& desk) { desk.onRunEnded(transfer, number, outcome); });
  };
  relay.run = std::make_shared<RelayRun>(m_limits, ended);
  relay.run_number = number;
  for (const Side side : {Offerer, Receiver}) {
    relay.tickets[side] = m_tickets->issue(relay.peers[side], transfer, relay.run);
  }
  QTimer::singleShot(m_limits.ticket_life, this, [this, transfer, number] { onTicketsExpired(transfer, number); });
  const std::array<PeerId, 2> peers = relay.peers;
  const std::array<QString, 2> tickets = relay.tickets;
  for (const Side side : {Offerer, Receiver}) {
    Q_EMIT messageReady(peers[side], wire::Ticket{transfer, tickets[side]});
  }
}

void RelayDesk::onTicketsExpired(const QString& transfer, quint64 run_number) {
  const auto found = m_relays.find(transfer);
  if (found == m_relays.end() || found->second.run_number != run_number || !found->second.run ||
      found->second.run->hasBegun()) {
    return;
  }
  takeBack(found->second);
  restBeforeNext(found->second);
  startWaiting();
}

void RelayDesk::onRunEnded(const QString& transfer, quint64 run_number, const RelayRun::Outcome& outcome) {
  const auto found = m_relays.find(transfer);
  if (m_stopped || found == m_relays.end() || found->second.run_number != run_number || !found->second.run) {
    return;
  }
  Relay& relay = found->second;
  takeBack(relay);
  if (outcome.ok() || !m_present.contains(relay.peers[Offerer])) {
    return end(transfer);
  }
  if (outcome.octets >= kProgress) {
    relay.rest = std::chrono::milliseconds(0);
  }
  restBeforeNext(relay);
  startWaiting();
}

/// Its run is over, or never will begin.
void RelayDesk::takeBack(Relay& relay) {
  if (const std::shared_ptr<RelayRun> run = std::exchange(relay.run, nullptr)) {
    run->cancel();
    for (const QString& ticket : relay.tickets) {
      m_tickets->withdraw(ticket);
    }
  }
}

void RelayDesk::restBeforeNext(Relay& relay) {
  relay.rest = relay.rest.count() == 0 ? m_limits.resume_first : std::min(2 * relay.rest, m_limits.resume_longest);
  relay.rests = true;
  QTimer::singleShot(relay.rest, this, [this, transfer = relay.transfer, number = relay.run_number] {
    const auto found = m_relays.find(transfer);
    if (found != m_relays.end() && found->second.run_number == number) {
      found->second.rests = false;
      startWaiting();
    }
  });
}

void RelayDesk::end(const QString& transfer) {
  const auto found = m_relays.find(transfer);
  takeBack(found->second);
  if (!m_over.contains(transfer)) {
    m_over_order.enqueue(transfer);
  }
  m_over.insert(transfer, {found->second.peers[Offerer], found->second.peers[Receiver]});
  m_relays.erase(found);
  while (m_over_order.size() > kRemembered) {
    m_over.remove(m_over_order.dequeue());
  }
  startWaiting();
}

}  // namespace landline::session
