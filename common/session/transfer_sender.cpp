#include "session/transfer_sender.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/logging.h"
#include "files/content_digest.h"
#include "files/source_file.h"

namespace landline::session {

namespace {

Error changedError(const QString& path) {
  return {codes::kChanged, QStringLiteral("\"%1\" changed while it was read.").arg(path)};
}

Error wrong(const QString& detail) {
  return {codes::kUnexpected, detail};
}

}  // namespace

TransferSender::TransferSender(FrameStream& frames, const SendTask& task, const Limits& limits,
                               TransferProgress& progress)
    : m_frames(frames),
      m_task(task),
      m_limits(limits),
      m_progress(progress),
      m_block(new char[limits.transfer_block]) {}

Result<TransferOutcome> TransferSender::run() {
  m_progress.stage = TransferProgress::Stage::Moving;
  const Result<void> conversed = converse();
  if (!conversed && !allStored()) {
    return conversed.error();
  }
  if (!conversed) {
    qCWarning(logTransfer) << "Everything is stored, but the data connection ended badly:" << conversed.error().detail;
  }
  m_outcome.agreed = m_ended;
  return m_outcome;
}

Result<void> TransferSender::converse() {
  if (Result<void> done = sendManifest(); !done) {
    return done;
  }
  if (Result<void> done = readWant(); !done) {
    return done;
  }
  for (std::size_t index = 0; index < m_files.size(); ++index) {
    if (m_files[index].fate == Fate::Pending) {
      if (Result<void> done = sendFile(index); !done) {
        return done;
      }
    }
  }
  m_progress.stage = TransferProgress::Stage::Verifying;
  m_said_end = true;
  if (Result<void> done = m_frames.write(wire::End{}); !done) {
    return done;
  }
  while (!m_ended) {
    const Result<FrameStream::Event> event = m_frames.next();
    if (!event) {
      return event.error();
    }
    if (Result<void> done = take(*event); !done) {
      return done;
    }
  }
  return m_frames.finish();
}

Result<void> TransferSender::sendManifest() {
  wire::Manifest manifest;
  qint64 bytes = 0;
  for (const OutgoingFile& file : m_task.files) {
    // Opened again when its turn comes: a page of files must not hold hundreds of descriptors.
    const Result<files::SourceFile> source = files::SourceFile::open(file.source);
    if (!source) {
      return source.error();
    }
    if (source->size() != file.size) {
      return Error{codes::kChanged, QStringLiteral("\"%1\" has changed since it was offered.").arg(file.path)};
    }
    wire::ManifestEntry entry;
    entry.index = static_cast<qint64>(m_files.size());
    entry.path = file.path;
    entry.size = file.size;
    entry.mtime = source->mtimeMs();
    manifest.files.append(entry);
    m_files.push_back({&file, entry.mtime, Fate::Pending, {}});
    bytes += file.size;
  }
  manifest.last = true;
  manifest.files_total = manifest.files.size();
  manifest.bytes_total = bytes;
  return m_frames.write(manifest);
}

Result<void> TransferSender::readWant() {
  for (;;) {
    const Result<FrameStream::Event> event = m_frames.next();
    if (!event) {
      return event.error();
    }
    const bool is_message = event->kind == FrameStream::Kind::Message;
    if (is_message && std::holds_alternative<wire::Have>(event->message)) {
      continue;  // an offset of 0 is a right answer to whatever the receiver holds
    }
    if (!is_message || !std::holds_alternative<wire::Want>(event->message)) {
      return FrameStream::unexpected(*event);
    }
    const auto& want = std::get<wire::Want>(event->message);
    if (want.page != 0) {
      return wrong(QStringLiteral("The receiver answered page %1, which it was not sent.").arg(want.page));
    }
    for (const wire::SkipEntry& entry : want.skip) {
      if (!isFile(entry.index, Fate::Pending)) {
        return wrong(QStringLiteral("The receiver skips file %1, which is not on the page.").arg(entry.index));
      }
      fail(static_cast<std::size_t>(entry.index),
           {entry.code, QStringLiteral("The receiver does not take \"%1\".").arg(path(entry.index))});
    }
    return {};
  }
}

Result<void> TransferSender::sendFile(std::size_t index) {
  File& file = m_files[index];
  Result<files::SourceFile> source = files::SourceFile::open(file.file->source);
  if (!source) {
    return skip(index, source.error());
  }
  if (source->size() != file.file->size || source->mtimeMs() != file.mtime_ms) {
    return skip(index, changedError(file.file->path));
  }
  file.fate = Fate::Sending;
  if (Result<void> done = m_frames.write(wire::FileStart{static_cast<qint64>(index), 0}); !done) {
    return done;
  }
  files::ContentDigest digest;
  for (qint64 left = file.file->size; left > 0;) {
    const qint64 piece = std::min<qint64>(left, m_limits.file_piece);
    Error trouble;
    if (Result<void> done = sendPiece(*source, index, piece, digest, trouble); !done) {
      return done;
    }
    if (!trouble.code.isEmpty()) {
      return skip(index, trouble);
    }
    left -= piece;
  }
  if (source->changed()) {
    return skip(index, changedError(file.file->path));
  }
  file.fate = Fate::Sent;
  m_outcome.digest = digest.hex();
  return m_frames.write(wire::Digest{static_cast<qint64>(index), m_outcome.digest});
}

Result<void> TransferSender::sendPiece(files::SourceFile& source, std::size_t index, qint64 size,
                                       files::ContentDigest& digest, Error& trouble) {
  const QByteArray name = "./" + m_files[index].file->path.toUtf8();
  if (Result<void> done = m_frames.writePieceHeader(name.toStdString(), size); !done) {
    return done;
  }
  for (qint64 left = size; left > 0;) {
    const std::size_t wanted = std::min(m_limits.transfer_block, static_cast<std::size_t>(left));
    std::size_t count = wanted;
    if (trouble.code.isEmpty()) {
      const Result<std::size_t> got = source.read(m_block.get(), wanted);
      if (!got) {
        trouble = got.error();
      } else if (*got == 0) {
        trouble = changedError(m_files[index].file->path);
      } else {
        count = *got;
      }
    }
    // The size of the piece is said: what the source lacks is made up for by zeros, and then taken back by `skip`.
    if (!trouble.code.isEmpty()) {
      std::memset(m_block.get(), 0, count);
    }
    const std::string_view octets(m_block.get(), count);
    digest.update(octets);
    if (Result<void> done = m_frames.writeOctets(octets); !done) {
      return done;
    }
    left -= static_cast<qint64>(count);
    m_progress.bytes.fetch_add(static_cast<qint64>(count), std::memory_order_relaxed);
    if (Result<void> done = takeWhatCame(); !done) {
      return done;
    }
  }
  if (m_files[index].fate == Fate::Failed) {
    trouble = m_files[index].error;  // the receiver cannot take the rest
  }
  return {};
}

Result<void> TransferSender::skip(std::size_t index, const Error& why) {
  fail(index, why);
  return m_frames.write(wire::Skip{static_cast<qint64>(index), why.code});
}

void TransferSender::fail(std::size_t index, const Error& why) {
  if (m_files[index].fate == Fate::Failed) {
    return;
  }
  m_files[index].fate = Fate::Failed;
  m_files[index].error = why;
  ++m_outcome.failed;
  if (m_outcome.ok()) {
    m_outcome.error = why;
  }
}

Result<void> TransferSender::takeWhatCame() {
  for (;;) {
    const Result<std::optional<FrameStream::Event>> event = m_frames.poll();
    if (!event) {
      return event.error();
    }
    if (!*event) {
      return {};
    }
    if (Result<void> done = take(**event); !done) {
      return done;
    }
  }
}

Result<void> TransferSender::take(const FrameStream::Event& event) {
  if (event.kind == FrameStream::Kind::Message) {
    if (const auto* stored = std::get_if<wire::Stored>(&event.message)) {
      return takeStored(*stored);
    }
    if (const auto* failed = std::get_if<wire::Failed>(&event.message)) {
      return takeFailed(*failed);
    }
    if (const auto* end = std::get_if<wire::End>(&event.message)) {
      return takeEnd(*end);
    }
  }
  return FrameStream::unexpected(event);
}

Result<void> TransferSender::takeStored(const wire::Stored& stored) {
  for (const qint64 index : stored.indexes) {
    if (!isFile(index, Fate::Sent)) {
      return wrong(QStringLiteral("The receiver says that it stored file %1, which it was not sent.").arg(index));
    }
    m_files[static_cast<std::size_t>(index)].fate = Fate::Stored;
  }
  return {};
}

Result<void> TransferSender::takeFailed(const wire::Failed& failed) {
  // Also where this side has given the file up meanwhile: the two messages crossed.
  if (!isFile(failed.index, Fate::Sending) && !isFile(failed.index, Fate::Sent) &&
      !isFile(failed.index, Fate::Failed)) {
    return wrong(QStringLiteral("The receiver failed with file %1, which it was not sent.").arg(failed.index));
  }
  fail(static_cast<std::size_t>(failed.index), {failed.code, failed.reason});
  return {};
}

Result<void> TransferSender::takeEnd(const wire::End& end) {
  const bool settled = std::all_of(m_files.begin(), m_files.end(), [](const File& file) {
    return file.fate == Fate::Stored || file.fate == Fate::Failed;
  });
  if (!m_said_end || !settled) {
    return wrong(QStringLiteral("The receiver said \"end\" too early."));
  }
  const qint64 stored = static_cast<qint64>(m_files.size()) - m_outcome.failed;
  if (!end.counts || end.counts->failed != m_outcome.failed || end.counts->stored + end.counts->identical != stored) {
    return wrong(QStringLiteral("The receiver's final count is not what happened."));
  }
  m_outcome.stored = end.counts->stored;
  m_outcome.identical = end.counts->identical;
  m_ended = true;
  return {};
}

bool TransferSender::isFile(qint64 index, Fate fate) const {
  return index >= 0 && index < static_cast<qint64>(m_files.size()) &&
         m_files[static_cast<std::size_t>(index)].fate == fate;
}

QString TransferSender::path(qint64 index) const {
  return m_files[static_cast<std::size_t>(index)].file->path;
}

bool TransferSender::allStored() const {
  return m_files.size() == m_task.files.size() &&
         std::all_of(m_files.begin(), m_files.end(), [](const File& file) { return file.fate == Fate::Stored; });
}

}  // namespace landline::session
