#pragma once

#include <QObject>
#include <QPointer>
#include <QThreadPool>

#include <type_traits>
#include <utility>

namespace landline::widgets {

/// Calls `work()` in a thread of the pool, and then `done(what it returned)` in this thread, unless `context` has gone
/// by then. Both must own what they need: a window touches no file itself. Needs a running event loop here.
template <typename Work, typename Done>
void inBackground(QObject* context, Work work, Done done) {
  // Lives in this thread, and outlives the work: it is deleted by what is queued at its end.
  auto* const messenger = new QObject;
  QThreadPool::globalInstance()->start(
      [messenger, work = std::move(work), done = std::move(done), asker = QPointer<QObject>(context)]() mutable {
        std::invoke_result_t<Work&> value = work();
        QMetaObject::invokeMethod(
            messenger,
            [messenger, done = std::move(done), asker = std::move(asker), value = std::move(value)]() mutable {
              if (asker != nullptr) {
                done(std::move(value));
              }
              messenger->deleteLater();
            },
            Qt::QueuedConnection);
      });
}

}  // namespace landline::widgets
