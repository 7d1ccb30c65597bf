#pragma once

#include "transfer_fixture.h"
#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace landline::session {

/// A folder `tree` to be sent, under limits that make pages, groups, blocks and pieces of a few small files.
class BatchTest : public TransferTest {
 protected:
  BatchTest() {
    m_limits.transfer_block = 1024;
    m_limits.file_piece = 2000;
    m_limits.flush_group_files = 3;
    m_limits.manifest_page_entries = 4;
  }

  /// A file below the source, its folders made.
  void put(const QString& relative, const QByteArray& octets) {
    const QString path = m_source + QLatin1Char('/') + relative;
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly) && file.write(octets) == octets.size());
  }

  SendTask treeTask() const {
    SendTask task;
    task.roots = QStringList{m_source};
    task.most_files = 1'000'000;
    task.most_bytes = qint64{1} << 40;
    return task;
  }

  QMap<QString, QByteArray> sourceTree() const { return treeOf(m_source); }
  QMap<QString, QByteArray> arrivedTree() const { return treeOf(savedPath(QStringLiteral("tree"))); }

  /// What is there of the tree is whole.
  void expectNothingHalf() const {
    const QMap<QString, QByteArray> source = sourceTree();
    const QMap<QString, QByteArray> arrived = arrivedTree();
    for (auto it = arrived.begin(); it != arrived.end(); ++it) {
      ASSERT_TRUE(source.contains(it.key())) << it.key().toStdString();
      ASSERT_EQ(it.value(), source.value(it.key())) << it.key().toStdString();
    }
  }

  /// As if nothing had ever arrived.
  void forgetArrived() {
    QDir(savedPath(QStringLiteral("tree"))).removeRecursively();
    m_log.forget();
  }

  static bool good(const Ends& ends) {
    return ends.sent.ok() && ends.received.ok() && ends.sent->ok() && ends.received->ok() && ends.sent->agreed &&
           ends.received->agreed;
  }

  const QString m_source = m_directory.filePath(QStringLiteral("tree"));
};

}  // namespace landline::session
