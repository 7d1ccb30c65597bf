#include "support/tun_link.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <sys/socket.h>

#include <algorithm>
#include <set>
#include <thread>
#include <vector>

#include "support/network_namespaces.h"
#include "support/wait_for.h"

namespace landline::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::steady_clock;

using Time = TunLinkQueue::Time;

const Time kStart{std::chrono::hours(1)};
const std::string kThousand(1000, 'x');

/// Everything that has arrived by then.
std::vector<std::string> arrivedBy(TunLinkQueue& queue, Time time) {
  std::vector<std::string> result;
  while (queue.due() && *queue.due() <= time) {
    result.emplace_back(queue.front());
    queue.pop();
  }
  return result;
}

// --- The queue, in a time of its own -------------------------------------------------------------------------

TEST(TunLinkQueueTest, DelaysAndKeepsTheOrder) {
  LinkQuality quality;
  quality.delay = milliseconds(20);
  TunLinkQueue queue(quality);
  queue.offer(kStart, "one");
  queue.offer(kStart + milliseconds(5), "two");
  EXPECT_TRUE(arrivedBy(queue, kStart + milliseconds(20) - nanoseconds(1)).empty());
  EXPECT_EQ(arrivedBy(queue, kStart + milliseconds(20)), std::vector<std::string>{"one"});
  EXPECT_EQ(queue.due(), kStart + milliseconds(25));
  EXPECT_EQ(arrivedBy(queue, kStart + milliseconds(25)), std::vector<std::string>{"two"});
  EXPECT_EQ(queue.due(), std::nullopt);
}

TEST(TunLinkQueueTest, SendsAtItsRateAndDropsWhatDoesNotFit) {
  LinkQuality quality;
  quality.delay = milliseconds(7);
  quality.octets_per_second = 100'000;  // a packet of 1000 takes 10 ms
  quality.queue = 3'000;
  TunLinkQueue queue(quality);
  for (int i = 0; i < 5; ++i) {
    queue.offer(kStart, kThousand);
  }
  EXPECT_EQ(queue.counts().passed, 3U);
  EXPECT_EQ(queue.counts().overflow, 2U);
  for (int i = 1; i <= 3; ++i) {
    EXPECT_EQ(queue.due(), kStart + milliseconds(10 * i + 7));
    queue.pop();
  }
  // The line is busy for 5 ms more: a third packet would have to wait for 25 ms, and 30 are what the queue holds.
  const Time later = kStart + milliseconds(25);
  queue.offer(later, kThousand);
  queue.offer(later, kThousand);
  queue.offer(later, kThousand);
  EXPECT_EQ(queue.counts().overflow, 3U);
  EXPECT_EQ(queue.due(), kStart + milliseconds(47));
}

TEST(TunLinkQueueTest, LosesTheSamePacketsWithTheSameSeed) {
  const auto lost = [](std::uint64_t seed) {
    LinkQuality quality;
    quality.loss = 0.05;
    quality.seed = seed;
    TunLinkQueue queue(quality);
    std::set<int> numbers;
    for (int i = 0; i < 20'000; ++i) {
      const auto before = queue.counts().lost;
      queue.offer(kStart, "x");
      if (queue.counts().lost != before) {
        numbers.insert(i);
      }
    }
    EXPECT_EQ(queue.counts().passed + queue.counts().lost, 20'000U);
    return numbers;
  };
  EXPECT_EQ(lost(1), lost(1));
  EXPECT_NE(lost(1), lost(2));
  EXPECT_NEAR(static_cast<double>(lost(3).size()), 1000.0, 150.0);  // 5 standard deviations
}

TEST(TunLinkQueueTest, ACutLosesWhatIsUnderWayAndWhatComes) {
  LinkQuality quality;
  quality.delay = milliseconds(20);
  quality.octets_per_second = 100'000;
  TunLinkQueue queue(quality);
  queue.offer(kStart, kThousand);
  queue.setCut(true);
  queue.offer(kStart, kThousand);
  EXPECT_EQ(queue.due(), std::nullopt);
  EXPECT_EQ(queue.counts().cut, 2U);
  queue.setCut(false);
  queue.offer(kStart, kThousand);
  EXPECT_EQ(queue.due(), kStart + milliseconds(30)) << "what was lost keeps the line busy";
}

// --- The link, between two namespaces ------------------------------------------------------------------------

sockaddr_in endpoint(const char* address) {
  sockaddr_in result{};
  result.sin_family = AF_INET;
  result.sin_port = htons(4000);
  ::inet_pton(AF_INET, address, &result.sin_addr);
  return result;
}

/// A datagram socket in the namespace.
FileDescriptor openSocket(const FileDescriptor& network_namespace, const char* address) {
  FileDescriptor opened;
  std::thread([&] {
    ASSERT_EQ(::setns(network_namespace.get(), CLONE_NEWNET), 0);
    opened = FileDescriptor(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    const sockaddr_in own = endpoint(address);
    ASSERT_EQ(::bind(opened.get(), reinterpret_cast<const sockaddr*>(&own), sizeof(own)), 0);
  }).join();
  return opened;
}

class TunLinkTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Result<TwoNamespaces> made = TwoNamespaces::make();
    if (!made) {
      GTEST_SKIP() << made.error().detail.toStdString();
    }
    m_hosts = *std::move(made);
  }

  void join(const LinkQuality& quality) {
    auto link = TunLink::create(m_hosts.left.get(), m_hosts.right.get(), quality, quality);
    ASSERT_TRUE(link) << qPrintable(link.error().detail);
    m_link = *std::move(link);
    m_left = openSocket(m_hosts.left, TunLink::kLeftAddress);
    m_right = openSocket(m_hosts.right, TunLink::kRightAddress);
  }

  /// A packet of 1000 octets with its headers.
  void sendToRight(int number) const {
    std::string octets(972, 'x');
    octets.replace(0, sizeof(number), reinterpret_cast<const char*>(&number), sizeof(number));
    const sockaddr_in to = endpoint(TunLink::kRightAddress);
    ASSERT_EQ(
        ::sendto(m_left.get(), octets.data(), octets.size(), 0, reinterpret_cast<const sockaddr*>(&to), sizeof(to)),
        static_cast<ssize_t>(octets.size()));
  }

  /// The number of the next packet; -1 where none comes.
  int receive(milliseconds patience = std::chrono::seconds(10)) const {
    pollfd watched{m_right.get(), POLLIN, 0};
    int number = -1;
    if (::poll(&watched, 1, static_cast<int>(patience.count())) == 1) {
      EXPECT_GE(::recv(m_right.get(), &number, sizeof(number), 0), static_cast<ssize_t>(sizeof(number)));
    }
    return number;
  }

  TunLinkQueue::Counts toRight() const { return m_link->counts()[0]; }

  TwoNamespaces m_hosts;
  std::unique_ptr<TunLink> m_link;
  FileDescriptor m_left;
  FileDescriptor m_right;
};

