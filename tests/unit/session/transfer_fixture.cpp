#include "transfer_fixture.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>

#include <algorithm>
#include <optional>
#include <thread>

#include "files/content_digest.h"

namespace landline::session {

namespace {

bool isPart(const QString& name) {
  return name.startsWith(QLatin1String(".landline-"));
}

}  // namespace

PeerId peerNamed(char digit) {
  return *PeerId::fromHex(QString(64, QLatin1Char(digit)));
}

QByteArray someOctets(int count) {
  QByteArray octets(count, '\0');
  quint32 state = 12345;
  for (int i = 0; i < count; ++i) {
    state = state * 1664525U + 1013904223U;
    octets[i] = static_cast<char>(state >> 24U);
  }
  return octets;
}

TransferTest::TransferTest() : m_save_folder(m_directory.path() + QStringLiteral("/saved")) {
  m_limits.goodbye = std::chrono::milliseconds(200);
  m_limits.transfer_block = 64;
  m_limits.file_piece = 100;
  QDir().mkpath(m_save_folder);
}

QString TransferTest::writeSource(const QString& name, const QByteArray& octets) {
  const QString path = m_directory.filePath(name);
  QFile file(path);
  EXPECT_TRUE(file.open(QIODevice::WriteOnly));
  EXPECT_EQ(file.write(octets), octets.size());
  return path;
}

QByteArray TransferTest::contentOf(const QString& path) const {
  QFile file(path);
  EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << path.toStdString();
  return file.readAll();
}

QStringList TransferTest::saved() const {
  QStringList names =
      QDir(m_save_folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
  names.erase(std::remove_if(names.begin(), names.end(), isPart), names.end());
  return names;
}

QStringList TransferTest::parts() const {
  QStringList found;
  QDirIterator below(m_save_folder, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
  while (below.hasNext()) {
    const QString path = below.next();
    if (isPart(below.fileName())) {
      found.append(QDir(m_save_folder).relativeFilePath(path));
    }
  }
  return found;
}

QMap<QString, QByteArray> TransferTest::treeOf(const QString& folder) {
  QMap<QString, QByteArray> tree;
  QDirIterator below(folder, QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                     QDirIterator::Subdirectories);
  while (below.hasNext()) {
    const QString path = below.next();
    const QString relative = QDir(folder).relativeFilePath(path);
    if (below.fileInfo().isDir()) {
      tree.insert(relative + QLatin1Char('/'), {});
    } else if (!isPart(below.fileName())) {
      QFile file(path);
      EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << path.toStdString();
      tree.insert(relative, file.readAll());
    }
  }
  return tree;
}

SendTask TransferTest::sendTask(const QString& name) const {
  const QString path = m_directory.filePath(name);
  SendTask task;
  task.roots = QStringList{path};
  task.most_files = 1;
  task.most_bytes = QFile(path).size();
  return task;
}

ReceiveTask TransferTest::receiveTask(const QString& /*title*/, qint64 bytes) const {
  ReceiveTask task;
  task.sender = peerNamed('a');
  task.transfer = QStringLiteral("0b1f2c3d-0000-4000-8000-000000000001");
  task.folder = m_save_folder;
  task.most_files = 1;
  task.most_bytes = bytes;
  return task;
}

ReceiveTask TransferTest::batchTask() {
  ReceiveTask task = receiveTask({}, 0);
  task.most_files.reset();
  task.most_bytes.reset();
  task.received_log = m_log.maker();
  return task;
}

TransferTest::Ends TransferTest::transfer(const SendTask& send, const ReceiveTask& receive, test::PipeBehaviour down,
                                          test::PipeBehaviour up, const Wrap& wrap_sender, const Wrap& wrap_receiver) {
  auto [left, right] = test::streamPair(down, up);
  std::unique_ptr<Stream> sender_end = wrap_sender ? wrap_sender(std::move(left)) : std::move(left);
  std::unique_ptr<Stream> receiver_end = wrap_receiver ? wrap_receiver(std::move(right)) : std::move(right);
  TransferProgress sender_progress;
  TransferProgress receiver_progress;
  std::optional<Result<TransferOutcome>> sent;
  std::thread sender([&] {
    FrameStream frames(*sender_end, m_limits);
    sent = TransferSender(frames, send, m_limits, sender_progress).run();
    sender_end.reset();
  });
  FrameStream frames(*receiver_end, m_limits);
  Result<TransferOutcome> received = TransferReceiver(frames, receive, m_limits, receiver_progress).run();
  receiver_end.reset();
  sender.join();
  return {std::move(*sent), std::move(received)};
}

Result<TransferOutcome> TransferTest::receiveFrom(const ReceiveTask& task, const Script& sender,
                                                  test::PipeBehaviour down) {
  auto [script_end, own_end] = test::streamPair(down);
  std::thread script([&, end = std::move(script_end)]() mutable {
    FrameStream frames(*end, m_limits);
    sender(frames, *end);
    end.reset();
  });
  FrameStream frames(*own_end, m_limits);
  Result<TransferOutcome> outcome = TransferReceiver(frames, task, m_limits, m_progress, {m_results, {}}).run();
  own_end.reset();
  script.join();
  return outcome;
}

Result<TransferOutcome> TransferTest::sendTo(const SendTask& task, const Script& receiver, test::PipeBehaviour down) {
  auto [own_end, script_end] = test::streamPair(down);
  std::thread script([&, end = std::move(script_end)]() mutable {
    FrameStream frames(*end, m_limits);
    receiver(frames, *end);
    end.reset();
  });
  FrameStream frames(*own_end, m_limits);
  Result<TransferOutcome> outcome = TransferSender(frames, task, m_limits, m_progress).run();
  own_end.reset();
  script.join();
  return outcome;
}

wire::Manifest manifestOf(const QString& path, qint64 size) {
  wire::Manifest manifest;
  wire::ManifestEntry entry;
  entry.path = path;
  entry.size = size;
  entry.mtime = 1'700'000'000'000;
  manifest.files.append(entry);
  manifest.last = true;
  manifest.files_total = 1;
  manifest.bytes_total = size;
  return manifest;
}

void writePiece(FrameStream& frames, const QString& path, const QByteArray& octets) {
  static_cast<void>(frames.writePieceHeader("./" + path.toStdString(), octets.size()));
  static_cast<void>(frames.writeOctets({octets.constData(), static_cast<std::size_t>(octets.size())}));
}

QString digestOf(const QByteArray& octets) {
  files::ContentDigest digest;
  digest.update({octets.constData(), static_cast<std::size_t>(octets.size())});
  return digest.hex();
}

wire::ManifestEntry fileEntry(const QString& path, qint64 size) {
  return {0, path, size, 1'700'000'000'000, wire::ManifestEntry::Kind::File};
}

wire::ManifestEntry folderEntry(const QString& path) {
  return {0, path, 0, 1'600'000'000'000, wire::ManifestEntry::Kind::Directory};
}

QVector<wire::Manifest> pagesOf(const QVector<QVector<wire::ManifestEntry>>& pages) {
  QVector<wire::Manifest> manifests;
  qint64 index = 0;
  qint64 files = 0;
  qint64 bytes = 0;
  for (const QVector<wire::ManifestEntry>& entries : pages) {
    wire::Manifest manifest;
    manifest.page = manifests.size();
    manifest.files = entries;
    for (wire::ManifestEntry& entry : manifest.files) {
      entry.index = index++;
      files += entry.kind == wire::ManifestEntry::Kind::File ? 1 : 0;
      bytes += entry.size;
    }
    manifests.append(manifest);
  }
  manifests.last().last = true;
  manifests.last().files_total = files;
  manifests.last().bytes_total = bytes;
  return manifests;
}

void writeFile(FrameStream& frames, const wire::ManifestEntry& entry, const QByteArray& octets, qint64 offset) {
  static_cast<void>(frames.write(wire::FileStart{entry.index, offset}));
  if (offset < octets.size()) {
    writePiece(frames, entry.path, octets.mid(static_cast<int>(offset)));
  }
  static_cast<void>(frames.write(wire::Digest{entry.index, digestOf(octets)}));
}

}  // namespace landline::session
