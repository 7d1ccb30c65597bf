#pragma once

#include <QByteArray>
#include <QObject>
#include <QSocketNotifier>

#include <chrono>
#include <memory>

namespace landline::console {

/// Lines to a descriptor (standard output) that never make the event loop wait. What the reader has not taken is kept,
/// up to kMostWaiting; then the reader is given up: failed() follows, once, and nothing is written any more. The same
/// where the descriptor fails (the reader has closed its end; SIGPIPE must be ignored).
///
/// The descriptor stays blocking, as others may share it: it is written only when poll() says that it takes PIPE_BUF
/// octets. Used by one thread, with an event loop; does not own the descriptor.
class Output : public QObject {
  Q_OBJECT

 public:
  static constexpr int kMostWaiting = 8 * 1024 * 1024;

  explicit Output(int descriptor, QObject* parent = nullptr);

  /// `line` without its LF.
  void writeLine(const QByteArray& line);

  /// The reader is behind: what can be left out (progress) should be.
  bool isBehind() const { return m_waiting.size() - m_written > kMostWaiting / 8; }

  /// Waits until everything is written, for at most `limit`: for the end of main(), when the event loop is over.
  bool finish(std::chrono::milliseconds limit);

 Q_SIGNALS:
  void failed();

 private:
  void pump();
  void giveUp();

  int m_descriptor;
  QByteArray m_waiting;
  int m_written = 0;  // so much of m_waiting has gone
  std::unique_ptr<QSocketNotifier> m_writable;
  bool m_given_up = false;
};

}  // namespace landline::console
