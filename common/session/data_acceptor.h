#pragma once

#include <functional>
#include <list>
#include <memory>
#include <mutex>

#include "core/limits.h"
#include "core/stream.h"
#include "core/worker_threads.h"
#include "net/incoming.h"
#include "net/tls_context.h"
#include "session/relay_run.h"
#include "session/ticket_book.h"

namespace landline::session {

/// The server's end of data connections: a worker thread for each, which does the TLS handshake, reads the
/// ticket and, if it is good, runs the job that belongs to it, or brings the connection to its relay (the first leg's
/// thread ends there, the second one's relays). A bad ticket, and a ticket given to another identity (bad-input 37,
/// 46), is logged and closes the connection without a word. Safe to use from any thread.
///
/// It lives as long as the hub, not as long as the port is open: when the server stops listening, running transfers go
/// on until they end or somebody ends them.
class DataAcceptor {
 public:
  DataAcceptor(std::shared_ptr<const net::TlsContext> tls, const Limits& limits, std::shared_ptr<TicketBook> tickets);
  ~DataAcceptor();

  /// A connection whose first octet is 0x01, not yet taken.
  void accept(net::Incoming incoming);

  /// Ends every connection of this peer at once, whatever is running on it: it is not wanted here any more, or has come
  /// again from elsewhere. To the jobs this is a connection that was lost. (Relays: see RelayDesk::cut().)
  void cut(const PeerId& peer);

  /// Cancels every connection, jobs included, and waits for their threads. accept() closes at once from now
  /// on. Relays are to be stopped before.
  void stop();

 private:
  class Registration;
  struct InUse {
    net::DataStream* stream;
    PeerId peer;  // null until the handshake is done
  };

  void serve(net::Incoming incoming);

  const std::shared_ptr<const net::TlsContext> m_tls;
  const Limits m_limits;
  const std::shared_ptr<TicketBook> m_tickets;
  std::mutex m_mutex;
  std::list<InUse> m_streams;  // those that threads use; guarded by m_mutex, as is m_stopped
  bool m_stopped = false;
  WorkerThreads m_threads;
};

/// What the worker does once TLS is done: reads the ticket, claims, runs the job, or calls `relay`. `claimed` is called
/// when the ticket was good. Errors are those of a connection that never became a transfer (`bad-ticket`, `unexpected`,
/// `malformed`, and those of the stream); how a job or a relay ends is told by itself.
Result<void> serveDataConnection(Stream& stream, const PeerId& presenter, TicketBook& tickets, const Limits& limits,
                                 const std::function<void()>& claimed = {},
                                 const std::function<void(RelayRun&)>& relay = {});

}  // namespace landline::session
