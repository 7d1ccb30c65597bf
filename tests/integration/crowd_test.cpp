#include "integration/room.h"
#include <QElapsedTimer>

#include <algorithm>
#include <array>
#include <atomic>
#include <future>
#include <iostream>
#include <thread>

#include "net/control_connection.h"
#include "net/tls_context.h"
#include "support/tls_peers.h"
#include "trust/identity.h"

// Many peers of one server, real connections with a key each, all in the test's thread.
namespace landline::test {
namespace {

using std::chrono::milliseconds;

constexpr int kCrowd = 99;
constexpr int kMessages = 40;
constexpr int kRounds = 3;
constexpr int kFlood = 128 * 1024;  // with each message, in texts of 16 KiB: as long as they may be

/// Nothing but its control connection; notes when messages to everyone come.
class Listener {
 public:
  Listener(const Limits& limits, quint16 port, const QString& name)
      : m_connection(*net::TlsContext::create(*trust::Identity::generate()), limits) {
    QObject::connect(&m_connection, &net::ControlChannel::secured, &m_connection, [this, name] {
      m_connection.send(wire::Hello{wire::kProtocolVersion, name, QStringLiteral("crowd")});
    });
    QObject::connect(&m_connection, &net::ControlChannel::messageReceived, &m_connection,
                     [this](const wire::ControlMessage& message) { take(message); });
    m_connection.connectTo(QStringLiteral("127.0.0.1"), port);
  }

  void say(const QString& to, const QString& text) { m_connection.send(wire::Chat{wire::newUuid(), to, text, {}, {}}); }

  bool online = false;
  std::function<void()> onHeard;

 private:
  void take(const wire::ControlMessage& message) {
    if (std::holds_alternative<wire::Welcome>(message)) {
      m_connection.setAdmitted();
      online = true;
    } else if (const auto* chat = std::get_if<wire::Chat>(&message); chat && chat->to == wire::kEveryone && onHeard) {
      onHeard();
    }
  }

  net::ControlConnection m_connection;
};

/// Says hello and then reads, in a thread of its own, and rests after each record.
class Reader {
 public:
  Reader(quint16 port, const QString& name, milliseconds rest)
      : m_thread([this, port, name = name.toStdString(), rest] { read(port, name, rest); }) {}

  /// The server has let go of it by then, for it may wait for a record.
  ~Reader() {
    m_over.set_value();
    m_thread.join();
  }

  std::size_t taken() const { return m_taken; }  ///< octets

 private:
  void read(quint16 port, const std::string& name, milliseconds rest) {
    const Certificate certificate = makeCertificate({"reader"});
    RawTls tls(connectTcp(port, rest.count() == 0 ? 0 : kSmallBuffer), {&certificate});
    ASSERT_TRUE(tls.connect());
    const std::string hello = R"({"protocol":1,"name":")" + name + R"(","app":"landline/0.1"})";
    ASSERT_TRUE(tls.write("hello&" + std::to_string(hello.size()) + "\n" + hello));
    const std::future<void> over = m_over.get_future();
    while (over.wait_for(rest) != std::future_status::ready) {
      m_taken += tls.read().size();
    }
  }

  static constexpr int kSmallBuffer = 4096;  // what one that rests does not take, the server has to keep

  std::promise<void> m_over;
  std::atomic<std::size_t> m_taken{0};
  std::thread m_thread;  // last: it uses the others
};

class Crowd : public Room {
 protected:
  Crowd() {
    limits.unauthenticated_per_address = kCrowd;
    limits.unauthenticated_connections = kCrowd;
    limits.chat_at_once = 1'000'000;  // what is measured is not the pace that one peer is kept to
  }

  void gather() {
    for (int i = 0; i < kCrowd; ++i) {
      m_crowd.push_back(std::make_unique<Listener>(limits, port, QStringLiteral("crowd-%1").arg(i)));
      m_crowd.back()->onHeard = [this] { m_delays_ms.push_back(static_cast<double>(m_watch.nsecsElapsed()) / 1e6); };
    }
    ASSERT_TRUE(waitFor([this] {
      return std::all_of(m_crowd.begin(), m_crowd.end(), [](const auto& listener) { return listener->online; });
    }));
  }

  /// How long messages took, in ms.
  struct Delays {
    double median = 0;
    double p99 = 0;
  };