TEST_F(TunLinkTest, DelaysAsTold) {
  LinkQuality quality;
  quality.delay = milliseconds(20);
  join(quality);
  nanoseconds shortest = std::chrono::hours(1);
  for (int i = 0; i < 10; ++i) {
    const auto sent = steady_clock::now();
    sendToRight(i);
    ASSERT_EQ(receive(), i);
    const auto took = steady_clock::now() - sent;
    EXPECT_GE(took, quality.delay);
    shortest = std::min<nanoseconds>(shortest, took);
  }
  EXPECT_LT(shortest, quality.delay + milliseconds(15)) << "a busy computer is late, but not every time";
}

TEST_F(TunLinkTest, LosesWhatTheSeedSays) {
  LinkQuality quality;
  quality.loss = 0.2;
  quality.seed = 7;
  join(quality);
  TunLinkQueue same(quality);
  for (int i = 0; i < 200; ++i) {
    sendToRight(i);
    const auto lost = same.counts().lost;
    same.offer(kStart, kThousand);
    if (same.counts().lost == lost) {
      ASSERT_EQ(receive(), i);  // and nothing that should have been lost before it
    }
  }
  ASSERT_TRUE(waitFor([&] { return toRight().lost == same.counts().lost; }));
  EXPECT_GT(toRight().lost, 0U);
  EXPECT_EQ(receive(milliseconds(0)), -1);
}

TEST_F(TunLinkTest, SendsAtItsRateAndDropsWhatDoesNotFit) {
  LinkQuality quality;
  quality.octets_per_second = 100'000;  // 10 ms a packet
  quality.queue = 10'000;
  join(quality);
  constexpr unsigned kPackets = 50;
  const auto began = steady_clock::now();
  for (unsigned i = 0; i < kPackets; ++i) {
    sendToRight(static_cast<int>(i));
  }
  ASSERT_TRUE(waitFor([&] { return toRight().passed + toRight().overflow == kPackets; }));
  const auto passed = toRight().passed;
  EXPECT_GE(passed, 10U);
  EXPECT_LT(passed, kPackets);
  for (unsigned i = 0; i < passed; ++i) {
    ASSERT_GE(receive(), 0);
  }
  EXPECT_GE(steady_clock::now() - began, milliseconds(10) * static_cast<int>(passed));
}

TEST_F(TunLinkTest, ACutCableCarriesNothingUntilItIsJoined) {
  join({});
  m_link->setCut(true);
  for (int i = 0; i < 5; ++i) {
    sendToRight(i);
  }
  ASSERT_TRUE(waitFor([this] { return toRight().cut == 5; }));
  m_link->setCut(false);
  sendToRight(5);
  EXPECT_EQ(receive(), 5);
}

}  // namespace
}  // namespace landline::test
