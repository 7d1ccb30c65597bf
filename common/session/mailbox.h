#pragma once

#include <QMetaObject>
#include <QObject>

#include <functional>
#include <mutex>
#include <utility>

namespace landline::session {

/// Where threads leave word for an object that may be gone before they are. Workers share the mailbox
/// (std::shared_ptr), never the object: it makes one when it begins, keeps it as long as it lives, and calls close()
/// first thing in its destructor.
///
/// A letter is called in the object's own thread, by its event loop and so never within post(); letters of one thread
/// come in the order in which they were posted. What is not delivered when the object goes is dropped, with all that
/// it holds. `Receiver` is a QObject.
template <typename Receiver>
class Mailbox {
 public:
  using Letter = std::function<void(Receiver&)>;

  explicit Mailbox(Receiver& receiver) : m_receiver(&receiver) {}

  /// From any thread. After close() it does nothing.
  void post(Letter letter) {
    const std::lock_guard lock(m_mutex);  // the receiver cannot go while it is written to
    if (m_receiver) {
      QMetaObject::invokeMethod(
          m_receiver,
          [this, to = m_receiver, call = std::move(letter)] {
            m_mutex.lock();  // Qt's queue orders the two threads already, by locks that ThreadSanitizer does not see
            m_mutex.unlock();
            call(*to);
          },
          Qt::QueuedConnection);
    }
  }

  /// In the thread of the receiver. Once it has returned nobody uses the receiver any more.
  void close() {
    const std::lock_guard lock(m_mutex);
    m_receiver = nullptr;
  }

 private:
  std::mutex m_mutex;
  Receiver* m_receiver;  // guarded by m_mutex
};

}  // namespace landline::session