  /// The first one speaks to everyone, again and again; each time after all others of the crowd have heard the last,
  /// and just after the last one has begun to send kFlood octets to `flooded`. Returns how long it took to any of them.
  Delays speak(const QString& flooded) {
    const QString text(kFlood / 8, QLatin1Char('x'));
    m_delays_ms.clear();
    for (std::size_t i = 1; i <= kMessages; ++i) {
      for (int n = 0; n < 8; ++n) {
        m_crowd.back()->say(flooded, text);
      }
      m_watch.start();
      m_crowd.front()->say(wire::kEveryone, QStringLiteral("all hands"));
      const bool all = waitFor([&] { return m_delays_ms.size() >= i * (kCrowd - 1); });
      EXPECT_TRUE(all) << m_delays_ms.size() << " after message " << i;
      if (!all) {
        break;
      }
    }
    std::sort(m_delays_ms.begin(), m_delays_ms.end());
    const std::size_t count = m_delays_ms.size();
    return count == 0 ? Delays() : Delays{m_delays_ms[count / 2], m_delays_ms[count * 99 / 100]};
  }

  struct Beside {
    Delays delays;
    std::size_t taken = 0;  ///< octets
  };

  /// Speaks while one that rests so long after each record, and is here only for that, is flooded.
  Beside speakBeside(milliseconds rest) {
    const QString name = QStringLiteral("reader");
    Reader reader(port, name, rest);
    EXPECT_TRUE(waitFor([&] { return server.seen().peer(name) != nullptr; }));
    const PeerId id = server.seen().peer(name) != nullptr ? server.seen().peer(name)->id : PeerId();
    const Delays delays = speak(id.hex());
    const std::size_t taken = reader.taken();
    EXPECT_NE(server.seen().peer(name), nullptr) << "it did not stay";
    tell(*server.node, [id](auto& hub) { hub.disconnectPeer(id); });
    EXPECT_TRUE(waitFor([&] { return server.seen().peer(name) == nullptr; }));
    return {delays, taken};
  }

  std::vector<std::unique_ptr<Listener>> m_crowd;
  QElapsedTimer m_watch;
  std::vector<double> m_delays_ms;
};

double middleOf(std::array<double, kRounds> values) {
  std::sort(values.begin(), values.end());
  return values[kRounds / 2];
}

// Rounds with a slow reader alternate with rounds in which the same octets go to one that reads at once: whatever makes
// this computer slow just now, or always, makes it slow in both. That a slow reader is closed in the end is
// BadInput58_...; here it stays, so that there is time to measure.
TEST_F(Crowd, BadInput59_OneSlowReaderAmongAHundredHoldsNobodyUp) {
  constexpr std::size_t kSent = std::size_t{kFlood} * kMessages;
  limits.unsent_control_data = 256 * 1024 * 1024;
  startServer();
  gather();
  std::array<double, kRounds> median_prompt{};
  std::array<double, kRounds> median_slow{};
  std::array<double, kRounds> p99_prompt{};
  std::array<double, kRounds> p99_slow{};
  for (std::size_t round = 0; round < kRounds; ++round) {
    const Beside prompt = speakBeside(milliseconds(0));
    const Beside slow = speakBeside(milliseconds(50));
    EXPECT_GT(prompt.taken, kSent / 2) << "it is slow";
    EXPECT_LT(slow.taken, kSent / 2) << "it is not slow";
    median_prompt[round] = prompt.delays.median;
    median_slow[round] = slow.delays.median;
    p99_prompt[round] = prompt.delays.p99;
    p99_slow[round] = slow.delays.p99;
    std::cout << "[ measured ] beside a prompt reader: median " << prompt.delays.median << " ms, p99 "
              << prompt.delays.p99 << " ms; beside a slow one: " << slow.delays.median << " ms, " << slow.delays.p99
              << " ms" << std::endl;
  }
  // Where a hundred readers share a busy computer, or a sanitizer slows them down, they take their time in any case.
  EXPECT_LT(middleOf(p99_slow), std::max(100.0, 3 * middleOf(p99_prompt))) << "ms";
  // Whoever waits for the slow reader waits at every message, and 50 ms for each record.
  EXPECT_LT(middleOf(median_slow), 2 * middleOf(median_prompt) + 10) << "ms";
  RecordProperty("p99_us_beside_a_prompt_reader", static_cast<int>(middleOf(p99_prompt) * 1000));
  RecordProperty("p99_us_beside_a_slow_reader", static_cast<int>(middleOf(p99_slow) * 1000));
}

}  // namespace
}  // namespace landline::test
