#include "session/ticket_book.h"

#include <QByteArray>
#include <QRandomGenerator>

#include <array>
#include <utility>

namespace landline::session {

namespace {

QString randomTicket() {
  std::array<quint32, 8> words{};
  QRandomGenerator::system()->fillRange(words.data(), static_cast<int>(words.size()));
  const QByteArray octets(reinterpret_cast<const char*>(words.data()), static_cast<int>(sizeof(words)));
  return QString::fromLatin1(octets.toHex());
}

}  // namespace

TicketBook::TicketBook(const Limits& limits, const Clock& clock) : m_limits(limits), m_clock(clock) {}

QString TicketBook::issue(const PeerId& peer, const QString& transfer, Destination destination) {
  const std::lock_guard lock(m_mutex);
  const QString ticket = randomTicket();
  m_entries.insert(ticket,
                   {peer, transfer, std::move(destination), m_clock.monotonicMs() + m_limits.ticket_life.count()});
  return ticket;
}

Result<Destination> TicketBook::claim(const PeerId& presenter, const wire::Ticket& shown) {
  const std::lock_guard lock(m_mutex);
  const auto found = m_entries.find(shown.ticket);
  if (found == m_entries.end()) {
    return Error{codes::kBadTicket, QStringLiteral("The ticket is unknown, used or withdrawn.")};
  }
  if (found->peer != presenter) {
    return Error{codes::kBadTicket, QStringLiteral("The ticket was given to another peer.")};
  }
  if (found->transfer != shown.transfer) {
    return Error{codes::kBadTicket, QStringLiteral("The ticket is for another transfer.")};
  }
  if (m_clock.monotonicMs() > found->expires_ms) {
    return Error{codes::kBadTicket, QStringLiteral("The ticket has expired.")};
  }
  Destination destination = std::move(found->destination);
  m_entries.erase(found);
  return destination;
}

bool TicketBook::withdraw(const QString& ticket) {
  const std::lock_guard lock(m_mutex);
  return m_entries.remove(ticket) != 0;
}

int TicketBook::size() const {
  const std::lock_guard lock(m_mutex);
  return static_cast<int>(m_entries.size());
}

}  // namespace landline::session
