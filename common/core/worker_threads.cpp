#include "core/worker_threads.h"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <system_error>
#include <utility>

namespace landline {

namespace {

/// Chat and windows come first where the processor is short: on Linux the nice value belongs to the thread, and the
/// threads that it starts have the same.
void yieldToOthers() {
  constexpr int kNice = 5;
  pthread_setname_np(pthread_self(), "transfer");
  setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNice);
}

}  // namespace

bool WorkerThreads::start(std::function<void()> task) {
  std::list<Worker> ended;
  bool started = true;
  {
    const std::lock_guard lock(m_mutex);
    if (m_closed) {
      return false;
    }
    for (auto it = m_workers.begin(); it != m_workers.end();) {
      const auto next = std::next(it);
      if (it->ended) {
        ended.splice(ended.end(), m_workers, it);
      }
      it = next;
    }
    Worker& worker = m_workers.emplace_back();
    try {
      worker.thread = std::thread([this, &worker, task = std::move(task)]() mutable {
        yieldToOthers();
        task();
        task = nullptr;  // what the task holds is let go before the thread counts as ended
        const std::lock_guard end_lock(m_mutex);
        worker.ended = true;
      });
    } catch (const std::system_error&) {  // the system has no thread left
      m_workers.pop_back();
      started = false;
    }
  }
  for (Worker& worker : ended) {
    worker.thread.join();
  }
  return started;
}

void WorkerThreads::joinAll() {
  std::list<Worker> workers;
  {
    const std::lock_guard lock(m_mutex);
    m_closed = true;
    workers.splice(workers.end(), m_workers);
  }
  for (Worker& worker : workers) {
    worker.thread.join();
  }
}

}  // namespace landline
