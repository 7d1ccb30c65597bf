#pragma once

#include "memory_log.h"
#include <QByteArray>
#include <QMap>
#include <QStringList>
#include <QTemporaryDir>
#include <gtest/gtest.h>

#include <functional>
#include <memory>

#include "core/limits.h"
#include "session/frame_stream.h"
#include "session/transfer_receiver.h"
#include "session/transfer_sender.h"
#include "support/memory_stream.h"

namespace landline::session {

PeerId peerNamed(char digit);  ///< an identity made of one repeated hex digit

/// `count` octets that do not repeat soon and are the same in every run.
QByteArray someOctets(int count);

/// A source, a save folder and the two ends of a data connection: whole transfers, or one side against a script.
class TransferTest : public ::testing::Test {
 protected:
  TransferTest();

  QString writeSource(const QString& name, const QByteArray& octets);
  QByteArray contentOf(const QString& path) const;
  QStringList saved() const;  ///< every name in the save folder, hidden ones too, but no parts
  QStringList parts() const;  ///< parts in the save folder and below, relative to it
  QString savedPath(const QString& name) const { return m_save_folder + QLatin1Char('/') + name; }

  /// The tasks for a source that writeSource() made.
  SendTask sendTask(const QString& name) const;
  ReceiveTask receiveTask(const QString& title, qint64 bytes) const;

  /// What a receiver is told of a batch: nothing about sizes, everything is remembered in m_log.
  ReceiveTask batchTask();

  /// Everything below a folder: relative path and content, `path/` for a folder. Parts are left out.
  static QMap<QString, QByteArray> treeOf(const QString& folder);
  QMap<QString, QByteArray> savedTree() const { return treeOf(m_save_folder); }

  struct Ends {
    Result<TransferOutcome> sent;
    Result<TransferOutcome> received;
  };
  using Wrap = std::function<std::unique_ptr<Stream>(std::unique_ptr<Stream>)>;

  /// Runs a sender against a receiver until both have ended. Each end of the connection goes when its side is done.
  Ends transfer(const SendTask& send, const ReceiveTask& receive, test::PipeBehaviour down = {},
                test::PipeBehaviour up = {}, const Wrap& wrap_sender = {}, const Wrap& wrap_receiver = {});

  /// What the other side does, by hand. Its end of the connection goes when it returns.
  using Script = std::function<void(FrameStream&, Stream&)>;
  Result<TransferOutcome> receiveFrom(const ReceiveTask& task, const Script& sender, test::PipeBehaviour down = {});
  Result<TransferOutcome> sendTo(const SendTask& task, const Script& receiver, test::PipeBehaviour down = {});

  Limits m_limits;
  QTemporaryDir m_directory;
  QString m_save_folder;
  MemoryLog m_log;
  ResultSink m_results;         ///< of the side under test
  TransferProgress m_progress;  ///< of the side under test in receiveFrom() and sendTo()
};

/// A manifest of one file.
wire::Manifest manifestOf(const QString& path, qint64 size);

/// An entry whose index is given when it is added to a page.
wire::ManifestEntry fileEntry(const QString& path, qint64 size);
wire::ManifestEntry folderEntry(const QString& path);

/// The pages of a whole manifest: numbers, indexes and totals are filled in.
QVector<wire::Manifest> pagesOf(const QVector<QVector<wire::ManifestEntry>>& pages);

/// Writes a piece, header and octets.
void writePiece(FrameStream& frames, const QString& path, const QByteArray& octets);

QString digestOf(const QByteArray& octets);

/// `file`, one piece, `digest`: what a sender says of a file from `offset` on.
void writeFile(FrameStream& frames, const wire::ManifestEntry& entry, const QByteArray& octets, qint64 offset = 0);

}  // namespace landline::session
