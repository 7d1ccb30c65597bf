#include "session/data_acceptor.h"

#include <utility>

#include "core/logging.h"
#include "net/data_stream.h"
#include "session/frame_stream.h"
#include "session/transfer_job.h"

namespace landline::session {

Result<void> serveDataConnection(Stream& stream, const PeerId& presenter, TicketBook& tickets, const Limits& limits,
                                 const std::function<void()>& claimed) {
  stream.setSilenceLimit(limits.handshake);
  FrameStream frames(stream, limits);
  const Result<wire::Ticket> ticket = frames.expect<wire::Ticket>();
  if (!ticket) {
    return ticket.error();
  }
  const Result<std::shared_ptr<TransferJob>> job = tickets.claim(presenter, *ticket);
  if (!job) {
    return job.error();
  }
  if (claimed) {
    claimed();
  }
  (*job)->runAccepted(stream, frames);
  return {};
}

/// One entry of m_streams, by which stop() reaches a stream while its thread uses it.
class DataAcceptor::Registration {
 public:
  Registration(DataAcceptor& acceptor, Stream& stream) : m_acceptor(acceptor) {
    const std::lock_guard lock(m_acceptor.m_mutex);
    m_place = m_acceptor.m_streams.insert(m_acceptor.m_streams.end(), &stream);
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

 private:
  DataAcceptor& m_acceptor;
  std::list<Stream*>::iterator m_place;
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
  net::DataStream stream(m_tls, m_limits);
  const Registration registration(*this, stream);
  Result<void> served = stream.accept(std::move(incoming));
  if (served) {
    served = serveDataConnection(stream, stream.peer(), *m_tickets, m_limits, [&stream] { stream.setAdmitted(); });
  }
  if (!served) {
    qCWarning(logTransfer).noquote() << "Refused a data connection from" << address << served.error().code
                                     << served.error().detail;
  }
}

void DataAcceptor::stop() {
  {
    const std::lock_guard lock(m_mutex);
    m_stopped = true;
    for (Stream* stream : m_streams) {
      stream->cancel();
    }
  }
  m_threads.joinAll();
}

}  // namespace landline::session
