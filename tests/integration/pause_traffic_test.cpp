#include "integration/transfer_room.h"

#include <iostream>

namespace landline::test {
namespace {

using std::chrono::microseconds;
using std::chrono::steady_clock;

/// More than goes over the wire before a test pauses it, whatever the computer. The file is a hole: it takes no room.
constexpr qint64 kLarge = 512 * 1024 * 1024;
constexpr qint64 kUnderWay = 4 * 1024 * 1024;

/// The promise is 200 ms. On a busy computer a test of that would fail for nothing, so this bound is generous, and the
/// figures are told.
constexpr std::chrono::seconds kMostAfter{2};

/// Transfers at full speed, over real TLS, that a person pauses. All ways to the server are one cable, which knows when
/// octets have passed.
class PauseTraffic : public TransferRoom {
 protected:
  void SetUp() override {
    startServer();
    m_cable = std::make_unique<Cable>(port);
    m_a = joinBy(*m_cable, QStringLiteral("a"));
  }

  template <typename From, typename To>
  void sendLarge(From& from, To& to) {
    const QString path = put(QStringLiteral("large"), {});
    ASSERT_TRUE(QFile::resize(path, kLarge));
    send(*from.node, to.node->id().hex(), {path});
  }

  /// Octets flow, and both programs show so.
  template <typename One, typename Other>
  void awaitTraffic(const One& one, const Other& other) {
    const qint64 before = m_cable->data();
    ASSERT_TRUE(waitFor([&] {
      return m_cable->data() > before + kUnderWay && one.seen().transferIs(State::Running) &&
             other.seen().transferIs(State::Running);
    })) << rows(one.seen())
        << rows(other.seen());
  }

  /// `who` pauses what runs between it and `other`. Tells, and records under `name`, how long after the pause the last
  /// octet has passed, and (at most: it is looked at now and then) until every data connection was closed at both ends.
  template <typename Who, typename Other>
  void pauseAndMeasure(Who& who, Other& other, const std::string& name) {
    awaitTraffic(who, other);
    const auto paused_at = steady_clock::now();
    pause(who);
    ASSERT_TRUE(waitFor([this] { return m_cable->openData() == 0; })) << rows(who.seen()) << rows(other.seen());
    const auto to_close = std::chrono::duration_cast<microseconds>(steady_clock::now() - paused_at);
    const auto to_last = std::chrono::duration_cast<microseconds>(m_cable->lastData() - paused_at);
    RecordProperty(name + "_us_to_the_last_octet", static_cast<int>(to_last.count()));
    RecordProperty(name + "_us_to_the_close", static_cast<int>(to_close.count()));
    std::cout << "[ measured ] " << name << ": last octet " << to_last.count() << " us after the pause, closed after "
              << to_close.count() << " us" << std::endl;
    EXPECT_LT(to_last, kMostAfter);
    EXPECT_LT(to_close, kMostAfter);
    expectFrozen(who, other);
  }

  /// Nothing moves, and nothing begins to, while other things do.
  template <typename Who, typename Other>
  void expectFrozen(Who& who, Other& other) {
    ASSERT_TRUE(waitFor([&] { return who.seen().transferIs(State::Paused) && other.seen().transferIs(State::Paused); }))
        << rows(who.seen()) << rows(other.seen());
    const qint64 octets_passed = m_cable->data();
    const int connections = m_cable->dataConnections();
    for (int i = 0; i < 3; ++i) {
      const QString text = wire::newUuid();
      say(*who.node, other.node->id().hex(), text);
      ASSERT_TRUE(waitFor([&] { return other.seen().hasText(text); }));
    }
    EXPECT_EQ(m_cable->data(), octets_passed);
    EXPECT_EQ(m_cable->dataConnections(), connections);
    EXPECT_LT(who.seen().transfer()->bytes_done, kLarge) << "it was over: nothing was paused";
  }

  template <typename From, typename To>
  void pauseFromEachSide(From& from, To& to) {
    sendLarge(from, to);
    pauseAndMeasure(from, to, "by_the_sender");
    goOn(from);
    pauseAndMeasure(to, from, "by_the_receiver");
  }

  std::unique_ptr<Cable> m_cable;
  std::unique_ptr<Client> m_a;
};

TEST_F(PauseTraffic, EndsSoonInAnUpload) {
  pauseFromEachSide(*m_a, server);
}

TEST_F(PauseTraffic, EndsSoonInADownload) {
  pauseFromEachSide(server, *m_a);
}

TEST_F(PauseTraffic, EndsSoonBetweenClients) {
  auto b = joinBy(*m_cable, QStringLiteral("b"));
  ASSERT_TRUE(waitFor([this] { return m_a->seen().peer(QStringLiteral("b")) != nullptr; }));
  pauseFromEachSide(*m_a, *b);
}

}  // namespace
}  // namespace landline::test
