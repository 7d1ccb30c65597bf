#include "session/plain_peer.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "core/logging.h"
#include "net/first_octet.h"

namespace landline::session {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

constexpr std::size_t kTextPortion = 16 * 1024;  // one read while no body comes
constexpr std::chrono::hours kForever(1);

}  // namespace

PlainPeer::PlainPeer(const PeerId& id, const Limits& limits, std::shared_ptr<RateLimit> limit, PlainSink sink)
    : m_id(id),
      m_limits(limits),
      m_limit(std::move(limit)),
      m_sink(std::move(sink)),
      m_connection(limits),
      m_reader(limits) {}

// --- Any thread ------------------------------------------------------------------------------------------------------

void PlainPeer::give(Order order) {
  {
    const std::lock_guard lock(m_mutex);
    m_orders.push_back(std::move(order));
  }
  m_connection.wake();
}

void PlainPeer::setTakesFiles(bool takes) {
  give([this, takes] { m_reader.setTakesFiles(takes); });
}

void PlainPeer::sendText(const QString& id, const QByteArray& octets) {
  if (reserve(id, octets)) {
    give([this, id, octets] { m_output.addText(id, octets); });
  }
}

void PlainPeer::sendRelayed(const QByteArray& octets) {
  if (reserve({}, octets)) {
    give([this, octets] { m_relayed.push_back(octets); });
  }
}

/// Whether there is room for so many octets more.
bool PlainPeer::reserve(const QString& id, const QByteArray& octets) {
  const auto size = static_cast<std::size_t>(octets.size());
  if (m_text_octets.fetch_add(size) + size <= m_limits.unsent_control_data) {
    return true;
  }
  m_text_octets -= size;
  Error why{codes::kBusy, QStringLiteral("Too much waits already.")};
  if (!m_holds_text) {
    why = {codes::kSlowReader, QStringLiteral("The other side does not read what it is sent.")};
    end(why, false);
  }
  if (!id.isEmpty()) {
    tell(PlainDelivered{{id}, why});
  }
  return false;
}

void PlainPeer::textsTaken() {
  give([this] { m_texts_told = false; });
}

void PlainPeer::upload(const PlainUpload& task) {
  give([this, task] { m_upload = task; });
}

void PlainPeer::accept(const PlainDownload& task) {
  give([this, task] { m_decision = task; });
}

void PlainPeer::decline(const Error& why) {
  give([this, why] { m_decision = why; });
}

void PlainPeer::cancelTransfer(const QString& transfer, const Error& why) {
  give([this, transfer, why] { cancelHere(transfer, why); });
}

void PlainPeer::end(const Error& why, bool politely) {
  {
    const std::lock_guard lock(m_mutex);
    if (!m_ending) {
      m_ending = Ending{why, politely};
    }
  }
  if (politely) {
    return m_connection.wake();
  }
  m_connection.cancel();
  if (m_limit) {
    m_limit->wake();
  }
}

// --- The worker ------------------------------------------------------------------------------------------------------

void PlainPeer::runAccepted(net::Incoming incoming, const OnTls& on_tls) noexcept {
  run([&]() -> Result<void> {
    m_on_tls = on_tls;
    m_surely_plain = steady_clock::now() + m_limits.handshake;
    m_slot = std::move(incoming.slot);
    m_connection.open(std::move(incoming.descriptor), incoming.address);
    return {};
  });
}

void PlainPeer::runConnecting(const QVector<QHostAddress>& addresses, quint16 port) noexcept {
  m_connected_out = true;
  run([&] { return m_connection.connectTo(addresses, port, steady_clock::now() + m_limits.connect); });
}

void PlainPeer::run(const std::function<Result<void>()>& open) noexcept {
  try {
    if (const Result<void> opened = open(); !opened) {
      leave(opened.error());
    } else {
      tell(PlainUp{m_connection.address()});
      serve();
      if (m_polite) {
        finishPolitely();
      }
    }
  } catch (const std::exception& exception) {
    leave({codes::kInternal, QString::fromLocal8Bit(exception.what())});
  }
  closeDown();
}

void PlainPeer::serve() {
  m_last_read = m_moved_out = steady_clock::now();
  for (carryOutOrders(); !m_over; carryOutOrders()) {
    answerOffer();
    beginUpload();
    updateHold();
    waitForMore();
  }
}

