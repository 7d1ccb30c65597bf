#include "session/plain_sender.h"

#include <QFileInfo>

#include <algorithm>
#include <utility>

#include "wire/plain_text.h"

namespace landline::session {

using std::chrono::steady_clock;

namespace {

constexpr int kBlocksAtOnce = 4;  // before what has come is looked at

/// An answer that is not `ok` is the answer when no `ok` follows within so many times Limits::plain_quiet.
constexpr int kSecondThoughts = 10;

const QLatin1String kDeclined("declined: ");

}  // namespace

PlainSender::PlainSender(PlainUpload task, files::SourceFile source, std::string header, const Limits& limits)
    : m_task(std::move(task)), m_source(std::move(source)), m_header(std::move(header)), m_limits(limits) {}

Result<PlainSender> PlainSender::begin(const PlainUpload& task, const Limits& limits) {
  Result<files::SourceFile> source = files::SourceFile::open(task.path);
  if (!source) {
    const bool folder = source.error().is(codes::kNotAFile) && QFileInfo(task.path).isDir();
    return folder ? Error{codes::kNoFolders, QStringLiteral("%1 is a folder.").arg(task.path)} : source.error();
  }
  const Result<QByteArray> header = wire::encodePlainHeader(source->name(), source->size(), limits);
  if (!header) {
    return header.error();
  }
  task.progress->setCurrent(source->name());
  return PlainSender(task, std::move(*source), header->toStdString(), limits);
}

void PlainSender::setAsked(Time now) {
  m_step = Step::Asked;
  m_deadline = now + m_limits.plain_answer;
}

bool PlainSender::otherAnswer(const QString& text, Time now) {
  const bool plainly_no = text.startsWith(kDeclined);
  if (m_answer.isNull() || plainly_no) {
    m_answer = text;
  }
  m_deadline = std::min(m_deadline, plainly_no ? now : now + kSecondThoughts * m_limits.plain_quiet);
  return plainly_no;
}

Error PlainSender::noOk() const {
  if (m_answer.startsWith(kDeclined)) {
    return {codes::kDeclined, m_answer.mid(kDeclined.size())};
  }
  if (!m_answer.isNull()) {
    return {codes::kNotTaken, QStringLiteral("The other side answered \"%1\" instead of \"ok\".").arg(m_answer)};
  }
  return {codes::kNoAnswer, QStringLiteral("No \"ok\" came within %1 s.").arg(m_limits.plain_answer.count() / 1000)};
}

void PlainSender::setTaken() {
  m_step = Step::Body;
  m_begin = steady_clock::now();
  m_block.reset(new char[m_limits.transfer_block]);  // NOLINT: make_unique would clear it
  m_task.progress->stage = TransferProgress::Stage::Moving;
}

/// The next block. At the end, and only there, m_unsent stays empty.
Result<void> PlainSender::fill(std::size_t most) {
  if (m_read == m_source.size()) {
    return {};
  }
  const auto begin = steady_clock::now();
  const Result<std::size_t> got = m_source.read(m_block.get(), most);
  const auto took = std::chrono::duration_cast<std::chrono::nanoseconds>(steady_clock::now() - begin);
  m_task.progress->waited_disk_ns.fetch_add(took.count(), std::memory_order_relaxed);
  if (!got) {
    return got.error();
  }
  m_read += static_cast<qint64>(*got);
  if (*got == 0 || (m_read == m_source.size() && m_source.changed())) {
    return Error{codes::kChanged, QStringLiteral("%1 changed while it was read.").arg(m_task.path)};
  }
  m_unsent = {m_block.get(), *got};
  m_digest.update(m_unsent);
  return {};
}

Result<std::size_t> PlainSender::writeSome(net::PlainConnection& connection, RateLimit* limit) {
  std::size_t all = 0;
  for (int i = 0; i < kBlocksAtOnce; ++i) {
    if (m_unsent.empty()) {
      const auto block = static_cast<std::int64_t>(m_limits.transfer_block);
      const auto most = static_cast<std::size_t>(limit != nullptr ? limit->portion(block) : block);
      if (const Result<void> filled = fill(most); !filled) {
        return filled.error();
      }
      if (m_unsent.empty()) {
        m_step = Step::Draining;
        m_task.progress->stage = TransferProgress::Stage::Verifying;
        break;
      }
      if (limit != nullptr) {
        const auto begin = steady_clock::now();
        limit->take(static_cast<std::int64_t>(m_unsent.size()), connection.cancelled());
        const auto took = std::chrono::duration_cast<std::chrono::nanoseconds>(steady_clock::now() - begin);
        m_task.progress->waited_limit_ns.fetch_add(took.count(), std::memory_order_relaxed);
      }
    }
    const Result<std::size_t> sent = connection.write(m_unsent);
    if (!sent) {
      return sent.error();
    }
    m_unsent.remove_prefix(*sent);
    m_task.progress->bytes.fetch_add(static_cast<qint64>(*sent), std::memory_order_relaxed);
    all += *sent;
    if (!m_unsent.empty()) {
      break;
    }
  }
  return all;
}

double PlainSender::seconds() const {
  return m_block ? std::chrono::duration<double>(steady_clock::now() - m_begin).count() : 0;
}

PlainFileEnded PlainSender::finish() {
  m_task.progress->files = 1;
  PlainFileEnded ended = giveUp({});
  ended.file.state = FileResult::State::Stored;
  ended.file.digest = m_digest.hex();
  return ended;
}

PlainFileEnded PlainSender::giveUp(const Error& why) const {
  PlainFileEnded ended;
  ended.transfer = m_task.transfer;
  ended.file.state = FileResult::State::Failed;
  ended.file.path = m_source.name();
  ended.file.bytes = m_task.progress->bytes;
  ended.file.error = why;
  ended.seconds = seconds();
  return ended;
}

}  // namespace landline::session
