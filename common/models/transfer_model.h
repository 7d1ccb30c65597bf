#pragma once

#include <QAbstractTableModel>
#include <QHash>
#include <QPair>

#include <vector>

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

  /// The batch: what was accepted since last nothing was under way. Failed and cancelled ones do not count.
  struct Totals {
    int files = 0;
    int files_done = 0;
    qint64 bytes_total = 0;
    qint64 bytes_done = 0;
    double rate = -1;          ///< octets per second of all running ones together; negative: unknown
    qint64 seconds_left = -1;  ///< negative: unknown
    bool active() const { return files_done < files; }
  };

  /// Finished rows beyond this are dropped, the oldest first; unfinished ones never.
  static constexpr int kMostRows = 2000;

  explicit TransferModel(QObject* parent = nullptr);

  /// Who the node itself is: the offerer of what it sends. A null id is ignored, so that any LinkState may be given.
  void setOwnId(const PeerId& own);

  const session::TransferInfo& at(int row) const { return entry(row).info; }
  PeerId offerer(int row) const;

  const Totals& totals() const { return m_totals; }
  /// How many are not over: offered, waiting, running.
  int unfinished() const { return m_unfinished; }
  bool hasFinished() const { return m_unfinished < rowCount(); }
  void clearFinished();

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 public Q_SLOTS:
  /// Adds the transfer, or replaces what is known of it.
  void onTransferChanged(const landline::session::TransferInfo& transfer);

 Q_SIGNALS:
  void totalsChanged();

 private:
  using Key = QPair<PeerId, QString>;  // the offerer (null: this node) and the UUID

  struct Entry {
    session::TransferInfo info;
    bool in_batch = false;
  };

  static Key keyOf(const session::TransferInfo& info);
  const Entry& entry(int row) const { return m_entries[m_entries.size() - 1 - static_cast<std::size_t>(row)]; }
  QString text(const session::TransferInfo& info, int column) const;
  QString toolTip(const session::TransferInfo& info) const;
  void joinBatch(Entry& entry);
  void removeEntry(std::size_t position);
  void dropOldest();
  void updateTotals();

  PeerId m_own;
  std::vector<Entry> m_entries;  // oldest first: row 0 is the last one
  QHash<Key, std::size_t> m_positions;
  Totals m_totals;
  int m_unfinished = 0;
};

/// What the state is called: "waiting for an answer", "verified" ...; with the reason where there is one.
QString transferStateText(const session::TransferInfo& info);

}  // namespace landline::models