void PlainPeer::carryOutOrders() {
  std::vector<Order> orders;
  std::optional<Ending> ending;
  {
    const std::lock_guard lock(m_mutex);
    orders.swap(m_orders);
    ending = m_ending;
  }
  for (const Order& order : orders) {
    if (!m_over) {
      order();
    }
  }
  if (ending && !m_over) {
    m_polite = ending->politely;
    leave(ending->why);
  }
}

void PlainPeer::waitForMore() {
  const Time now = steady_clock::now();
  letRelayedGo(now);
  if (m_connection.hasEnded() && !m_asked) {
    endMessages();  // what stood behind an offer
  }
  if (isThrough()) {
    // A reset that is met in writing looks like an end in order to who reads behind it.
    return leave(m_write_failed
                     ? Error{codes::kConnectionLost, QStringLiteral("%1 is gone.").arg(m_connection.address())}
                     : Error{});
  }
  // A peer that writes without end, and does not wait for answers, is not read.
  const bool to_read = !m_connection.hasEnded() && !m_texts_told && !m_asked;
  const bool to_write = !m_write_failed && (sendsBody() || m_output.hasSomething(now));
  if (!to_write && !drains()) {
    m_moved_out = now;
  }
  if (!to_read) {
    m_last_body = now;
  }
  const Result<net::PlainConnection::Ready> ready =
      m_connection.wait(to_read, to_write, wakeUpAt(now, to_read, to_write));
  const Time then = steady_clock::now();
  if (m_receiver || sendsBody()) {
    TransferProgress& progress = m_receiver ? m_receiver->progress() : m_sender->progress();
    progress.waited_stream_ns += std::chrono::duration_cast<std::chrono::nanoseconds>(then - now).count();
  }
  if (!ready) {
    if (!ready.error().is(codes::kCancelled)) {
      leave(ready.error());
    }
    return;  // cancelled: the reason is among the orders
  }
  if (ready->readable) {
    readSome();
  } else if (to_read && then >= quietAt()) {
    onQuiet();
  }
  if (ready->writable && !m_over) {
    writeSome();
  }
  m_broken = m_broken || ready->broken;
  // Before its end was read, what has come may well be a whole file.
  const bool nothing_comes = m_asked ? isOfferLost() : !to_read && !to_write && m_connection.hasEnded();
  if (m_broken && nothing_comes && !m_over) {
    leave({codes::kConnectionLost, QStringLiteral("%1 is gone.").arg(m_connection.address())});
  }
  if (!m_over) {
    checkSilences(then, to_read, to_write);
  }
}

/// When there is something to do even if nothing comes.
PlainPeer::Time PlainPeer::wakeUpAt(Time now, bool to_read, bool to_write) const {
  Time at = now + kForever;
  const auto not_after = [&at](Time other) { at = std::min(at, other); };
  if (to_read && (m_reader.wantsQuiet() || !m_answer.empty() || m_behind_ok)) {
    not_after(quietAt());
  }
  if (!m_relayed.empty()) {
    not_after(m_surely_plain);
  }
  if (const std::optional<Time> due = m_output.due(); due && !m_write_failed && !sendsBody()) {
    not_after(*due);
  }
  if (m_sender && m_sender->isAsked()) {
    not_after(m_sender->deadline());
  }
  if (m_receiver) {
    not_after(m_last_body + m_limits.transfer_silence);
  }
  if (to_write || drains()) {
    not_after(m_moved_out + m_limits.silence);
  }
  if (drains()) {
    not_after(now + kLookAgain);
  }
  return at;
}

// --- Reading ---------------------------------------------------------------------------------------------------------

void PlainPeer::readSome() {
  if (m_on_tls && goesToTls()) {
    return;
  }
  const std::size_t wanted = m_receiver ? m_limits.transfer_block : kTextPortion;
  if (m_in_size != wanted) {       // sixty peers that chat must not hold sixty blocks
    m_in.reset(new char[wanted]);  // NOLINT: make_unique would clear it
    m_in_size = wanted;
  }
  const auto most = static_cast<std::int64_t>(m_in_size);
  const std::int64_t portion = m_receiver && m_limit ? m_limit->portion(most) : most;
  const Result<std::size_t> got = m_connection.read(m_in.get(), static_cast<std::size_t>(portion));
  if (!got) {
    return leave(got.error());
  }
  if (m_connection.hasEnded()) {
    return onEnd();
  }
  if (*got == 0) {
    return;
  }
  m_last_read = m_last_body = steady_clock::now();
  if (m_receiver && m_limit) {
    m_limit->take(static_cast<std::int64_t>(*got), m_connection.cancelled());
    const auto took = std::chrono::duration_cast<std::chrono::nanoseconds>(steady_clock::now() - m_last_read);
    m_receiver->progress().waited_limit_ns += took.count();
  }
  feed({m_in.get(), *got});
}

