#include "session/result_file.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <fcntl.h>

#include <algorithm>
#include <cerrno>

#include "core/logging.h"

namespace landline::session {

namespace {

QByteArray plain(const QString& text) {
  QByteArray line;
  for (const char octet : text.toUtf8()) {
    const auto value = static_cast<unsigned char>(octet);
    if (value < 0x20 || value == 0x7F) {
      line += '%' + QByteArray::number(value, 16).rightJustified(2, '0').toUpper();
    } else {
      line += octet;
    }
  }
  return line;
}

QByteArray timeOf(qint64 ms) {
  return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODate).toLatin1();
}

const char* wordFor(FileResult::State state) {
  switch (state) {
    case FileResult::State::Stored:
      return "stored";
    case FileResult::State::Identical:
      return "identical";
    case FileResult::State::Renamed:
      return "renamed";
    case FileResult::State::Skipped:
      return "skipped";
    case FileResult::State::Failed:
      return "failed";
  }
  return "";
}

QByteArray reasonOf(const Error& error) {
  return plain(error.detail.isEmpty() ? error.code : error.code + QStringLiteral(": ") + error.detail);
}

const char* wordFor(TransferInfo::State state) {
  switch (state) {
    case TransferInfo::State::Done:
      return "done";
    case TransferInfo::State::Incomplete:
      return "incomplete";
    case TransferInfo::State::Cancelled:
      return "cancelled";
    default:
      return "failed";
  }
}

QByteArray headOf(const TransferInfo& transfer, qint64 begun_ms) {
  const bool up = transfer.direction == TransferInfo::Direction::Up;
  return "# Landline: the result of a transfer\n# title:    " + plain(transfer.title) +
         (up ? "\n# to:       " : "\n# from:     ") + plain(transfer.peer_name) + " (" +
         transfer.peer.hex().toLatin1() + ")\n# transfer: " + transfer.transfer.toLatin1() +
         "\n# begun:    " + timeOf(begun_ms) +
         "\n# Columns: what became of it, octets, XXH3-128, path, and where it was saved or what went wrong.\n";
}

}  // namespace

ResultFile::ResultFile(QString path, const TransferInfo& transfer, qint64 begun_ms)
    : m_path(std::move(path)), m_head(headOf(transfer, begun_ms)) {}

void ResultFile::add(const QVector<FileResult>& files) {
  QByteArray text;
  for (const FileResult& file : files) {
    text += wordFor(file.state);
    text += '\t' + QByteArray::number(file.bytes) + '\t' + (file.digest.isEmpty() ? "-" : file.digest.toLatin1()) +
            '\t' + plain(file.path);
    if (!file.error.code.isEmpty()) {
      text += '\t' + reasonOf(file.error);
    } else if (!file.saved_as.isEmpty()) {
      text += '\t' + plain(file.saved_as);
    }
    text += '\n';
  }
  const std::lock_guard lock(m_mutex);
  write(text);
}

QString ResultFile::conclude(const TransferInfo& over, qint64 ended_ms) {
  const double seconds = over.seconds;
  const auto moved = static_cast<double>(over.bytes_done - over.bytes_found);
  QByteArray text = "# ended:    " + timeOf(ended_ms) + ", " + wordFor(over.state);
  if (!over.error.code.isEmpty()) {
    text += ", " + reasonOf(over.error);
  }
  text += "\n# files:    " + QByteArray::number(over.stored) + " stored, " + QByteArray::number(over.identical) +
          " identical, " + QByteArray::number(over.renamed) + " of the stored ones renamed, " +
          QByteArray::number(over.skipped) + " skipped, " + QByteArray::number(over.failed) +
          " failed\n# octets:   " + QByteArray::number(over.bytes_done) + ", " + QByteArray::number(over.bytes_found) +
          " of them found at the receiver\n# time:     " + QByteArray::number(seconds, 'f', 3) + " s";
  if (seconds > 0) {
    text += ", " + QByteArray::number(moved / seconds, 'f', 0) + " octets/s";
  }
  const std::lock_guard lock(m_mutex);
  write(text + '\n');
  m_file.reset();
  return m_broken ? QString() : m_path;
}

void ResultFile::write(const QByteArray& text) {
  if (m_broken || text.isEmpty()) {
    return;
  }
  QByteArray rest = text;
  if (!m_file) {
    m_file.reset(
        ::open(QFile::encodeName(m_path).constData(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!m_file) {
      return giveUp(qt_error_string(errno));
    }
    rest.prepend(m_head);
  }
  while (!rest.isEmpty()) {
    const ssize_t written = ::write(m_file.get(), rest.constData(), static_cast<std::size_t>(rest.size()));
    if (written < 0 && errno != EINTR) {
      return giveUp(qt_error_string(errno));
    }
    rest.remove(0, static_cast<int>(std::max<ssize_t>(written, 0)));
  }
}

void ResultFile::giveUp(const QString& why) {
  qCWarning(logTransfer).noquote() << "The result" << m_path << "cannot be written:" << why;
  if (m_file) {
    QFile::remove(m_path);  // half of a result would pass for the whole
    m_file.reset();
  }
  m_broken = true;
}

void ResultFile::removeOld(const QString& folder, qint64 now_ms) {
  const QFileInfoList results =
      QDir(folder).entryInfoList({QStringLiteral("*.txt")}, QDir::Files | QDir::NoSymLinks | QDir::Hidden);
  for (const QFileInfo& result : results) {
    if (now_ms - result.lastModified().toMSecsSinceEpoch() > kKeptForMs) {
      QFile::remove(result.filePath());
    }
  }
}

void FileResults::add(const QVector<FileResult>& files) {
  if (m_file) {
    m_file->add(files);
  }
  const std::lock_guard lock(m_mutex);
  m_new += files;
  for (const FileResult& file : files) {
    switch (file.state) {
      case FileResult::State::Renamed:
        ++m_counts.renamed;
        ++m_counts.stored;
        break;
      case FileResult::State::Stored:
        ++m_counts.stored;
        break;
      case FileResult::State::Identical:
        ++m_counts.identical;
        break;
      case FileResult::State::Skipped:
        ++m_counts.skipped;
        break;
      case FileResult::State::Failed:
        ++m_counts.failed;
        break;
    }
  }
}

FileResults::Counts FileResults::counts() const {
  const std::lock_guard lock(m_mutex);
  return m_counts;
}

QVector<FileResult> FileResults::take() {
  const std::lock_guard lock(m_mutex);
  return std::exchange(m_new, {});
}

QString FileResults::conclude(const TransferInfo& over, qint64 ended_ms) {
  return m_file ? m_file->conclude(over, ended_ms) : QString();
}

}  // namespace landline::session
