#include "net/stream_relay.h"

#include "data_stream_fixture.h"
#include <gmock/gmock.h>

#include <atomic>
#include <deque>

namespace landline::net {
namespace {

using std::chrono::milliseconds;
using test::waitFor;

/// Two clients, each with a data connection to a server that relays between them. What a client does is a task of its
/// own; the relay runs in another.
class StreamRelayTest : public NetTest {
 protected:
  struct Connection {
    std::unique_ptr<DataStream> client;
    std::unique_ptr<DataStream> leg;
  };

  template <typename Function>
  static auto later(Function function) {
    return std::async(std::launch::async, std::move(function));
  }

  /// `through`: the port of something between the client and the server; 0: nothing.
  Connection connectOne(quint16 through = 0) {
    std::promise<Incoming> incoming;
    m_listener->onData = [&incoming](Incoming got) { incoming.set_value(std::move(got)); };
    Connection made{std::make_unique<DataStream>(m_client_tls, m_limits),
                    std::make_unique<DataStream>(m_server_tls, m_limits)};
    auto accepted = later([&] { return made.leg->accept(incoming.get_future().get()); });
    auto connected = later([&] {
      return made.client->connectTo(QHostAddress(QHostAddress::LocalHost), through != 0 ? through : m_listener->port(),
                                    m_server_tls->own());
    });
    EXPECT_TRUE(resultOf(connected));
    EXPECT_TRUE(resultOf(accepted));
    made.leg->setAdmitted();
    return made;
  }

  void open(quint16 through = 0) {
    if (!m_listener) {
      listen();
    }
    m_a = connectOne(through);
    m_b = connectOne();
    m_relay = std::make_unique<StreamRelay>(*m_a.leg, *m_b.leg, m_limits);
  }

  /// Runs the relay and closes both legs when it is over, as the server does.
  std::future<Result<void>> relayLater() {
    return later([this] {
      Result<void> result = m_relay->run();
      m_left_to_b = m_b.leg->unsent();
      m_relay.reset();
      m_a.leg.reset();
      m_b.leg.reset();
      return result;
    });
  }

