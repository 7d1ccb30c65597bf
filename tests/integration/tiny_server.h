#pragma once

#include <QtGlobal>

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace landline::test {

/// One connection as a learner's first program sees it: a descriptor, send() and recv(). Knows nothing of Landline.
/// Reads give up after ten seconds, so that no test hangs.
class TinyConnection {
 public:
  explicit TinyConnection(int descriptor) : m_descriptor(descriptor) {}
  ~TinyConnection();
  TinyConnection(const TinyConnection&) = delete;
  TinyConnection& operator=(const TinyConnection&) = delete;

  /// What one recv() gives, at most `at_most` octets; empty: the end, or nothing for ten seconds.
  std::string read(std::size_t at_most = 4096);
  /// Fewer only at the end.
  std::string readExactly(std::size_t size);
  /// Up to the line feed, without it.
  std::string readLine();
  std::string readToTheEnd();

  bool write(std::string_view octets);
  /// The same octets again and again, until the other side has taken none for a while or `at_most` have gone. Returns
  /// how many that were.
  std::size_t writeUntilStuck(std::string_view octets, std::size_t at_most);
  /// As C programs do that send a whole `char buffer[128]`: the text, a NUL, and what was left in it from before.
  bool writeBuffer(std::string_view text, char stale = 'x');

  /// Waits until there is something to read, and leaves it there.
  bool waitUntilReadable() const;
  /// Ends it without a goodbye (RST).
  void reset();

  /// Any thread: what is being read ends, what is being written fails.
  void interrupt();

 private:
  std::mutex m_closing;  // held where another thread may look at the descriptor, or it is closed
  int m_descriptor;
};

/// A server of a few lines on loopback: serves one connection after the other, each by calling `serve`. After that the
/// connection is closed.
///
///     TinyServer echo([](TinyConnection& client) {
///       for (std::string text = client.read(); !text.empty(); text = client.read()) {
///         client.write(text);
///       }
///     });
class TinyServer {
 public:
  using Serve = std::function<void(TinyConnection& client)>;

  explicit TinyServer(Serve serve);
  /// Interrupts the connection that is being served, and waits until `serve` returns.
  ~TinyServer();

  quint16 port() const { return m_port; }
  int connections() const { return m_connections; }

 private:
  void run();

  Serve m_serve;
  quint16 m_port = 0;  // before m_listener, which says which it is
  int m_listener = -1;
  std::atomic<int> m_connections{0};
  std::mutex m_mutex;
  TinyConnection* m_current = nullptr;  // under m_mutex
  bool m_ending = false;                // under m_mutex
  std::thread m_thread;
};

/// A port of this computer at which nobody listens.
quint16 closedPort();

}  // namespace landline::test
