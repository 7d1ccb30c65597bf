#pragma once

#include <QPointer>
#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <vector>

#include "net/control_connection.h"
#include "net/listener.h"
#include "support/tls_peers.h"
#include "support/wait_for.h"

namespace landline::net {

inline std::shared_ptr<const TlsContext> newContext() {
  return *TlsContext::create(*trust::Identity::generate());
}

/// Runs the event loop until a task in another thread has its result.
template <typename T>
T resultOf(std::future<T>& task) {
  EXPECT_TRUE(test::waitFor([&task] { return task.wait_for(std::chrono::seconds(0)) == std::future_status::ready; }));
  return task.get();
}

/// A control connection and everything that it said.
struct Recorded {
  explicit Recorded(ControlConnection* made) : connection(made) {
    QObject::connect(made, &ControlChannel::secured, made, [this](const PeerId& id) { secured.push_back(id); });
    QObject::connect(made, &ControlChannel::messageReceived, made,
                     [this](const wire::ControlMessage& message) { messages.push_back(message); });
    QObject::connect(made, &ControlChannel::closed, made, [this](const Error& error, bool peer) {
      ++closed_count;
      reason = error;
      by_peer = peer;
    });
  }
  Recorded(const Recorded&) = delete;
  Recorded& operator=(const Recorded&) = delete;
  ~Recorded() { delete connection; }

  bool isSecured() const { return !secured.empty(); }
  bool isClosed() const { return closed_count > 0; }
  template <typename T>
  int count() const {
    int found = 0;
    for (const wire::ControlMessage& message : messages) {
      found += std::holds_alternative<T>(message) ? 1 : 0;
    }
    return found;
  }

  QPointer<ControlConnection> connection;
  std::vector<PeerId> secured;
  std::vector<wire::ControlMessage> messages;
  int closed_count = 0;
  Error reason;
  bool by_peer = false;
};

/// A listener on 127.0.0.1 whose control connections are served in the test's own thread. A test that wants
/// something else sets onControl or onData of `m_listener` itself.
class NetTest : public ::testing::Test {
 protected:
  void listen() {
    m_listener = std::make_unique<Listener>(m_limits, std::make_shared<ConnectionGate>(m_limits));
    m_listener->onControl = [this](Incoming incoming) {
      auto accepted = std::make_unique<Recorded>(new ControlConnection(m_server_tls, m_limits));
      accepted->connection->accept(std::move(incoming));
      m_accepted.push_back(std::move(accepted));
    };
    ASSERT_TRUE(m_listener->listen(QHostAddress(QHostAddress::LocalHost), 0));
  }

  std::unique_ptr<Recorded> connectClient() {
    auto client = std::make_unique<Recorded>(new ControlConnection(m_client_tls, m_limits));
    client->connection->connectTo(QStringLiteral("127.0.0.1"), m_listener->port());
    return client;
  }

  Recorded& server(std::size_t index = 0) { return *m_accepted.at(index); }

  /// A client of our own, secured on both sides.
  std::unique_ptr<Recorded> securedPair() {
    listen();
    std::unique_ptr<Recorded> client = connectClient();
    EXPECT_TRUE(test::waitFor([&] { return client->isSecured() && m_accepted.size() == 1 && server().isSecured(); }));
    return client;
  }

  Limits m_limits;
  std::shared_ptr<const TlsContext> m_server_tls = newContext();
  std::shared_ptr<const TlsContext> m_client_tls = newContext();
  std::unique_ptr<Listener> m_listener;
  std::vector<std::unique_ptr<Recorded>> m_accepted;
};

}  // namespace landline::net
