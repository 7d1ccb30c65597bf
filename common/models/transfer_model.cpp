#include "models/transfer_model.h"

#include <algorithm>
#include <cmath>

#include "models/display_text.h"
#include "models/format.h"
#include "models/open_danger.h"
#include "models/transfer_text.h"

namespace landline::models {

using session::TransferInfo;
using State = TransferInfo::State;

namespace {

constexpr int kCountdownStepMs = 250;

bool isDone(State state) {
  return state == State::Done || state == State::Incomplete;
}

/// Accepted, and not over.
bool isUnderWay(State state) {
  return state >= State::Queued && state <= State::Verifying;
}

bool countsDown(const TransferInfo& info) {
  return info.state == State::Waiting && info.retry_at_ms > 0;
}

int shownPermille(const TransferInfo& info) {
  // A file of no octets is at its end only once it is there.
  return info.state == State::Done ? 1000 : permille(info.bytes_done, info.bytes_total);
}

int alignmentOf(int column) {
  switch (column) {
    case TransferModel::FilesColumn:
    case TransferModel::SizeColumn:
    case TransferModel::SpeedColumn:
      return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
    case TransferModel::ProgressColumn:
    case TransferModel::TimeLeftColumn:
      return static_cast<int>(Qt::AlignCenter);
    default:
      return static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
  }
}

}  // namespace

TransferModel::TransferModel(const Clock& clock, QObject* parent) : QAbstractTableModel(parent), m_clock(clock) {
  m_countdown.setInterval(kCountdownStepMs);
  connect(&m_countdown, &QTimer::timeout, this, &TransferModel::countDown);
}

void TransferModel::setOwnId(const PeerId& own) {
  if (!own.isNull()) {
    m_own = own;
  }
}

PeerId TransferModel::offerer(int row) const {
  const TransferInfo& info = at(row);
  return info.direction == TransferInfo::Direction::Up ? m_own : info.peer;
}

TransferModel::Key TransferModel::keyOf(const TransferInfo& info) {
  return {info.direction == TransferInfo::Direction::Up ? PeerId() : info.peer, info.transfer};
}

int TransferModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

int TransferModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : ColumnCount;
}

QString TransferModel::text(const TransferInfo& info, int column) const {
  const bool running = info.state == State::Running;
  switch (column) {
    case DirectionColumn:
      return info.direction == TransferInfo::Direction::Up ? tr("to") : tr("from");
    case FileColumn:
      return formatTitle(info.title);
    case PeerColumn:
      return isolated(displayName(info.peer_name));
    case FilesColumn:
      return TransferText::files(info);
    case SizeColumn:
      return formatBytes(info.bytes_total);
    case ProgressColumn: {
      if (info.state == State::Counting || info.state == State::Offered) {
        return {};  // nothing has begun
      }
      const int percent = shownPermille(info) / 10;
      //: Progress of a transfer
      return tr("%1%").arg(percent);
    }
    case SpeedColumn:
      // What it came to, once it is over.
      return formatRate(running && !info.stalled ? info.rate : averageRate(info));
    case TimeLeftColumn:
      return formatDuration(running && !info.stalled ? info.seconds_left : -1);
    case StatusColumn:
      return TransferText::status(info, m_clock.monotonicMs());
    default:
      return {};
  }
}

QString TransferModel::toolTip(const TransferInfo& info) const {
  QStringList lines{formatTitle(info.title), TransferText::firstNames(info),
                    TransferText::status(info, m_clock.monotonicMs())};
  lines += TransferText::details(info);
  if (!info.error.code.isEmpty()) {
    lines << displayText(info.error.detail.isEmpty() ? info.error.code : info.error.detail);
  }
  if (!info.path.isEmpty()) {
    lines << displayText(info.path);
  }
  if (!info.digest.isEmpty()) {
    lines << tr("XXH3-128 %1").arg(info.digest);
  }
  lines << openDanger(info);
  lines.removeAll(QString());
  return toolTipText(lines.join(QLatin1Char('\n')));
}

QVariant TransferModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
    return {};
  }
  const TransferInfo& info = at(index.row());
  switch (role) {
    case Qt::DisplayRole:
      return text(info, index.column());
    case Qt::ToolTipRole:
      return toolTip(info);
    case Qt::AccessibleTextRole:
      if (index.column() == DirectionColumn) {
        return info.direction == TransferInfo::Direction::Up ? tr("sent to") : tr("received from");
      }
      return text(info, index.column());
    case Qt::TextAlignmentRole:
      return alignmentOf(index.column());
    case InfoRole:
      return QVariant::fromValue(info);
    case OffererRole:
      return QVariant::fromValue(offerer(index.row()));
    case PermilleRole:
      return shownPermille(info);
    case OpenDangerRole:
      return openDanger(info);
    default:
      return {};
  }
}

QVariant TransferModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole) {
    return alignmentOf(section);
  }
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
    return {};
  }
  switch (section) {
    case DirectionColumn:
      return tr("Way");
    case FileColumn:
      return tr("Name");
    case PeerColumn:
      return tr("Peer");
    case FilesColumn:
      return tr("Files");
    case SizeColumn:
      return tr("Size");
    case ProgressColumn:
      return tr("Progress");
    case SpeedColumn:
      return tr("Speed");
    case TimeLeftColumn:
      return tr("Time left");
    case StatusColumn:
      return tr("Status");
    default:
      return {};
  }
}

