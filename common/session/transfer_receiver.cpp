#include "session/transfer_receiver.h"

#include <future>
#include <limits>
#include <utility>

#include "core/logging.h"
#include "files/safe_name.h"

namespace landline::session {

namespace {

Error wrong(const QString& detail) {
  return {codes::kUnexpected, detail};
}

}  // namespace

TransferReceiver::TransferReceiver(FrameStream& frames, const ReceiveTask& task, const Limits& limits,
                                   TransferProgress& progress)
    : m_frames(frames), m_task(task), m_limits(limits), m_progress(progress) {}

Result<TransferOutcome> TransferReceiver::run() {
  m_progress.stage = TransferProgress::Stage::Moving;
  const Result<void> conversed = converse();
  // What has its final name is there, whatever became of the connection afterwards.
  if (!conversed && !allStored()) {
    return conversed.error();
  }
  if (!conversed) {
    qCWarning(logTransfer) << "Everything is stored, but the data connection ended badly:" << conversed.error().detail;
  }
  m_outcome.agreed = m_said_end;
  return m_outcome;
}

Result<void> TransferReceiver::converse() {
  Result<files::SaveFolder> folder = files::SaveFolder::open(m_task.folder);
  if (!folder) {
    return folder.error();
  }
  m_folder = std::move(*folder);
  if (Result<void> done = readManifest(); !done) {
    return done;
  }
  for (const File& file : m_files) {
    if (!file.components.isEmpty()) {
      if (Result<void> done = receiveFile(file); !done) {
        return done;
      }
    }
  }
  const Result<wire::End> end = m_frames.expect<wire::End>();
  if (!end) {
    return end.error();
  }
  if (end->counts) {
    return wrong(QStringLiteral("The sender said \"end\" as only a receiver does."));
  }
  const wire::End::Counts counts{m_outcome.stored, m_outcome.identical, m_outcome.failed};
  if (Result<void> done = m_frames.write(wire::End{counts}); !done) {
    return done;
  }
  if (Result<void> done = m_frames.flush(); !done) {
    return done;
  }
  m_said_end = true;
  return m_frames.finish();
}

Result<void> TransferReceiver::readManifest() {
  const Result<wire::Manifest> manifest = m_frames.expect<wire::Manifest>();
  if (!manifest) {
    return manifest.error();
  }
  if (Result<void> done = checkManifest(*manifest); !done) {
    return done;
  }
  const Result<qint64> free_bytes = m_folder->freeBytes();
  if (!free_bytes) {
    return free_bytes.error();
  }
  qint64 free_left = *free_bytes;
  wire::Want want;
  want.page = manifest->page;
  for (const wire::ManifestEntry& entry : manifest->files) {
    Result<QStringList> place = placeOf(entry, free_left);
    if (place) {
      free_left -= entry.size;
      m_files.push_back({entry, std::move(*place)});
    } else {
      want.skip.append({entry.index, place.error().code});
      m_files.push_back({entry, {}});
      fail(place.error());
    }
  }
  return m_frames.write(want);
}

Result<void> TransferReceiver::checkManifest(const wire::Manifest& manifest) const {
  if (manifest.page != 0 || !manifest.last) {
    return Error{codes::kUnsupported, QStringLiteral("The manifest has several pages: this is not supported yet.")};
  }
  qint64 bytes = 0;
  for (int position = 0; position < manifest.files.size(); ++position) {
    const wire::ManifestEntry& entry = manifest.files.at(position);
    if (entry.index != position) {
      return wrong(QStringLiteral("The manifest's files are not numbered from 0 on."));
    }
    if (entry.size > wire::kLargestSize - bytes) {
      return wrong(QStringLiteral("The manifest's files are larger than any number."));
    }
    bytes += entry.size;
  }
  if (manifest.files_total != manifest.files.size() || manifest.bytes_total != bytes) {
    return wrong(QStringLiteral("The manifest's totals are not the sums of its files."));
  }
  // What a person has agreed to is what may come: one file of this name and size.
  if (manifest.files.size() != 1 || bytes != m_task.bytes || manifest.files.first().path != m_task.title) {
    return wrong(QStringLiteral("The manifest is not what was offered."));
  }
  return {};
}

Result<QStringList> TransferReceiver::placeOf(const wire::ManifestEntry& entry, qint64 free_bytes) const {
  if (entry.kind == wire::ManifestEntry::Kind::Directory) {
    return Error{codes::kUnsupported, QStringLiteral("\"%1\" is a folder: this is not supported yet.").arg(entry.path)};
  }
  Result<QStringList> components = files::safeComponents(m_task.save_name.isEmpty() ? entry.path : m_task.save_name);
  if (components && entry.size > free_bytes) {
    return Error{codes::kNoSpace, QStringLiteral("There is no room for \"%1\" (%2 octets) in \"%3\".")
                                      .arg(entry.path, QString::number(entry.size), m_folder->path())};
  }
  return components;
}

Result<void> TransferReceiver::receiveFile(const File& file) {
  const Result<FrameStream::Event> event = m_frames.next();
  if (!event) {
    return event.error();
  }
  if (event->kind != FrameStream::Kind::Message) {
    return FrameStream::unexpected(*event);
  }
  if (const auto* skip = std::get_if<wire::Skip>(&event->message)) {
    return takeSkip(file, *skip);
  }
  const auto* start = std::get_if<wire::FileStart>(&event->message);
  if (!start) {
    return FrameStream::unexpected(*event);
  }
  if (start->index != file.entry.index || start->offset != 0) {
    return wrong(QStringLiteral("The sender began with file %1 at %2, where file %3 from 0 on was the next.")
                     .arg(start->index)
                     .arg(start->offset)
                     .arg(file.entry.index));
  }
  files::PartRequest request;
  request.sender = m_task.sender;
  request.components = file.components;
  request.size = file.entry.size;
  request.mtime_ms = file.entry.mtime;
  request.known_copies = m_task.known_copies;
  Result<files::PartFile> created =
      files::PartFile::create(*m_folder, request, m_task.file_system ? *m_task.file_system : files::realFileSystem());
  std::optional<files::PartFile> part;
  if (created) {
    part = std::move(*created);
  } else if (Result<void> done = reportFailure(file, created.error()); !done) {
    return done;
  }
  return receiveOctets(file, part);
}

// Pieces in order until the announced size is reached, then the digest; or, between two pieces, `skip`. Without a part,
// because this side has failed and said so, the rest is taken in and dropped until the sender has noticed.
Result<void> TransferReceiver::receiveOctets(const File& file, std::optional<files::PartFile>& part) {
  const QByteArray name = "./" + file.entry.path.toUtf8();
  for (qint64 left = file.entry.size;;) {
    const Result<FrameStream::Event> event = m_frames.next();
    if (!event) {
      return event.error();
    }
    if (event->kind == FrameStream::Kind::PieceBegin) {
      if (event->name != std::string_view(name.constData(), static_cast<std::size_t>(name.size()))) {
        return wrong(QStringLiteral("The sender sent a piece of another file than \"%1\".").arg(file.entry.path));
      }
      if (event->size == 0 || event->size > left) {
        return wrong(QStringLiteral("The sender sent a piece of %1 octets where \"%2\" lacks %3.")
                         .arg(event->size)
                         .arg(file.entry.path)
                         .arg(left));
      }
      left -= event->size;
      if (Result<void> done = takePiece(file, part); !done) {
        return done;
      }
      continue;
    }
    if (event->kind == FrameStream::Kind::Message) {
      if (const auto* skip = std::get_if<wire::Skip>(&event->message)) {
        return part ? takeSkip(file, *skip) : checkIndex(file, skip->index);
      }
      const auto* digest = std::get_if<wire::Digest>(&event->message);
      if (digest && left == 0) {
        if (Result<void> done = checkIndex(file, digest->index); !done || !part) {
          return done;
        }
        return concludeFile(file, *digest, *part);
      }
    }
    return FrameStream::unexpected(*event);
  }
}

Result<void> TransferReceiver::takePiece(const File& file, std::optional<files::PartFile>& part) {
  for (;;) {
    const Result<FrameStream::Event> event = m_frames.next();
    if (!event) {
      return event.error();
    }
    if (event->kind == FrameStream::Kind::PieceEnd) {
      return {};
    }
    if (event->kind != FrameStream::Kind::PieceOctets) {
      return FrameStream::unexpected(*event);
    }
    if (part) {
      if (Result<void> written = part->write(event->octets); !written) {
        part.reset();
        if (Result<void> done = reportFailure(file, written.error()); !done) {
          return done;
        }
      }
    }
    m_progress.bytes.fetch_add(static_cast<qint64>(event->octets.size()), std::memory_order_relaxed);
  }
}

Result<void> TransferReceiver::concludeFile(const File& file, const wire::Digest& digest, files::PartFile& part) {
  m_progress.stage = TransferProgress::Stage::Verifying;
  Result<files::Published> published = publish(digest.xxh128, part);
  if (!published) {
    return published.error().is(codes::kCancelled) ? published.error() : reportFailure(file, published.error());
  }
  ++(published->identical ? m_outcome.identical : m_outcome.stored);
  m_outcome.saved_as = published->saved_as;
  m_outcome.digest = digest.xxh128;
  if (Result<void> done = m_frames.write(wire::Stored{{file.entry.index}}); !done) {
    return done;
  }
  return m_frames.flush();
}

// Flushing a large file can take longer than the sender bears silence: another thread waits for the disk, this one
// says that it lives.
Result<files::Published> TransferReceiver::publish(const QString& digest, files::PartFile& part) {
  if (Result<void> verified = part.verify(digest); !verified) {
    return verified.error();
  }
  std::future<Result<void>> flushing = std::async(std::launch::async, [&part] { return part.flush(); });
  while (flushing.wait_for(m_limits.transfer_ping) == std::future_status::timeout) {
    // A connection that has gone is noticed by what comes next; the octets are here in any case.
    static_cast<void>(m_frames.write(wire::Ping{}).ok() && m_frames.flush().ok());
  }
  if (Result<void> flushed = flushing.get(); !flushed) {
    return flushed.error();
  }
  if (m_progress.cancelled) {
    return Error{codes::kCancelled, QStringLiteral("The transfer was cancelled.")};
  }
  return part.publish();
}

Result<void> TransferReceiver::takeSkip(const File& file, const wire::Skip& skip) {
  fail({skip.code, QStringLiteral("The sender gave up \"%1\".").arg(file.entry.path)});
  return checkIndex(file, skip.index);
}

Result<void> TransferReceiver::checkIndex(const File& file, qint64 index) {
  if (index != file.entry.index) {
    return wrong(
        QStringLiteral("The sender spoke of file %1 in the middle of file %2.").arg(index).arg(file.entry.index));
  }
  return {};
}

Result<void> TransferReceiver::reportFailure(const File& file, const Error& why) {
  fail(why);
  // The detail may name folders of this host: it stays here.
  const QString reason = QStringLiteral("The receiver could not store \"%1\".").arg(file.entry.path);
  if (Result<void> done = m_frames.write(wire::Failed{file.entry.index, why.code, reason}); !done) {
    return done;
  }
  return m_frames.flush();
}

void TransferReceiver::fail(const Error& why) {
  ++m_outcome.failed;
  if (m_outcome.ok()) {
    m_outcome.error = why;
  }
}

bool TransferReceiver::allStored() const {
  return !m_files.empty() && m_outcome.stored + m_outcome.identical == static_cast<qint64>(m_files.size());
}

}  // namespace landline::session
