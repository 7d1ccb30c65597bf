#include "session/data_acceptor.h"

#include <utility>

#include "core/logging.h"
#include "net/data_stream.h"
#include "session/frame_stream.h"
#include "session/transfer_job.h"

namespace landline::session {

Result<void> serveDataConnection(Stream& stream, const PeerId& presenter, TicketBook& tickets, const Limits& limits,
                                 const std::function<void()>& claimed, const std::function<void(RelayRun&)>& relay) {
  stream.setSilenceLimit(limits.handshake);
  auto frames = std::make_unique<FrameStream>(stream, limits);
  const Result<wire::Ticket> ticket = frames->expect<wire::Ticket>();
  if (!ticket) {
    return ticket.error();
  }
  const Result<Destination> destination = tickets.claim(presenter, *ticket);
  if (!destination) {
    return destination.error();
  }
  if (claimed) {
    claimed();
  }
  if (const auto* job = std::get_if<std::shared_ptr<TransferJob>>(&*destination)) {
    (*job)->runAccepted(stream, *frames);
    return {};
  }
  const auto run = std::get<std::shared_ptr<RelayRun>>(*destination);
  // What was read behind the ticket could not be relayed any more: nothing is sent before `ready`.
  const bool spoke_early = frames->hasUndecoded();
  frames.reset();  // its buffer is not needed while the relay runs
  if (spoke_early || !relay) {
    const Error early{codes::kUnexpected, QStringLiteral("Something came before `ready`.")};
    run->refuse(early);
    return early;
  }
  relay(*run);
  return {};
}

/// One entry of m_streams, by which others reach a stream while its thread uses it.
class DataAcceptor::Registration {
 public:
  Registration(DataAcceptor& acceptor, net::DataStream& stream) : m_acceptor(acceptor) {
    const std::lock_guard lock(m_acceptor.m_mutex);
    m_place = m_acceptor.m_streams.insert(m_acceptor.m_streams.end(), {&stream, PeerId()});
    if (m_acceptor.m_stopped) {
      stream.cancel();
    }
  }
  Registration(const Registration&) = delete;
  Registration& operator=(const Registration&) = delete;
  ~Registration() {
    const std::lock_guard lock(m_acceptor.m_mutex);
    m_acceptor.m_streams.erase(m_place);
  }

  void setPeer(const PeerId& peer) {
    const std::lock_guard lock(m_acceptor.m_mutex);
    m_place->peer = peer;
  }

 private:
  DataAcceptor& m_acceptor;
  std::list<InUse>::iterator m_place;
};

DataAcceptor::DataAcceptor(std::shared_ptr<const net::TlsContext> tls, const Limits& limits,
                           std::shared_ptr<TicketBook> tickets)
    : m_tls(std::move(tls)), m_limits(limits), m_tickets(std::move(tickets)) {}

DataAcceptor::~DataAcceptor() {
  stop();
}

void DataAcceptor::accept(net::Incoming incoming) {
  // std::function must be copyable, a descriptor is not.
  auto handed_on = std::make_shared<net::Incoming>(std::move(incoming));
  m_threads.start([this, handed_on] { serve(std::move(*handed_on)); });
}

void DataAcceptor::serve(net::Incoming incoming) {
  const QString address = incoming.address;
  const auto stream = std::make_shared<net::DataStream>(m_tls, m_limits);  // a relay may keep it
  Registration registration(*this, *stream);
  Result<void> served = stream->accept(std::move(incoming));
  if (served) {
    registration.setPeer(stream->peer());
    served = serveDataConnection(
        *stream, stream->peer(), *m_tickets, m_limits, [&stream] { stream->setAdmitted(); },
        [&stream](RelayRun& run) { run.join(stream); });
  }
  if (!served) {
    qCWarning(logTransfer).noquote() << "Refused a data connection from" << address << served.error().code
                                     << served.error().detail;
  }
}

void DataAcceptor::cut(const PeerId& peer) {
  const std::lock_guard lock(m_mutex);
  for (const InUse& in_use : m_streams) {
    if (in_use.peer == peer) {
      in_use.stream->cut();
    }
  }
}

void DataAcceptor::stop() {
  {
    const std::lock_guard lock(m_mutex);
    m_stopped = true;
    for (const InUse& in_use : m_streams) {
      in_use.stream->cancel();
    }
  }
  m_threads.joinAll();
}

}  // namespace landline::session