std::size_t TransferModel::positionOf(quint64 serial) const {
  const auto found =
      std::lower_bound(m_entries.begin(), m_entries.end(), serial,
                       [](const std::unique_ptr<Entry>& entry, quint64 wanted) { return entry->serial < wanted; });
  return static_cast<std::size_t>(found - m_entries.begin());
}

void TransferModel::onTransferChanged(const TransferInfo& transfer) {
  const Key key = keyOf(transfer);
  const auto known = m_serials.constFind(key);
  if (known != m_serials.constEnd()) {
    const std::size_t position = positionOf(*known);
    Entry& entry = *m_entries[position];
    entry.info = transfer;
    joinBatch(entry);
    const int row = static_cast<int>(m_entries.size() - 1 - position);
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
  } else {
    beginInsertRows({}, 0, 0);
    m_serials.insert(key, m_next_serial);
    m_entries.push_back(std::make_unique<Entry>(Entry{m_next_serial++, transfer, false}));
    joinBatch(*m_entries.back());
    endInsertRows();
    dropOldest();
  }
  updateTotals();
}

void TransferModel::onTransferRemoved(const PeerId& offerer, const QString& transfer) {
  const auto known = m_serials.constFind(Key(offerer == m_own ? PeerId() : offerer, transfer));
  if (known != m_serials.constEnd()) {
    removeEntry(positionOf(*known));
    updateTotals();
  }
}

void TransferModel::joinBatch(Entry& entry) {
  // What only waits, paused or for a peer that is away, may do so for days: it joins once it goes on.
  if (!isUnderWay(entry.info.state) || !isAtWork(entry.info)) {
    return;
  }
  if (!m_totals.active()) {
    for (const std::unique_ptr<Entry>& other : m_entries) {
      other->in_batch = false;
    }
  }
  entry.in_batch = true;
}

void TransferModel::addToTotals(const TransferInfo& info, qint64& paused_bytes) {
  const bool done = isDone(info.state);
  const qint64 files = std::max<qint64>(info.files_total, 0);
  const qint64 bytes = std::max<qint64>(info.bytes_total, 0);
  const qint64 bytes_done = done ? bytes : std::clamp<qint64>(info.bytes_done, 0, bytes);
  m_totals.transfers += 1;
  m_totals.transfers_done += done ? 1 : 0;
  m_totals.files += files;
  m_totals.files_done += done ? files : std::clamp<qint64>(info.files_done, 0, files);
  m_totals.bytes_total += bytes;
  m_totals.bytes_done += bytes_done;
  if (info.state == State::Running && info.rate >= 0) {
    m_totals.rate = std::max(m_totals.rate, 0.0) + info.rate;
  }
  if (!isAtWork(info)) {
    paused_bytes += bytes - bytes_done;
  }
}

void TransferModel::updateTotals() {
  m_totals = {};
  m_unfinished = 0;
  m_at_work = 0;
  m_plain_at_work = 0;
  qint64 paused_bytes = 0;
  bool counts_down = false;
  for (const std::unique_ptr<Entry>& entry : m_entries) {
    const TransferInfo& info = entry->info;
    m_unfinished += info.over() ? 0 : 1;
    m_at_work += isAtWork(info) ? 1 : 0;
    m_plain_at_work += info.plain && isAtWork(info) ? 1 : 0;
    counts_down = counts_down || countsDown(info);
    if (entry->in_batch && (isDone(info.state) || isUnderWay(info.state))) {
      addToTotals(info, paused_bytes);
    }
  }
  if (m_totals.rate > 0) {
    const auto octets_left = static_cast<double>(m_totals.bytes_total - m_totals.bytes_done - paused_bytes);
    const double left = octets_left / m_totals.rate;
    m_totals.seconds_left = left < 1e9 ? static_cast<qint64>(std::ceil(left)) : -1;
  }
  if (counts_down != m_countdown.isActive()) {
    counts_down ? m_countdown.start() : m_countdown.stop();
  }
  Q_EMIT totalsChanged();
}

void TransferModel::countDown() {
  for (int row = 0; row < rowCount(); ++row) {
    if (countsDown(at(row))) {
      const QModelIndex cell = index(row, StatusColumn);
      Q_EMIT dataChanged(cell, cell);
    }
  }
}

void TransferModel::removeEntry(std::size_t position) {
  const int row = static_cast<int>(m_entries.size() - 1 - position);
  beginRemoveRows({}, row, row);
  m_serials.remove(keyOf(m_entries[position]->info));
  m_entries.erase(m_entries.begin() + static_cast<std::ptrdiff_t>(position));
  endRemoveRows();
}

void TransferModel::dropOldest() {
  if (m_entries.size() <= static_cast<std::size_t>(kMostRows)) {
    return;
  }
  const auto oldest = std::find_if(m_entries.begin(), m_entries.end(),
                                   [](const std::unique_ptr<Entry>& entry) { return entry->info.over(); });
  if (oldest != m_entries.end()) {
    removeEntry(static_cast<std::size_t>(oldest - m_entries.begin()));
  }
}

}  // namespace landline::models
