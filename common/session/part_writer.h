#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>
#include <variant>
#include <vector>

#include "core/limits.h"
#include "files/save_folder.h"
#include "session/manifest_book.h"
#include "session/read_blocks.h"
#include "session/received_batch.h"
#include "session/transfer_task.h"
#include "wire/messages.h"

namespace landline::session {

/// The companion thread of a receiver: does what a ReceivedBatch does, so that one file's octets are decrypted while
/// the ones before them are hashed and written. Orders are carried out one by one, as they were given; what there is to
/// say to the sender comes back as messages for the stream's thread, which alone writes to the stream.
///
/// All functions are for the stream's thread.
class PartWriter {
 public:
  struct TakePage {
    ManifestBook::Page page;
  };
  struct Begin {
    qint64 index;
    qint64 offset;
  };
  struct Write {
    std::string_view octets;
    BlockHold hold;  ///< where they are
  };
  struct Conclude {
    QString digest;
  };
  struct GiveUp {
    qint64 index;
    QString code;
  };
  struct Publish {};
  struct Finish {};
  using Order = std::variant<TakePage, Begin, Write, Conclude, GiveUp, Publish, Finish>;

  /// Starts the thread. References outlive this object. Throws std::system_error where no thread can be had.
  PartWriter(const ReceiveTask& task, const TransferContext& context, const Limits& limits, TransferProgress& progress,
             const files::SaveFolder& folder);

  /// Interrupts where finish() was not called.
  ~PartWriter();

  /// Never waits; the thread sees it at the next submit().
  void order(Order order) { m_new.push_back(std::move(order)); }
  void submit();

  /// Whether more orders are welcome, so that what is queued stays bounded.
  bool hasRoom() const;

  /// What is to be said to the sender, in this order.
  std::vector<wire::DataMessage> takeAnswers();

  /// Waits for an answer, for room or a free block, for the end of all orders or for trouble, at most so long. May
  /// return early. False: it was the time.
  bool waitForNews(std::chrono::milliseconds longest);

  /// Why the run must end, if it must; no order is carried out any more.
  Error trouble() const;

  /// Carries out what is ordered, ends the thread. Nothing may have failed for trouble() before.
  TransferOutcome finish();

  /// What is queued of the file in hand is still written, the rest is dropped; parts stay. Ends the thread.
  TransferOutcome interrupt();

 private:
  static constexpr std::size_t kMostOrders = 4096;

  void work();
  void carryOut(ReceivedBatch& batch, Order& order);
  void tell(wire::DataMessage message);
  void announce();
  void join();

  const ReceiveTask& m_task;
  const TransferContext& m_context;
  const Limits& m_limits;
  TransferProgress& m_progress;
  const files::SaveFolder& m_folder;
  std::vector<Order> m_new;  // of the stream's thread

  mutable std::mutex m_mutex;  // guards all below
  std::condition_variable m_ordered;
  std::condition_variable m_done;
  std::deque<Order> m_orders;
  std::vector<wire::DataMessage> m_answers;
  Error m_trouble;
  TransferOutcome m_outcome;
  bool m_news = false;
  bool m_ending = false;  // after the orders that are there
  std::atomic<bool> m_interrupted{false};

  std::thread m_thread;  // last: it uses all the others
};

}  // namespace landline::session
