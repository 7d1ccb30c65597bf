#pragma once

#include <QString>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/limits.h"
#include "core/rate_limit.h"
#include "core/result.h"
#include "files/content_digest.h"
#include "files/source_file.h"
#include "net/plain_connection.h"
#include "session/plain_news.h"

namespace landline::session {

/// A file on its way to a plain peer: the header, the wait for `ok`, the octets, the wait until the other side's system
/// has them. Used by the worker.
class PlainSender {
 public:
  using Time = net::PlainConnection::Time;
  enum class Step {
    Ready,     ///< nothing has left
    Asked,     ///< the header was given to the output; `ok` is awaited
    Body,      ///< being written
    Draining,  ///< all of it is the system's
  };

  /// Opens the file. Errors: those of SourceFile::open(), but `no-folders` for a folder; those of encodePlainHeader().
  static Result<PlainSender> begin(const PlainUpload& task, const Limits& limits);

  const QString& transfer() const { return m_task.transfer; }
  qint64 size() const { return m_source.size(); }
  TransferProgress& progress() { return *m_task.progress; }
  Step step() const { return m_step; }

  /// What begins the transfer, to stand alone.
  std::string header() const { return m_header; }

  void setAsked(Time now);
  bool isAsked() const { return m_step == Step::Asked; }

  /// The header is taken back, because the other side's goes first.
  void giveWay() { m_step = Step::Ready; }

  /// When to give up waiting for `ok`.
  Time deadline() const { return m_deadline; }

  /// A message that is not `ok` came. It may be talk that crossed the header, so `ok` is waited for a little longer;
  /// but not where it says plainly what it is: then the result is true.
  bool otherAnswer(const QString& text, Time now);

  /// What the wait has ended with: `not-taken` with what was answered instead, or `no-answer`.
  Error noOk() const;

  void setTaken();

  /// Writes as much of the body as the system takes, but not for ever: a few blocks. The octets that it took; none
  /// where it is full. Errors: `unreadable`, `changed` (found before the last octets have left, so that the other side
  /// will not take it for complete), `connection-lost`.
  Result<std::size_t> writeSome(net::PlainConnection& connection, RateLimit* limit);

  /// The octets have left.
  PlainFileEnded finish();
  PlainFileEnded giveUp(const Error& why) const;

 private:
  PlainSender(PlainUpload task, files::SourceFile source, std::string header, const Limits& limits);

  Result<void> fill(std::size_t most);
  double seconds() const;

  PlainUpload m_task;
  files::SourceFile m_source;
  std::string m_header;
  Limits m_limits;
  Step m_step = Step::Ready;
  Time m_deadline;
  QString m_answer;  // the first that was not `ok`
  Time m_begin;      // of the body
  files::ContentDigest m_digest;
  std::unique_ptr<char[]> m_block;
  std::string_view m_unsent;  // in m_block
  qint64 m_read = 0;
};

}  // namespace landline::session
