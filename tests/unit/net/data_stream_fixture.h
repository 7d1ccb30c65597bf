#pragma once

#include "net_fixture.h"

#include <string>
#include <vector>

#include "net/data_stream.h"

namespace landline::net {

inline QString codeOf(const Result<void>& result) {
  return result ? QString() : result.error().code;
}
inline QString codeOf(const Result<std::size_t>& result) {
  return result ? QString() : result.error().code;
}

/// All octets until the other side ends its direction; what went wrong is put behind them.
inline std::string readAll(Stream& stream) {
  std::string all;
  std::vector<char> buffer(64 * 1024);
  for (;;) {
    const Result<std::size_t> got = stream.read(buffer.data(), buffer.size());
    if (!got || *got == 0) {
      return got ? all : all + "!" + got.error().code.toStdString();
    }
    all.append(buffer.data(), *got);
  }
}

inline std::string pattern(std::size_t size, unsigned seed) {
  std::string octets(size, '\0');
  for (char& octet : octets) {
    seed = seed * 1103515245U + 12345U;
    octet = static_cast<char>(seed >> 16U);
  }
  return octets;
}

/// A server whose data connections are accepted in another thread, as the programs do it. Each side of a test is a
/// task of its own; the test's thread runs the listener.
class DataStreamTest : public NetTest {
 protected:
  DataStreamTest() : m_server(m_server_tls, m_limits), m_client(m_client_tls, m_limits) {}

  void listenForData() {
    listen();
    m_listener->onData = [this](Incoming incoming) { m_incoming.set_value(std::move(incoming)); };
  }

  std::future<Result<void>> connectLater(quint16 port = 0) {
    return std::async(std::launch::async, [this, port = port != 0 ? port : m_listener->port()] {
      return m_client.connectTo(QHostAddress(QHostAddress::LocalHost), port, m_server_tls->own());
    });
  }

  std::future<Result<void>> acceptLater() {
    return std::async(std::launch::async, [this] { return m_server.accept(m_incoming.get_future().get()); });
  }

  /// Both streams are up and admitted.
  void open() {
    listenForData();
    auto accepted = acceptLater();
    auto connected = connectLater();
    const Result<void> client = resultOf(connected);
    const Result<void> server = resultOf(accepted);
    ASSERT_TRUE(client) << qPrintable(client.error().detail);
    ASSERT_TRUE(server) << qPrintable(server.error().detail);
    m_server.setAdmitted();
  }

  template <typename Function>
  static auto later(Function function) {
    return std::async(std::launch::async, std::move(function));
  }

  std::promise<Incoming> m_incoming;
  DataStream m_server;
  DataStream m_client;
};

}  // namespace landline::net
