#include "integration/plain_room.h"
#include <poll.h>

#include <atomic>
#include <future>

// Who wants more than its share of a real server.
namespace landline::test {
namespace {

using std::chrono::duration;
using std::chrono::steady_clock;

class Flood : public PlainRoom {
 protected:
  static constexpr int kFlood = 1000;

  Flood() {
    limits.chat_at_once = 20;
    limits.chat_per_second = 100;
    limits.chat_waiting = 30;
  }

  /// How many of the flood have been passed on to `seen`.
  static int heardBy(const NodeRecorder& seen) {
    return static_cast<int>(std::count_if(seen.messages.begin(), seen.messages.end(), [](const auto& message) {
      return message.text.startsWith(QStringLiteral("flood"));
    }));
  }

  bool wasTold(const char* what) const {
    return std::any_of(server.seen().errors.begin(), server.seen().errors.end(), [what](const Error& error) {
      return error.code == codes::kTooMany && error.detail.contains(QLatin1String(what));
    });
  }
};

TEST_F(Flood, BadInput54_AMembersFloodIsSlowedThenRefusedAndOthersTalkOn) {
  startPlainServer(PlainMode::Text);
  auto loud = join(QStringLiteral("loud"));
  auto a = join(QStringLiteral("a"));
  auto b = join(QStringLiteral("b"));
  const auto began = steady_clock::now();
  QStringList ids;
  for (int i = 0; i < kFlood; ++i) {
    ids.append(say(*loud->node, wire::kEveryone, QStringLiteral("flood %1").arg(i)));
  }
  for (int i = 0; i < 10; ++i) {
    const QString text = QStringLiteral("calm %1").arg(i);
    const QString id = say(*a->node, wire::kEveryone, text);
    ASSERT_TRUE(waitFor([&] { return b->seen().hasText(text); }));
    ASSERT_TRUE(waitFor([&] { return a->seen().deliveries.value(id) == session::Delivery::Received; }));
  }
  // Each is answered: passed on, or refused.
  const auto countOf = [&](session::Delivery delivery) {
    return static_cast<int>(std::count_if(
        ids.begin(), ids.end(), [&](const QString& id) { return loud->seen().deliveries.value(id) == delivery; }));
  };
  ASSERT_TRUE(waitFor([&] {
    return countOf(session::Delivery::Received) + countOf(session::Delivery::Rejected) == kFlood;
  })) << countOf(session::Delivery::Received)
      << " received, " << countOf(session::Delivery::Rejected) << " rejected";
  const duration<double> took = steady_clock::now() - began;
  EXPECT_GE(countOf(session::Delivery::Received), 50);
  EXPECT_LE(countOf(session::Delivery::Received), 50 + 100 * took.count() + 1);
  EXPECT_EQ(loud->seen().rejections.value(ids.last()).code, codes::kTooMany);
  ASSERT_TRUE(waitFor([&] { return heardBy(b->seen()) == countOf(session::Delivery::Received); }));
  EXPECT_EQ(heardBy(server.seen()), heardBy(b->seen()));
  EXPECT_TRUE(waitFor([&] { return wasTold("loud writes too fast"); }));
  EXPECT_TRUE(loud->seen().is(Phase::Online)) << "it stays";
}

TEST_F(Flood, BadInput54_APlainPeersFloodIsSlowedThenDroppedAndOthersTalkOn) {
  startPlainServer(PlainMode::Text);
  auto b = join(QStringLiteral("b"));
  auto calm = joinPlain();
  RawPeer loud(port);
  std::string flood;
  for (int i = 0; i < kFlood; ++i) {
    flood += "flood " + std::to_string(i) + '\n';
  }
  const auto began = steady_clock::now();
  loud.send(flood);
  for (int i = 0; i < 10; ++i) {
    const std::string text = "calm " + std::to_string(i);
    calm->send(text + '\n');
    ASSERT_TRUE(waitFor([&] { return b->seen().hasText(QString::fromStdString(text)); }));
  }
  EXPECT_TRUE(waitFor([&] { return wasTold("writes too fast"); }));
  ASSERT_TRUE(waitFor([&] { return heardBy(b->seen()) >= 50; }));
  const duration<double> took = steady_clock::now() - began;
  EXPECT_LE(heardBy(b->seen()), 50 + 100 * took.count() + 1);
  EXPECT_LT(heardBy(b->seen()), kFlood);
  EXPECT_FALSE(loud.isClosed()) << "it stays";
  loud.send("flood is over\n");
  EXPECT_TRUE(waitFor([&] { return b->seen().hasText(QStringLiteral("flood is over")); }));
}

TEST_F(Flood, BadInput54_APlainPeerThatWritesWithoutEndIsReadAtAPaceAndOthersTalkOn) {
  limits.plain_texts_per_second = 100;
  startPlainServer(PlainMode::Text);
  auto b = join(QStringLiteral("b"));
  auto calm = joinPlain();
  RawPeer loud(port);
  std::string flood;
  while (flood.size() < 64 * 1024) {
    flood += "x\n";
  }
  // As fast as it is taken, in a thread of its own, while the others talk.
  std::atomic<bool> enough{false};
  std::atomic<std::size_t> written{0};
  auto writing = std::async(std::launch::async, [&, descriptor = loud.descriptor()] {
    while (!enough) {
      const ssize_t sent = ::send(descriptor, flood.data(), flood.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      written += static_cast<std::size_t>(std::max<ssize_t>(sent, 0));
      pollfd writable{descriptor, POLLOUT, 0};
      ::poll(&writable, 1, 10);
    }
  });
  for (int i = 0; i < 10; ++i) {
    const std::string text = "calm " + std::to_string(i);
    calm->send(text + '\n');
    EXPECT_TRUE(waitFor([&] { return b->seen().hasText(QString::fromStdString(text)); }));
  }
  EXPECT_TRUE(waitFor([&] { return wasTold("writes too fast"); }));
  enough = true;
  writing.get();
  EXPECT_LT(written.load(), 16U * 1024 * 1024) << "the systems between the two hold less";
  EXPECT_FALSE(loud.isClosed()) << "it stays";
}

TEST_F(Flood, BadInput54_WhatWasDroppedIsToldOfThoseWhoLeaveAtOnce) {
  startPlainServer(PlainMode::Text);
  {
    RawPeer loud(port);
    std::string flood;
    for (int i = 0; i < kFlood; ++i) {
      flood += "flood " + std::to_string(i) + '\n';
    }
    loud.send(flood);
    ASSERT_TRUE(waitFor([&] { return server.seen().hasText(QStringLiteral("flood 0")); }));
    tell(*server.node, [id = lastPlain()](auto& hub) { hub.disconnectPeer(id); });
    ASSERT_TRUE(waitFor([&] { return plainPeers().isEmpty(); }));
  }
  EXPECT_TRUE(wasTold("writes too fast")) << "before it has left";
}

TEST_F(Flood, BadInput64_AStormOfReconnectionsIsLimitedAndOthersTalkOn) {
  limits.arrivals_at_once = 20;
  limits.arrivals_per_second = 20;
  startPlainServer(PlainMode::Text);
  auto a = join(QStringLiteral("a"));
  auto b = join(QStringLiteral("b"));
  int joined = 0;
  QObject::connect(server.node, &session::Node::peerJoined, &server.seen(),
                   [&joined](const session::PeerInfo& peer) { joined += peer.plain ? 1 : 0; });
  const auto began = steady_clock::now();
  for (int i = 0; i < 1000; ++i) {
    RawPeer peer(port);
    ::send(peer.descriptor(), "x\n", 2, MSG_NOSIGNAL);
    if (i % 100 == 0) {
      const QString text = QStringLiteral("calm %1").arg(i);
      say(*a->node, wire::kEveryone, text);
      ASSERT_TRUE(waitFor([&] { return b->seen().hasText(text); }));
    }
  }
  // A fence: whoever was taken has been listed by then.
  ASSERT_TRUE(waitFor([&] {
    RawPeer last(port);
    last.send("fence\n");
    return waitFor([&] { return last.isClosed() || server.seen().hasText(QStringLiteral("fence")); }) &&
           server.seen().hasText(QStringLiteral("fence"));
  }));
  const duration<double> took = steady_clock::now() - began;
  EXPECT_GT(joined, 0);
  EXPECT_LE(joined, 20 + 20 * took.count() + 1);
  EXPECT_TRUE(a->seen().is(Phase::Online));
}

}  // namespace
}  // namespace landline::test
