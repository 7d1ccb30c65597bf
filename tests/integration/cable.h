#pragma once

#include <QtGlobal>

#include <chrono>
#include <limits>
#include <list>
#include <mutex>
#include <thread>

#include "core/file_descriptor.h"
#include "support/tls_peers.h"

namespace landline::test {

/// The way from a client to the server, in the test's hands: passes TCP connections on to 127.0.0.1:`target`, counts
/// what goes over data connections (those that begin with the octet 0x01), and can be held, cut or frozen. All
/// functions may be called in any thread; what they do has happened when they return.
class Cable {
 public:
  static constexpr qint64 kEverything = std::numeric_limits<qint64>::max();

  explicit Cable(quint16 target);
  ~Cable();
  Cable(const Cable&) = delete;
  Cable& operator=(const Cable&) = delete;

  quint16 port() const { return m_listener.port; }

  /// So many octets more may pass over data connections, both ways and all of them together; then they are held. (One
  /// that an end closes while it is held is closed at the other end, too, without what was held.)
  void allowData(qint64 octets);

  /// Ends the data connections that are there now, with what is held in them; new ones pass.
  void cutData();

  /// Ends all connections that are there now.
  void cutAll();

  /// Nothing passes any more over the connections that are there now, and nobody is told. New ones pass.
  void freeze();

  qint64 dataUp() const;    ///< octets that data connections have carried from the client to the server
  qint64 dataDown() const;  ///< and back
  qint64 data() const { return dataUp() + dataDown(); }
  std::chrono::steady_clock::time_point lastData() const;  ///< when data connections have carried an octet last
  int dataConnections() const;                             ///< made so far
  int openData() const;                                    ///< of these, not closed by either end

 private:
  struct Pair {
    FileDescriptor client;
    FileDescriptor server;
    bool first_seen = false;
    bool is_data = false;
    bool frozen = false;
    bool up_ended = false;
    bool down_ended = false;
  };

  void run();
  void wake() const;
  void acceptOne();
  bool passOn(Pair& pair, bool up);
  bool mayPass(const Pair& pair) const { return !pair.frozen && !(pair.is_data && m_allowed == 0); }
  template <typename Which>
  void drop(Which which);

  const quint16 m_target;
  TcpListener m_listener;
  FileDescriptor m_wake;
  mutable std::mutex m_mutex;  // guards all that follows
  std::list<Pair> m_pairs;
  qint64 m_allowed = kEverything;
  qint64 m_up = 0;
  qint64 m_down = 0;
  std::chrono::steady_clock::time_point m_last_data;
  int m_data_connections = 0;
  bool m_stopped = false;
  std::thread m_thread;
};

}  // namespace landline::test
