#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <utility>

#include "core/result.h"
#include "net/plain_connection.h"

namespace landline::session {

/// What is to be written to a plain peer, file bodies apart: texts in their order, and what has to stand alone: a
/// header, an answer. These are often read with one call and compared as a whole, so they go out after a silence,
/// before the texts that wait, and a silence follows. Used by the worker.
class PlainOutput {
 public:
  using Time = net::PlainConnection::Time;

  /// A line end is there already. `id` may be empty.
  void addText(const QString& id, const QByteArray& octets);

  /// As soon as nothing was written for `silence`. At most one at a time waits.
  void sayAlone(std::string octets, std::chrono::milliseconds silence);

  /// Takes back what was to stand alone; false: it has begun to leave.
  bool takeBack() {
    const bool waits = !m_alone.empty();
    m_alone.clear();
    return waits;
  }

  /// Texts wait.
  void setHeld(bool held) { m_held = held; }

  /// Something could be written now.
  bool hasSomething(Time now);

  /// When what waits for a silence may be written; nothing where nothing does.
  std::optional<Time> due() const;

  /// All that was to stand alone has left, and so has every text that has begun to leave.
  bool isThrough() const { return m_alone.empty() && m_sent == m_out.size(); }
  bool isEmpty() const { return isThrough() && m_texts.empty(); }

  /// Gives the system what it takes. The number of octets that it took.
  Result<std::size_t> writeSome(net::PlainConnection& connection);

  /// Somebody else has written a body.
  void wroteAt(Time now) { m_last_write = now; }

  /// Texts that are out of here.
  struct Texts {
    QStringList ids;  ///< those that have one
    std::size_t octets = 0;
  };

  /// Those that have left since it was asked last.
  Texts takeLeft() { return std::exchange(m_left, {}); }

  /// Drops everything. The texts that did not leave.
  Texts drop();

 private:
  struct Text {
    QString id;
    QByteArray octets;
  };
  struct End {
    std::size_t at = 0;  // in m_out
    QString id;
    std::size_t octets = 0;
  };

  void fill(Time now);

  std::deque<Text> m_texts;
  std::string m_alone;
  std::chrono::milliseconds m_silence{0};
  bool m_writes_alone = false;  // m_out is what was to stand alone
  Time m_last_write;
  Time m_texts_from;  // not before
  std::string m_out;  // is being written
  std::size_t m_sent = 0;
  std::deque<End> m_ends;
  Texts m_left;
  bool m_held = false;
};

}  // namespace landline::session
