#include "core/rate_limit.h"

#include <gtest/gtest.h>

#include <mutex>
#include <thread>
#include <vector>

#include "support/wait_for.h"

namespace landline {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

class RateLimitTest : public ::testing::Test {
 protected:
  /// How long this takes, in milliseconds.
  template <typename Work>
  static double timed(const Work& work) {
    const auto begin = steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(steady_clock::now() - begin).count();
  }

  RateLimit m_limit{milliseconds(20)};
  std::atomic<bool> m_not_cancelled{false};
};

TEST_F(RateLimitTest, WithoutALimitNobodyWaits) {
  EXPECT_EQ(m_limit.octetsPerSecond(), 0);
  m_limit.take(std::int64_t{1} << 50, m_not_cancelled);
  m_limit.take(std::int64_t{1} << 50, m_not_cancelled);
  EXPECT_EQ(m_limit.portion(1 << 20), 1 << 20);
  m_limit.set(-5);
  EXPECT_EQ(m_limit.octetsPerSecond(), 0);
}

TEST_F(RateLimitTest, NoMorePassesThanTheRateAndTheBurst) {
  m_limit.set(1'000'000);
  constexpr int kPortions = 20;
  const double elapsed_ms = timed([&] {
    for (int i = 0; i < kPortions; ++i) {
      m_limit.take(10'000, m_not_cancelled);  // 10 ms each
    }
  });
  // The last one is paid for by whoever comes next; the burst came for nothing. More time is the machine's.
  EXPECT_GE(elapsed_ms, 10.0 * (kPortions - 1) - 20 - 1);
}

TEST_F(RateLimitTest, WhatWasNotUsedIsKeptForOneBurstOnly) {
  m_limit.set(1'000'000);
  m_limit.take(1, m_not_cancelled);
  const auto idle_until = steady_clock::now() + milliseconds(60);  // three bursts
  while (steady_clock::now() < idle_until) {
    std::this_thread::yield();
  }
  const double elapsed_ms = timed([&] {
    for (int i = 0; i < 5; ++i) {
      m_limit.take(20'000, m_not_cancelled);
    }
  });
  EXPECT_GE(elapsed_ms, 59);
}

TEST_F(RateLimitTest, SeveralThreadsShareIt) {
  m_limit.set(1'000'000);
  const double elapsed_ms = timed([&] {
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        for (int taken = 0; taken < 5; ++taken) {
          m_limit.take(10'000, m_not_cancelled);
        }
      });
    }
    for (std::thread& thread : threads) {
      thread.join();
    }
  });
  EXPECT_GE(elapsed_ms, 10.0 * 19 - 20 - 1);
}

TEST_F(RateLimitTest, ThoseWhoAskFirstGoFirst) {
  constexpr std::int64_t kAnHour = 3600;
  m_limit.set(1);
  m_limit.take(kAnHour, m_not_cancelled);
  std::vector<int> order;
  std::mutex mutex;
  std::vector<std::thread> threads;
  for (int number = 0; number < 5; ++number) {
    threads.emplace_back([&, number] {
      m_limit.take(kAnHour, m_not_cancelled);
      const std::lock_guard lock(mutex);
      order.push_back(number);
    });
    ASSERT_TRUE(test::waitFor([&] { return m_limit.waiting() == number + 1; }));
  }
  for (std::size_t through = 1; through <= threads.size(); ++through) {
    m_limit.set(1);  // what was taken is forgiven: one goes, and the next one has an hour to wait
    ASSERT_TRUE(test::waitFor([&] {
      const std::lock_guard lock(mutex);
      return order.size() == through;
    }));
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(order, (std::vector<int>{0, 1, 2, 3, 4}));
}

TEST_F(RateLimitTest, ANewLimitHoldsAtOnceForThoseWhoWait) {
  for (const std::int64_t rate : {std::int64_t{0}, std::int64_t{1} << 40}) {
    m_limit.set(1);
    m_limit.take(3600, m_not_cancelled);  // an hour
    std::atomic<bool> through{false};
    std::thread waiting([&] {
      m_limit.take(1000, m_not_cancelled);
      through = true;
    });
    EXPECT_TRUE(test::waitFor([&] { return m_limit.waiting() == 1; }));
    m_limit.set(rate);
    EXPECT_TRUE(test::waitFor([&] { return through.load(); }));
    waiting.join();
  }
}

TEST_F(RateLimitTest, WhoIsCancelledWaitsNoLongerAndStandsInNobodysWay) {
  m_limit.set(1);
  m_limit.take(3600, m_not_cancelled);
  std::atomic<bool> cancelled{false};
  std::atomic<int> through{0};
  std::thread first([&] {
    m_limit.take(1, cancelled);
    ++through;
  });
  std::thread second([&] {
    m_limit.take(1, m_not_cancelled);
    ++through;
  });
  ASSERT_TRUE(test::waitFor([&] { return m_limit.waiting() == 2; }));
  cancelled = true;
  m_limit.wake();
  EXPECT_TRUE(test::waitFor([&] { return through == 1; }));
  m_limit.set(1'000'000);
  EXPECT_TRUE(test::waitFor([&] { return through == 2; }));
  first.join();
  second.join();
}

TEST_F(RateLimitTest, PortionsAreATwentiethOfASecondAndAtLeastAPacket) {
  m_limit.set(1'000'000);
  EXPECT_EQ(m_limit.portion(1 << 20), 50'000);
  EXPECT_EQ(m_limit.portion(1000), 1000);
  m_limit.set(1);
  EXPECT_EQ(m_limit.portion(1 << 20), 1400);
  EXPECT_EQ(m_limit.portion(100), 100);
}

}  // namespace
}  // namespace landline
