#pragma once

#include <QByteArray>
#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace landline::console {

/// Lines from a descriptor (standard input), read when there is something to read. Bounded: a line over kLongestLine is
/// told once by tooLong() and skipped to its LF. Used by one thread, with an event loop; does not own the descriptor.
class LineInput : public QObject {
  Q_OBJECT

 public:
  static constexpr int kLongestLine = 1024 * 1024;

  explicit LineInput(int descriptor, QObject* parent = nullptr);

 Q_SIGNALS:
  void lineRead(const QByteArray& line);  ///< without LF (or CR LF); empty lines are left out
  void tooLong();
  void ended();  ///< once; a last line without LF came before

 private:
  void readSome();
  void take(const char* octets, int count);
  void endLine();

  int m_descriptor;
  QByteArray m_line;
  bool m_skipping = false;
  std::unique_ptr<QSocketNotifier> m_readable;
};

}  // namespace landline::console
