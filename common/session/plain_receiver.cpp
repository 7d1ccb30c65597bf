#include "session/plain_receiver.h"

#include <QDateTime>

#include <utility>

#include "files/save_folder.h"
#include "session/save_place.h"

namespace landline::session {

using std::chrono::steady_clock;

namespace {

double secondsSince(steady_clock::time_point begin) {
  return std::chrono::duration<double>(steady_clock::now() - begin).count();
}

}  // namespace

PlainReceiver::PlainReceiver(PlainDownload task, files::PartFile part, QString announced)
    : m_task(std::move(task)), m_part(std::move(part)), m_announced(std::move(announced)) {}

Result<PlainReceiver> PlainReceiver::begin(const PlainDownload& task, const PeerId& sender, const QString& announced,
                                           qint64 size) {
  const Result<files::SaveFolder> folder = files::SaveFolder::open(task.folder);
  if (!folder) {
    return folder.error();
  }
  files::PartRequest request;
  request.sender = sender;
  request.components = QStringList{task.name};
  request.size = size;
  request.mtime_ms = QDateTime::currentMSecsSinceEpoch();  // the peer says none
  request.on_taken = onTaken(task.conflict);
  Result<files::PartFile> part = files::PartFile::create(*folder, request);
  if (!part) {
    return part.error();
  }
  if (const Result<void> begun = part->resume(0); !begun) {
    return begun.error();
  }
  task.progress->setCurrent(announced);
  task.progress->stage = TransferProgress::Stage::Moving;
  return PlainReceiver(task, std::move(*part), announced);
}

Result<void> PlainReceiver::write(std::string_view octets) {
  const auto begin = steady_clock::now();
  Result<void> written = m_part.write(octets);
  const auto took = std::chrono::duration_cast<std::chrono::nanoseconds>(steady_clock::now() - begin);
  m_task.progress->waited_disk_ns.fetch_add(took.count(), std::memory_order_relaxed);
  if (written) {
    m_task.progress->bytes.fetch_add(static_cast<qint64>(octets.size()), std::memory_order_relaxed);
  }
  return written;
}

PlainFileEnded PlainReceiver::finish() {
  m_task.progress->stage = TransferProgress::Stage::Verifying;
  const QString digest = m_part.digest();
  const Result<files::Published> published = m_part.publish(digest);
  if (!published) {
    return giveUp(published.error());
  }
  m_task.progress->files = 1;
  PlainFileEnded ended;
  ended.transfer = m_task.transfer;
  ended.file.state = published->renamed ? FileResult::State::Renamed : FileResult::State::Stored;
  ended.file.path = m_announced;
  ended.file.saved_as = published->saved_as;
  ended.file.bytes = m_part.written();
  ended.file.digest = digest;
  ended.seconds = secondsSince(m_begin);
  return ended;
}

PlainFileEnded PlainReceiver::giveUp(const Error& why) const {
  PlainFileEnded ended;
  ended.transfer = m_task.transfer;
  ended.file.state = why.is(codes::kExists) ? FileResult::State::Skipped : FileResult::State::Failed;
  ended.file.path = m_announced;
  ended.file.bytes = m_part.written();
  ended.file.error = why;
  ended.seconds = secondsSince(m_begin);
  return ended;
}

}  // namespace landline::session
