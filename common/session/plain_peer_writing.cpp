// What goes out. A part of PlainPeer.

#include <algorithm>
#include <utility>

#include "session/plain_peer.h"

namespace landline::session {

using std::chrono::steady_clock;

namespace {

constexpr std::size_t kDropped = 16 * 1024;  // octets that are read at a time while nobody wants them

}  // namespace

void PlainPeer::writeSome() {
  m_on_tls = nullptr;
  const Time now = steady_clock::now();
  Result<std::size_t> sent = std::size_t{0};
  if (sendsBody()) {  // nothing else may come between its octets
    sent = m_sender->writeSome(m_connection, m_limit.get());
    m_output.wroteAt(now);
    if (!sent && !sent.error().is(codes::kConnectionLost)) {
      return leave(sent.error());  // a body that ends early is the only way to say so
    }
    if (drains()) {
      m_unacknowledged = m_connection.unacknowledged();
      m_moved_out = now;
    }
  } else if (m_output.hasSomething(now)) {
    sent = m_output.writeSome(m_connection);
    tellLeft();
  }
  if (!sent) {
    writeFailed(sent.error());
  } else if (*sent > 0) {
    m_moved_out = now;
  }
}

/// To everyone's texts a peer counts as one only when it is sure to be plain.
void PlainPeer::letRelayedGo(Time now) {
  if (m_on_tls && now < m_surely_plain) {
    return;
  }
  for (const QByteArray& octets : std::exchange(m_relayed, {})) {
    m_output.addText({}, octets);
  }
}

/// The other side does not read any more. What it has written before that is still read.
void PlainPeer::writeFailed(const Error& why) {
  m_write_failed = true;
  const PlainOutput::Texts dropped = m_output.drop();
  m_text_octets -= dropped.octets;
  if (!dropped.ids.isEmpty()) {
    tell(PlainDelivered{dropped.ids, why});
  }
  if (m_sender) {
    endUpload(m_sender->giveUp(why));
  }
}

void PlainPeer::tellLeft() {
  const PlainOutput::Texts texts = m_output.takeLeft();
  m_text_octets -= texts.octets;
  if (!texts.ids.isEmpty()) {
    tell(PlainDelivered{texts.ids, {}});
  }
}

/// Whether the other side's system has all of a file that was written.
void PlainPeer::checkAcknowledged(Time now) {
  if (!drains()) {
    return;
  }
  const std::size_t unacknowledged = m_connection.unacknowledged();
  if (unacknowledged < m_unacknowledged) {
    m_moved_out = now;
  }
  m_unacknowledged = unacknowledged;
  if (unacknowledged == 0) {
    endUpload(m_sender->finish());
  }
}

/// Lets what waits leave before the connection is closed.
void PlainPeer::finishPolitely() {
  const Time until = steady_clock::now() + m_limits.goodbye;
  if (m_sender && !drains()) {
    return;  // whatever followed would be taken for octets of the file
  }
  m_output.setHeld(false);
  bool ended_writing = false;
  std::string dropped(kDropped, '\0');
  for (Time now = steady_clock::now(); now < until; now = steady_clock::now()) {
    const bool to_write = m_output.hasSomething(now);
    if (!to_write && m_output.isEmpty() && !std::exchange(ended_writing, true)) {
      m_connection.endWriting();
    }
    if (ended_writing && m_connection.unacknowledged() == 0) {
      return;
    }
    // What is not read when a connection is closed makes the system reset it, and drop what has not left.
    const bool to_read = !m_connection.hasEnded();
    const Result<net::PlainConnection::Ready> ready =
        m_connection.wait(to_read, to_write, std::min(until, now + kLookAgain));
    if (!ready || (ready->readable && !m_connection.read(dropped.data(), dropped.size())) ||
        (ready->writable && !m_output.writeSome(m_connection))) {
      return;
    }
    tellLeft();
  }
}

}  // namespace landline::session
