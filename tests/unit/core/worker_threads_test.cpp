#include "core/worker_threads.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <set>
#include <thread>
#include <vector>

namespace landline {
namespace {

TEST(WorkerThreads, RunEachTaskInAThreadOfItsOwn) {
  WorkerThreads workers;
  std::promise<void> both_run;
  std::shared_future<void> go = both_run.get_future().share();
  std::atomic<int> running{0};
  std::mutex mutex;
  std::set<std::thread::id> threads;
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(workers.start([&] {
      {
        const std::lock_guard lock(mutex);
        threads.insert(std::this_thread::get_id());
      }
      if (++running == 2) {
        both_run.set_value();
      }
      go.wait();  // ends only when both run at once
    }));
  }
  workers.joinAll();
  EXPECT_EQ(threads.size(), 2U);
  EXPECT_EQ(threads.count(std::this_thread::get_id()), 0U);
}

TEST(WorkerThreads, JoinWaitsForTheLastOfThem) {
  WorkerThreads workers;
  std::atomic<int> done{0};
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(workers.start([&done] { ++done; }));
  }
  workers.joinAll();
  EXPECT_EQ(done, 20);
}

TEST(WorkerThreads, StartNothingAfterJoin) {
  WorkerThreads workers;
  workers.joinAll();
  bool ran = false;
  EXPECT_FALSE(workers.start([&ran] { ran = true; }));
  workers.joinAll();
  EXPECT_FALSE(ran);
}

TEST(WorkerThreads, AreJoinedByTheDestructor) {
  std::atomic<bool> done{false};
  std::promise<void> gate;
  auto workers = std::make_unique<WorkerThreads>();
  workers->start([&done, open = gate.get_future().share()] {
    open.wait();
    done = true;
  });
  gate.set_value();
  workers.reset();
  EXPECT_TRUE(done);
}

TEST(WorkerThreads, LetGoOfWhatATaskHeldBeforeJoinReturns) {
  WorkerThreads workers;
  const auto held = std::make_shared<int>(7);
  workers.start([held] {});
  workers.joinAll();
  EXPECT_EQ(held.use_count(), 1);
}

TEST(WorkerThreads, MayBeStartedFromManyThreads) {
  WorkerThreads workers;
  std::atomic<int> done{0};
  std::vector<std::thread> starters;
  for (int i = 0; i < 4; ++i) {
    starters.emplace_back([&] {
      for (int k = 0; k < 50; ++k) {
        workers.start([&done] { ++done; });
      }
    });
  }
  for (std::thread& starter : starters) {
    starter.join();
  }
  workers.joinAll();
  EXPECT_EQ(done, 200);
}

}  // namespace
}  // namespace landline