  Connection m_a;
  Connection m_b;
  std::unique_ptr<StreamRelay> m_relay;
  std::size_t m_left_to_b = 0;
};

TEST_F(StreamRelayTest, PassesOctetsOnAndEndsEachDirectionByItself) {
  open();
  auto relayed = relayLater();
  const std::string question = pattern(3'000'001, 1);
  auto b = later([&] {
    const std::string heard = readAll(*m_b.client);  // the end has come, the way back is open
    return m_b.client->write("stored").ok() && m_b.client->finish().ok() && heard == question;
  });
  ASSERT_TRUE(m_a.client->write(question));
  ASSERT_TRUE(m_a.client->finish());
  EXPECT_EQ(readAll(*m_a.client), "stored");
  EXPECT_TRUE(resultOf(b));
  EXPECT_EQ(codeOf(resultOf(relayed)), QString());
}

TEST_F(StreamRelayTest, CountsWhatItPassesOn) {
  open();
  auto relayed = later([this] { return m_relay->run(); });
  ASSERT_TRUE(m_a.client->write(std::string(1000, 'a')));
  ASSERT_TRUE(m_b.client->write(std::string(2000, 'b')));
  ASSERT_TRUE(m_a.client->finish());
  ASSERT_TRUE(m_b.client->finish());
  EXPECT_EQ(codeOf(resultOf(relayed)), QString());
  EXPECT_EQ(m_relay->octets(), 3000);
}

TEST_F(StreamRelayTest, BadInput84_BothSidesMayWriteAtOnceForLong) {
  open();
  auto relayed = relayLater();
  constexpr std::size_t kSize = 30 * 1024 * 1024;
  const std::string up = pattern(kSize, 3);
  const std::string down = pattern(kSize, 4);
  // Each side reads what has come whenever it has written a little, as a transfer does.
  const auto talk = [](DataStream& stream, const std::string& says, const std::string& hears) {
    std::string heard;
    std::vector<char> buffer(256 * 1024);
    for (std::size_t at = 0; at < says.size(); at += buffer.size()) {
      if (!stream.write(std::string_view(says).substr(at, buffer.size()))) {
        return false;
      }
      while (stream.hasInput()) {
        const Result<std::size_t> got = stream.read(buffer.data(), buffer.size());
        if (!got) {
          return false;
        }
        if (*got == 0) {
          break;
        }
        heard.append(buffer.data(), *got);
      }
    }
    return stream.finish().ok() && heard + readAll(stream) == hears;
  };
  auto a = later([&] { return talk(*m_a.client, up, down); });
  auto b = later([&] { return talk(*m_b.client, down, up); });
  EXPECT_TRUE(resultOf(a));
  EXPECT_TRUE(resultOf(b));
  EXPECT_EQ(codeOf(resultOf(relayed)), QString());
}

TEST_F(StreamRelayTest, BadInput32_WorksOneOctetAtATime) {
  listen();
  test::Trickle trickle(m_listener->port());
  open(trickle.port());
  auto relayed = relayLater();
  const std::string octets = pattern(20'000, 2);
  auto heard = later([this] { return readAll(*m_b.client); });
  ASSERT_TRUE(m_a.client->write(octets));
  ASSERT_TRUE(m_a.client->finish());
  EXPECT_TRUE(resultOf(heard) == octets);
  ASSERT_TRUE(m_b.client->finish());
  EXPECT_EQ(readAll(*m_a.client), "");
  EXPECT_EQ(codeOf(resultOf(relayed)), QString());
}

TEST_F(StreamRelayTest, WhatCameBeforeItBeganIsNotLost) {
  open();
  ASSERT_TRUE(m_a.client->write("early"));
  ASSERT_TRUE(m_a.client->flush());
  ASSERT_TRUE(waitFor([this] { return m_a.leg->hasInput(); }));  // it is in the leg's inbox now
  auto relayed = relayLater();
  auto heard = later([this] { return readAll(*m_b.client); });
  ASSERT_TRUE(m_a.client->write(" and late"));
  ASSERT_TRUE(m_a.client->finish());
  EXPECT_EQ(resultOf(heard), "early and late");
  ASSERT_TRUE(m_b.client->finish());
  EXPECT_EQ(codeOf(resultOf(relayed)), QString());
}

TEST_F(StreamRelayTest, BadInput58_AReaderThatStopsHoldsTheWriterBackAndThenEndsBoth) {
  m_limits.transfer_silence = milliseconds(300);
  open();
  auto relayed = relayLater();
  std::atomic<std::size_t> written{0};
  constexpr std::size_t kAll = 1024UL * 1024 * 1024;
  auto a = later([&] {
    const std::string octets(1024 * 1024, 'x');
    while (written < kAll) {
      if (const Result<void> result = m_a.client->write(octets); !result) {
        return result.error().code;
      }
      written += octets.size();
    }
    return QString();
  });
  // Nobody reads at b. What the relay keeps is bounded; the rest of what a gets rid of is in the system's buffers.
  EXPECT_EQ(codeOf(resultOf(relayed)), codes::kTimeout);
  EXPECT_NE(resultOf(a), QString());
  EXPECT_LT(written, kAll / 8);
  EXPECT_GT(m_left_to_b, 0U);
  EXPECT_LE(m_left_to_b, StreamRelay::kUnderWay);
}

TEST_F(StreamRelayTest, BadInput70_SilenceEndsBoth) {
  m_limits.transfer_silence = milliseconds(50);
  open();
  auto relayed = relayLater();
  EXPECT_EQ(codeOf(resultOf(relayed)), codes::kTimeout);
  auto a = later([this] { return readAll(*m_a.client); });
  auto b = later([this] { return readAll(*m_b.client); });
  // The clients' own patience may end first: they have the same limit.
  EXPECT_THAT(resultOf(a), ::testing::AnyOf("!connection-lost", "!timeout"));
  EXPECT_THAT(resultOf(b), ::testing::AnyOf("!connection-lost", "!timeout"));
}

TEST_F(StreamRelayTest, BadInput35_ALegThatIsLostIsTheEndOfTheOther) {
  open();
  auto relayed = relayLater();
  const std::string octets = pattern(300'000, 5);
  auto heard = later([this] { return readAll(*m_b.client); });
  ASSERT_TRUE(m_a.client->write(octets));
  ASSERT_TRUE(m_a.client->flush());
  m_a.client.reset();  // without a word
  EXPECT_EQ(codeOf(resultOf(relayed)), codes::kConnectionLost);
  EXPECT_TRUE(resultOf(heard) == octets + "!connection-lost") << "what came before is passed on";
}

TEST_F(StreamRelayTest, BadInput69_AResetWhileTheOtherWritesIsTheEndOfBoth) {
  open();
  auto relayed = relayLater();
  auto a = later([this] {
    const std::string octets(1024 * 1024, 'x');
    for (;;) {
      if (const Result<void> result = m_a.client->write(octets); !result) {
        return result.error().code;
      }
    }
  });
  auto b = later([this] {
    char octet = 0;
    const bool got = m_b.client->read(&octet, 1).ok();
    m_b.client.reset();  // with unread octets: the system sends a reset
    return got;
  });
  EXPECT_TRUE(resultOf(b));
  EXPECT_EQ(codeOf(resultOf(relayed)), codes::kConnectionLost);
  EXPECT_EQ(resultOf(a), codes::kConnectionLost);
}

TEST_F(StreamRelayTest, APeerThatIsGoneAfterItsLastWordSpoilsNothing) {
  open();
  ASSERT_TRUE(m_a.client->write("all"));
  ASSERT_TRUE(m_a.client->finish());
  ASSERT_TRUE(m_b.client->write("stored"));
  ASSERT_TRUE(m_b.client->finish());
  m_b.client.reset();  // does not wait for what was for it
  auto relayed = relayLater();
  EXPECT_EQ(readAll(*m_a.client), "stored");
  EXPECT_EQ(codeOf(resultOf(relayed)), QString());
}

TEST_F(StreamRelayTest, StopsBeforeItBeginsAndWhileItWaitsAndWhileItMoves) {
  open();
  m_relay->stop();
  EXPECT_EQ(codeOf(m_relay->run()), codes::kCancelled);

  open();
  auto waiting = later([this] { return m_relay->run(); });
  ASSERT_TRUE(m_a.client->write("x"));
  ASSERT_TRUE(m_a.client->flush());
  ASSERT_TRUE(waitFor([this] { return m_relay->octets() == 1; }));
  m_relay->stop();
  EXPECT_EQ(codeOf(resultOf(waiting)), codes::kCancelled);

  open();
  auto moving = later([this] { return m_relay->run(); });
  auto b = later([this] { return readAll(*m_b.client); });
  auto a = later([this] {
    const std::string octets(1024 * 1024, 'x');
    while (m_a.client->write(octets)) {
    }
  });
  ASSERT_TRUE(waitFor([this] { return m_relay->octets() > 10'000'000; }));
  m_relay->stop();
  m_relay->stop();
  EXPECT_EQ(codeOf(resultOf(moving)), codes::kCancelled);
  m_a.leg.reset();
  m_b.leg.reset();
  EXPECT_THAT(resultOf(b), ::testing::EndsWith("!connection-lost"));
  resultOf(a);
}

}  // namespace
}  // namespace landline::net
