#pragma once

#include <QAbstractTableModel>
#include <QHash>
#include <QPair>
#include <QTimer>

#include <memory>
#include <vector>

#include "core/clock.h"
#include "session/node.h"

namespace landline::models {

/// All transfers of one node as rows, the newest first. Text that a peer gave is made harmless for display
/// (displayName()); tool tips are escaped, because Qt guesses HTML in them.
class TransferModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column {
    DirectionColumn,
    FileColumn,
    PeerColumn,
    FilesColumn,
    SizeColumn,
    ProgressColumn,
    SpeedColumn,
    TimeLeftColumn,
    StatusColumn,
    ColumnCount,
  };

  /// Valid in every column.
  enum Role {
    InfoRole = Qt::UserRole + 1,  ///< session::TransferInfo
    OffererRole,                  ///< PeerId: with the transfer's UUID, what Node's slots ask for
    PermilleRole,                 ///< int, 0 to 1000
    OpenDangerRole,               ///< QString: why the file is not opened from here; empty: it may be
  };

  /// Everything that went on since last nothing was under way. Failed, declined and cancelled ones do not count, and
  /// neither does what was never begun.
  struct Totals {
    int transfers = 0;
    int transfers_done = 0;
    qint64 files = 0;
    qint64 files_done = 0;
    qint64 bytes_total = 0;
    qint64 bytes_done = 0;
    double rate = -1;          ///< octets per second of all running ones together; negative: unknown
    qint64 seconds_left = -1;  ///< negative: unknown
    bool active() const { return transfers_done < transfers; }
  };

  /// Finished rows beyond this are dropped, the oldest first; unfinished ones never.
  static constexpr int kMostRows = 2000;

  /// `clock` is the one by which the node tells when it tries again; it must outlive the model.
  explicit TransferModel(const Clock& clock, QObject* parent = nullptr);

  /// Who the node itself is: the offerer of what it sends. A null id is ignored, so that any LinkState may be given.
  void setOwnId(const PeerId& own);

  const session::TransferInfo& at(int row) const { return entry(row).info; }
  PeerId offerer(int row) const;

  const Totals& totals() const { return m_totals; }
  /// How many are not over: offered, waiting, running.
  int unfinished() const { return m_unfinished; }
  bool hasFinished() const { return m_unfinished < rowCount(); }
  /// How many are at work, or will be by themselves shortly (isAtWork()).
  int atWork() const { return m_at_work; }
  /// How many of them are over the plain wire, where nothing can be resumed.
  int plainAtWork() const { return m_plain_at_work; }

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 public Q_SLOTS:
  /// Adds the transfer, or replaces what is known of it.
  void onTransferChanged(const landline::session::TransferInfo& transfer);
  /// The node does not know it any more.
  void onTransferRemoved(const landline::PeerId& offerer, const QString& transfer);

 Q_SIGNALS:
  void totalsChanged();

 private:
  using Key = QPair<PeerId, QString>;  // the offerer (null: this node) and the UUID

  struct Entry {
    quint64 serial = 0;  ///< in the order in which they came
    session::TransferInfo info;
    bool in_batch = false;
  };

  static Key keyOf(const session::TransferInfo& info);
  const Entry& entry(int row) const { return *m_entries[m_entries.size() - 1 - static_cast<std::size_t>(row)]; }
  std::size_t positionOf(quint64 serial) const;
  QString text(const session::TransferInfo& info, int column) const;
  QString toolTip(const session::TransferInfo& info) const;
  void joinBatch(Entry& entry);
  void addToTotals(const session::TransferInfo& info, qint64& paused_bytes);
  void removeEntry(std::size_t position);
  void dropOldest();
  void updateTotals();
  void countDown();

  const Clock& m_clock;
  PeerId m_own;
  std::vector<std::unique_ptr<Entry>> m_entries;  // oldest first: row 0 is the last one
  QHash<Key, quint64> m_serials;
  quint64 m_next_serial = 0;
  Totals m_totals;
  int m_unfinished = 0;
  int m_at_work = 0;
  int m_plain_at_work = 0;
  QTimer m_countdown;  // runs while a row tells how long it waits
};

}  // namespace landline::models
