#pragma once

#include "integration/cable.h"
#include "integration/room.h"
#include <QDirIterator>
#include <QFileInfo>
#include <QMap>

#include <algorithm>

namespace landline::test {

/// A room in which whole batches go round: sources, what arrived, and how far the rows are.
class TransferRoom : public Room {
 protected:
  using Direction = session::TransferInfo::Direction;

  TransferRoom() {
    limits.resume_first = Limits::Milliseconds(20);
    limits.resume_longest = Limits::Milliseconds(100);
    limits.reconnect_first = Limits::Milliseconds(20);
    limits.reconnect_longest = Limits::Milliseconds(100);
    limits.progress_interval = Limits::Milliseconds(10);
  }

  /// Octets that no block, piece or record size divides, and that do not repeat soon.
  static QByteArray octets(int size, quint32 seed = 12345) {
    QByteArray content(size, Qt::Uninitialized);
    for (char& octet : content) {
      seed = seed * 1664525U + 1013904223U;
      octet = static_cast<char>(seed >> 24U);
    }
    return content;
  }

  /// A file under `sources`, its folders made.
  QString put(const QString& path, const QByteArray& content) const {
    QDir(sources.path()).mkpath(QFileInfo(path).path());
    return makeFile(path, content);
  }

  QString source(const QString& path) const { return sources.filePath(path); }

  /// Every name below `folder`, hidden ones too, with the contents of files; folders end in '/'.
  static QMap<QString, QByteArray> treeOf(const QString& folder) {
    QMap<QString, QByteArray> tree;
    QDirIterator each(folder, QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                      QDirIterator::Subdirectories);
    while (each.hasNext()) {
      const QString path = each.next();
      const QString name = QDir(folder).relativeFilePath(path);
      if (each.fileInfo().isDir()) {
        tree.insert(name + QLatin1Char('/'), {});
      } else {
        tree.insert(name, contentOf(path));
      }
    }
    return tree;
  }

  template <typename Node>
  static void send(Node& node, const QString& to, const QStringList& paths) {
    tell(node, [to, paths](auto& n) { n.sendFiles(to, paths); });
  }

  static int countIn(const NodeRecorder& seen, State state) {
    return static_cast<int>(std::count_if(seen.transfers.begin(), seen.transfers.end(),
                                          [state](const auto& t) { return t.state == state; }));
  }

  static bool allAre(const NodeRecorder& seen, State state, int count = 1) {
    return seen.transfers.size() == count && countIn(seen, state) == count;
  }

  /// The row about `peer`; an empty one where there is none.
  static session::TransferInfo rowWith(const NodeRecorder& seen, const PeerId& peer) {
    const auto found =
        std::find_if(seen.transfers.begin(), seen.transfers.end(), [&peer](const auto& t) { return t.peer == peer; });
    return found == seen.transfers.end() ? session::TransferInfo() : *found;
  }

  /// Why rows are not Done, for a test that failed.
  static std::string rows(const NodeRecorder& seen) {
    QString text;
    for (const session::TransferInfo& t : seen.transfers) {
      if (t.state == State::Done) {
        continue;
      }
      text += QStringLiteral("[%1 %2 state %3, %4 of %5 octets, %6 %7] ")
                  .arg(t.direction == Direction::Up ? QStringLiteral("to") : QStringLiteral("from"), t.peer_name)
                  .arg(static_cast<int>(t.state))
                  .arg(t.bytes_done)
                  .arg(t.bytes_total)
                  .arg(t.error.code, t.error.detail);
      text += QStringLiteral("%1 here %2 there %3 queued %4 place %5 retry %6\n")
                  .arg(t.title)
                  .arg(t.paused_here)
                  .arg(t.paused_there)
                  .arg(t.queued_there)
                  .arg(t.queue_place)
                  .arg(t.retry_at_ms);
    }
    return text.toStdString();
  }

  /// Whoever offered the transfer of this row, as the node that shows it names it.
  template <typename Program>
  static PeerId offererOf(const Program& program, const session::TransferInfo& row) {
    return row.direction == Direction::Up ? program.node->id() : row.peer;
  }

  template <typename Program>
  static void pause(Program& program) {
    act(program, [](auto& n, const PeerId& offerer, const QString& id) { n.pauseTransfer(offerer, id); });
  }
  template <typename Program>
  static void goOn(Program& program) {
    act(program, [](auto& n, const PeerId& offerer, const QString& id) { n.continueTransfer(offerer, id); });
  }
  template <typename Program>
  static void cancel(Program& program) {
    act(program, [](auto& n, const PeerId& offerer, const QString& id) { n.cancelTransfer(offerer, id); });
  }

  /// Calls `action` for the only transfer of a program, in its thread.
  template <typename Program, typename Action>
  static void act(Program& program, Action action) {
    ASSERT_TRUE(program.seen().transfer());
    const session::TransferInfo row = *program.seen().transfer();
    tell(*program.node,
         [action, offerer = offererOf(program, row), id = row.transfer](auto& n) { action(n, offerer, id); });
  }

  /// A client whose way to the server is `cable`.
  std::unique_ptr<Client> joinBy(const Cable& cable, const QString& name,
                                 session::AcceptRule rule = session::AcceptRule::All) {
    const quint16 direct = std::exchange(port, cable.port());
    auto client = join(name, rule);
    port = direct;
    return client;
  }

  static constexpr qint64 kBlock = 4 * 1024 * 1024;  // of a file that is resumed
};

}  // namespace landline::test
