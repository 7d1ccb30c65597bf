#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <mutex>
#include <thread>

namespace landline {

/// Owns the threads in which transfers run. Each task gets a thread of its own; one that has ended is joined when
/// the next is started, all of them in joinAll(). They have a lower priority than the others. Safe to use from any
/// thread.
class WorkerThreads {
 public:
  WorkerThreads() = default;
  WorkerThreads(const WorkerThreads&) = delete;
  WorkerThreads& operator=(const WorkerThreads&) = delete;
  ~WorkerThreads() { joinAll(); }

  /// Runs `task` in a new thread. The task must end by itself or by means that the caller keeps (a cancel).
  /// Returns false, and runs nothing, once joinAll() has begun, and where the system has no thread left.
  bool start(std::function<void()> task);

  /// Waits until every task has ended; start() does nothing from now on. Called again, it waits again.
  void joinAll();

 private:
  struct Worker {
    std::thread thread;
    bool ended = false;
  };

  std::mutex m_mutex;
  std::list<Worker> m_workers;
  bool m_closed = false;
};

}  // namespace landline
