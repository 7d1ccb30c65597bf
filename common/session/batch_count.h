#pragma once

#include <QString>
#include <QStringList>
#include <QtGlobal>

#include <atomic>

#include "core/error.h"

namespace landline::session {

/// Counts what is to be sent, before it is offered: run() once, in a worker thread; all else from any thread.
class BatchCount {
 public:
  struct Found {
    qint64 files = 0;
    qint64 folders = 0;
    qint64 bytes = 0;
    int roots = 0;      ///< of `files` and `folders`: how many were chosen themselves
    QStringList first;  ///< the names of the first wire::kMostFirstNames roots, as the receiver will see them
    Error trouble;      ///< why the first of those that are left out is; empty code: all can be sent
    bool cancelled = false;

    /// "photos (+2)": the first root and how many there are besides.
    QString title() const;
  };

  explicit BatchCount(const QStringList& roots) : m_roots(roots) {}

  Found run();
  void cancel() { m_cancelled = true; }

  // While it runs
  qint64 files() const { return m_files; }
  qint64 bytes() const { return m_bytes; }

 private:
  const QStringList m_roots;
  std::atomic<qint64> m_files{0};
  std::atomic<qint64> m_bytes{0};
  std::atomic<bool> m_cancelled{false};
};

/// The same title as far as it is known before anything was looked at.
QString titleOf(const QStringList& roots);

}  // namespace landline::session