/// The first octet after a silence. Nothing was written, so the connection can still become any other.
bool PlainPeer::goesToTls() {
  const std::optional<char> first = m_connection.firstOctet();
  const OnTls on_tls = std::exchange(m_on_tls, nullptr);
  if (!first || (*first != net::kTlsFirst && *first != net::kDataFirst)) {
    return false;
  }
  qCDebug(logNet).noquote() << m_connection.address() << "turns out to speak TLS";
  net::Incoming incoming;
  incoming.descriptor = m_connection.release();
  incoming.address = m_connection.address();
  incoming.slot = std::move(m_slot);
  incoming.deadline = steady_clock::now() + m_limits.handshake;
  on_tls(std::move(incoming));
  leave({});
  return true;
}

/// When the line has been quiet, or quiet once more.
PlainPeer::Time PlainPeer::quietAt() const {
  return std::max(m_last_read, m_last_quiet) + m_limits.plain_quiet;
}

void PlainPeer::onQuiet() {
  m_last_quiet = steady_clock::now();
  m_behind_ok = false;
  if (m_answer.empty() && !m_reader.wantsQuiet()) {
    return;
  }
  if (const std::string begun = std::exchange(m_answer, {}); !begun.empty()) {
    m_reader.feed(begun);
    takeItems();
  }
  m_reader.quiet();
  takeItems();
}

/// Nothing follows any more, so nobody waits: for one silence, nor for another, which the beginning of a code point
/// gets.
void PlainPeer::endMessages() {
  onQuiet();
  onQuiet();
}

void PlainPeer::onEnd() {
  endMessages();
  if (m_sender && m_sender->isAsked()) {
    giveUpAsking({codes::kConnectionLost, QStringLiteral("The other side ended the connection and said nothing.")});
  }
}

// --- Silences and the end --------------------------------------------------------------------------------------------

void PlainPeer::checkSilences(Time now, bool to_read, bool to_write) {
  checkAcknowledged(now);
  if ((to_write || drains()) && now - m_moved_out >= m_limits.silence) {
    return leave({codes::kSlowReader, QStringLiteral("The other side does not read what it is sent.")});
  }
  if (to_read && m_receiver && now - m_last_body >= m_limits.transfer_silence) {
    return leave({codes::kTimeout, QStringLiteral("The rest of the file did not come.")});
  }
  if (m_sender && m_sender->isAsked() && now >= m_sender->deadline()) {
    giveUpAsking(m_sender->noOk());
  }
}

/// The other side has said all that it had to say, and was told all.
bool PlainPeer::isThrough() const {
  if (!m_connection.hasEnded() || m_asked) {
    return false;
  }
  return m_receiver || (!sendsBody() && !drains() && (m_write_failed || m_output.isEmpty()));
}

/// The first reason counts.
void PlainPeer::leave(const Error& why) {
  if (m_over) {
    return;
  }
  m_over = true;
  m_why = why;
  if (m_receiver && why.code.isEmpty()) {
    m_why = {codes::kConnectionLost, QStringLiteral("The connection ended in the middle of a file.")};
  }
}

/// What the worker has in hand gets its end. What was given too late gets it from the desk.
void PlainPeer::closeDown() {
  Error why = m_why;
  if (why.code.isEmpty()) {
    why = {codes::kConnectionLost, QStringLiteral("The other side ended the connection.")};
  }
  if (drains() && !why.is(codes::kConnectionLost) && m_connection.unacknowledged() == 0) {
    endUpload(m_sender->finish());
  }
  writeFailed(why);
  if (m_receiver) {
    endDownload(m_receiver->giveUp(why));
  }
  m_connection.close();  // this object may live on for a while
  tell(PlainGone{m_why});
  m_slot.reset();  // who comes in its place comes after it has gone
}

}  // namespace landline::session
