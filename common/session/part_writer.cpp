#include "session/part_writer.h"

#include <exception>
#include <utility>

#include "core/overloaded.h"

namespace landline::session {

PartWriter::PartWriter(const ReceiveTask& task, const TransferContext& context, const Limits& limits,
                       TransferProgress& progress, const files::SaveFolder& folder)
    : m_task(task), m_context(context), m_limits(limits), m_progress(progress), m_folder(folder), m_thread([this] {
        work();
      }) {}

PartWriter::~PartWriter() {
  if (m_thread.joinable()) {
    interrupt();
  }
}

// --- The stream's thread ---------------------------------------------------------------------------------------------

void PartWriter::submit() {
  if (m_new.empty()) {
    return;
  }
  {
    const std::lock_guard lock(m_mutex);
    for (Order& order : m_new) {
      m_orders.push_back(std::move(order));
    }
  }
  m_new.clear();
  m_ordered.notify_one();
}

bool PartWriter::hasRoom() const {
  const std::lock_guard lock(m_mutex);
  return m_orders.size() < kMostOrders;
}

std::vector<wire::DataMessage> PartWriter::takeAnswers() {
  const std::lock_guard lock(m_mutex);
  return std::exchange(m_answers, {});
}

bool PartWriter::waitForNews(std::chrono::milliseconds longest) {
  std::unique_lock lock(m_mutex);
  m_done.wait_for(lock, longest, [this] { return m_news; });
  return std::exchange(m_news, false);
}

Error PartWriter::trouble() const {
  const std::lock_guard lock(m_mutex);
  return m_trouble;
}

TransferOutcome PartWriter::finish() {
  order(Finish{});
  submit();
  join();
  return m_outcome;
}

TransferOutcome PartWriter::interrupt() {
  m_interrupted = true;
  submit();
  join();
  return m_outcome;
}

void PartWriter::join() {
  {
    const std::lock_guard lock(m_mutex);
    m_ending = true;
  }
  m_ordered.notify_one();
  m_thread.join();
}

// --- The companion ---------------------------------------------------------------------------------------------------

void PartWriter::work() {
  try {
    ReceivedBatch batch(
        m_task, m_context, m_limits, m_progress, m_folder,
        [this](wire::DataMessage message) { tell(std::move(message)); },
        [this] { return !m_interrupted && !m_progress.cancelled; });
    for (;;) {
      std::optional<Order> order;
      {
        std::unique_lock lock(m_mutex);
        m_ordered.wait(lock, [this] { return m_ending || !m_orders.empty(); });
        if (m_orders.empty()) {
          break;
        }
        order = std::move(m_orders.front());
        m_orders.pop_front();
      }
      carryOut(batch, *order);
      auto* write = std::get_if<Write>(&*order);
      const bool freed = write && write->hold.release();
      const std::lock_guard lock(m_mutex);
      m_trouble = batch.trouble();
      // Not for each of a thousand small orders: waking the other thread costs more than most of them.
      if (freed || m_orders.empty() || m_orders.size() == kMostOrders / 2) {
        announce();
      }
    }
    batch.interrupt();
    m_outcome = batch.outcome();
  } catch (const std::exception& exception) {
    const std::lock_guard lock(m_mutex);
    m_orders.clear();
    m_trouble = {codes::kInternal, QString::fromLocal8Bit(exception.what())};
    announce();
  }
}

void PartWriter::carryOut(ReceivedBatch& batch, Order& order) {
  if (!batch.trouble().code.isEmpty()) {
    return;
  }
  if (m_interrupted) {
    // Octets that are here need not be sent again. They belong to the file in hand until another order comes.
    if (const auto* write = std::get_if<Write>(&order)) {
      batch.write(write->octets);
    } else {
      batch.interrupt();
    }
    return;
  }
  std::visit(Overloaded{
                 [&](const TakePage& page) { batch.takePage(page.page); },
                 [&](const Begin& begin) { batch.begin(begin.index, begin.offset); },
                 [&](const Write& write) { batch.write(write.octets); },
                 [&](const Conclude& conclude) { batch.conclude(conclude.digest); },
                 [&](const GiveUp& up) { batch.giveUp(up.index, up.code); },
                 [&](const Publish&) { batch.publish(); },
                 [&](const Finish&) { batch.finish(); },
             },
             order);
}

void PartWriter::tell(wire::DataMessage message) {
  const std::lock_guard lock(m_mutex);
  m_answers.push_back(std::move(message));
  announce();
}

/// With the lock held.
void PartWriter::announce() {
  m_news = true;
  m_done.notify_one();
}

}  // namespace landline::session
