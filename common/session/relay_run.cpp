#include "session/relay_run.h"

#include <exception>
#include <string_view>
#include <utility>

#include "core/logging.h"
#include "wire/messages.h"

namespace landline::session {

namespace {

/// The last thing that is said to a leg by ourselves. It leaves with the first octets of the relay, or at once.
Result<void> sayReady(net::DataStream& leg) {
  const QByteArray ready = wire::encode(wire::DataMessage(wire::Ready{}));
  if (Result<void> said = leg.writeNow({ready.constData(), static_cast<std::size_t>(ready.size())}); !said) {
    return said;
  }
  return leg.sendNow();
}

Result<void> checkSilent(net::DataStream& leg) {
  if (!leg.hasInput()) {
    return {};
  }
  char octet = 0;
  const Result<std::size_t> got = leg.readNow(&octet, 1);
  if (!got) {
    return got.error();
  }
  return *got == 0
             ? Error{codes::kConnectionLost, QStringLiteral("%1 did not wait for the other side.").arg(leg.address())}
             : Error{codes::kUnexpected, QStringLiteral("%1 sent something before `ready`.").arg(leg.address())};
}

}  // namespace

RelayRun::RelayRun(const Limits& limits, Finished finished) : m_limits(limits), m_finished(std::move(finished)) {}

void RelayRun::join(std::shared_ptr<net::DataStream> leg) noexcept {
  std::shared_ptr<net::DataStream> first;
  {
    const std::lock_guard lock(m_mutex);
    if (m_over) {
      return;
    }
    if (!m_first) {
      m_first = std::move(leg);
      return;
    }
    first = std::exchange(m_first, nullptr);
    m_begun.store(true, std::memory_order_release);
  }
  Outcome outcome;
  try {
    outcome = relay(*first, *leg);
  } catch (const std::exception& exception) {
    outcome.error = {codes::kInternal, QString::fromLocal8Bit(exception.what())};
  }
  first.reset();  // its end is seen before the run is told to be over
  finish(outcome);
}

RelayRun::Outcome RelayRun::relay(net::DataStream& first, net::DataStream& second) {
  for (net::DataStream* leg : {&first, &second}) {
    if (const Result<void> silent = checkSilent(*leg); !silent) {
      return {silent.error(), 0};
    }
  }
  net::StreamRelay relay(first, second, m_limits);
  {
    const std::lock_guard lock(m_mutex);
    if (m_over) {
      return {{codes::kCancelled, QString()}, 0};
    }
    m_relay = &relay;
  }
  Result<void> result = sayReady(first);
  if (result) {
    result = sayReady(second);
  }
  if (result) {
    result = relay.run();
  }
  const std::lock_guard lock(m_mutex);
  m_relay = nullptr;
  return {result ? Error() : result.error(), relay.octets()};
}

void RelayRun::refuse(const Error& why) noexcept {
  std::shared_ptr<net::DataStream> first;
  {
    const std::lock_guard lock(m_mutex);
    if (m_over || m_begun) {
      return;
    }
    m_over = true;
    first = std::exchange(m_first, nullptr);
  }
  first.reset();
  finish({why, 0});
}

void RelayRun::finish(const Outcome& outcome) noexcept {
  if (outcome.ok()) {
    qCDebug(logTransfer) << "A relay ended, having passed on" << outcome.octets << "octets";
  } else {
    qCInfo(logTransfer).noquote() << "A relay ended:" << outcome.error.code << outcome.error.detail;
  }
  m_finished(outcome);
}

void RelayRun::cancel() noexcept {
  std::shared_ptr<net::DataStream> first;
  const std::lock_guard lock(m_mutex);
  m_over = true;
  first = std::exchange(m_first, nullptr);
  if (m_relay) {
    m_relay->stop();
  }
}

}  // namespace landline::session
