#include "models/transfer_model.h"

#include <algorithm>
#include <cmath>

#include "models/display_text.h"
#include "models/format.h"
#include "models/open_danger.h"

namespace landline::models {

using session::TransferInfo;

namespace {

bool underWay(TransferInfo::State state) {
  return state == TransferInfo::State::Queued || state == TransferInfo::State::Running ||
         state == TransferInfo::State::Verifying;
}

int shownPermille(const TransferInfo& info) {
  // A file of no octets is at its end only once it is there.
  return info.state == TransferInfo::State::Done ? 1000 : permille(info.bytes_done, info.bytes_total);
}

int alignmentOf(int column) {
  switch (column) {
    case TransferModel::SizeColumn:
    case TransferModel::SpeedColumn:
      return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
    case TransferModel::TimeLeftColumn:
      return static_cast<int>(Qt::AlignCenter);
    default:
      return static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
  }
}

}  // namespace

QString transferStateText(const TransferInfo& info) {
  const bool up = info.direction == TransferInfo::Direction::Up;
  switch (info.state) {
    case TransferInfo::State::Counting:
      return TransferModel::tr("counting");
    case TransferInfo::State::Offered:
      return up ? TransferModel::tr("waiting for an answer") : TransferModel::tr("accept?");
    case TransferInfo::State::Queued:
      return TransferModel::tr("waiting for its turn");
    case TransferInfo::State::Waiting:
      return TransferModel::tr("interrupted");
    case TransferInfo::State::Paused:
      return TransferModel::tr("paused");
    case TransferInfo::State::Running:
      if (info.stalled) {
        return TransferModel::tr("stalled");
      }
      return up ? TransferModel::tr("sending") : TransferModel::tr("receiving");
    case TransferInfo::State::Verifying:
      return TransferModel::tr("verifying");
    case TransferInfo::State::Done:
      return info.isIdentical() ? TransferModel::tr("verified, was there already") : TransferModel::tr("verified");
    case TransferInfo::State::Incomplete:
      return TransferModel::tr("not all stored");
    case TransferInfo::State::Declined:
      return TransferModel::tr("declined");
    case TransferInfo::State::Cancelled:
      return TransferModel::tr("cancelled");
    case TransferInfo::State::Failed:
      return TransferModel::tr("failed");
  }
  return {};
}

TransferModel::TransferModel(QObject* parent) : QAbstractTableModel(parent) {}

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
  const bool running = info.state == TransferInfo::State::Running;
  switch (column) {
    case DirectionColumn:
      return info.direction == TransferInfo::Direction::Up ? tr("to") : tr("from");
    case FileColumn:
      return formatTitle(info.title);
    case PeerColumn:
      return isolated(displayName(info.peer_name));
    case SizeColumn:
      return formatBytes(info.bytes_total);
    case ProgressColumn: {
      const int percent = shownPermille(info) / 10;
      //: Progress of a transfer
      return tr("%1%").arg(percent);
    }
    case SpeedColumn:
      if (running) {
        return formatRate(info.stalled ? -1 : info.rate);
      }
      // What it came to, once it is over; too short to be measured is no speed at all.
      if (info.state == TransferInfo::State::Done && info.seconds > 0 && !info.isIdentical()) {
        return formatRate(static_cast<double>(info.bytes_total) / info.seconds);
      }
      return formatRate(-1);
    case TimeLeftColumn:
      return formatDuration(running && !info.stalled ? info.seconds_left : -1);
    case StatusColumn:
      return transferStateText(info);
    default:
      return {};
  }
}

QString TransferModel::toolTip(const TransferInfo& info) const {
  QStringList lines{formatTitle(info.title), transferStateText(info)};
  if (!info.error.code.isEmpty()) {
    lines << displayText(info.error.detail.isEmpty() ? info.error.code : info.error.detail);
  }
  if (!info.path.isEmpty()) {
    lines << displayText(info.path);
  }
  if (!info.digest.isEmpty()) {
    lines << tr("XXH3-128 %1").arg(info.digest);
  }
  const QString danger = openDanger(info);
  if (!danger.isEmpty()) {
    lines << danger;
  }
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
      return tr("File");
    case PeerColumn:
      return tr("Peer");
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

void TransferModel::onTransferChanged(const TransferInfo& transfer) {
  const Key key = keyOf(transfer);
  const auto known = m_positions.constFind(key);
  if (known != m_positions.constEnd()) {
    Entry& entry = m_entries[*known];
    entry.info = transfer;
    joinBatch(entry);
    const int row = static_cast<int>(m_entries.size() - 1 - *known);
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
  } else {
    beginInsertRows({}, 0, 0);
    m_positions.insert(key, m_entries.size());
    m_entries.push_back({transfer, false});
    joinBatch(m_entries.back());
    endInsertRows();
    dropOldest();
  }
  updateTotals();
}

void TransferModel::joinBatch(Entry& entry) {
  if (!underWay(entry.info.state)) {
    return;
  }
  if (!m_totals.active()) {
    for (Entry& other : m_entries) {
      other.in_batch = false;
    }
  }
  entry.in_batch = true;
}

void TransferModel::updateTotals() {
  Totals totals;
  m_unfinished = 0;
  for (const Entry& entry : m_entries) {
    const TransferInfo& info = entry.info;
    m_unfinished += info.over() ? 0 : 1;
    const bool done = info.state == TransferInfo::State::Done;
    if (!entry.in_batch || (!done && !underWay(info.state))) {
      continue;
    }
    totals.files += 1;
    totals.files_done += done ? 1 : 0;
    totals.bytes_total += info.bytes_total;
    totals.bytes_done += done ? info.bytes_total : std::clamp<qint64>(info.bytes_done, 0, info.bytes_total);
    if (info.state == TransferInfo::State::Running && info.rate >= 0) {
      totals.rate = std::max(totals.rate, 0.0) + info.rate;
    }
  }
  if (totals.rate > 0) {
    const double left = static_cast<double>(totals.bytes_total - totals.bytes_done) / totals.rate;
    totals.seconds_left = left < 1e9 ? static_cast<qint64>(std::ceil(left)) : -1;
  }
  m_totals = totals;
  Q_EMIT totalsChanged();
}

void TransferModel::removeEntry(std::size_t position) {
  const int row = static_cast<int>(m_entries.size() - 1 - position);
  beginRemoveRows({}, row, row);
  m_entries.erase(m_entries.begin() + static_cast<std::ptrdiff_t>(position));
  m_positions.clear();
  for (std::size_t at = 0; at < m_entries.size(); ++at) {
    m_positions.insert(keyOf(m_entries[at].info), at);
  }
  endRemoveRows();
}

void TransferModel::dropOldest() {
  if (m_entries.size() <= static_cast<std::size_t>(kMostRows)) {
    return;
  }
  const auto oldest =
      std::find_if(m_entries.begin(), m_entries.end(), [](const Entry& entry) { return entry.info.over(); });
  if (oldest != m_entries.end()) {
    removeEntry(static_cast<std::size_t>(oldest - m_entries.begin()));
  }
}

void TransferModel::clearFinished() {
  for (std::size_t position = m_entries.size(); position-- > 0;) {
    if (m_entries[position].info.over()) {
      removeEntry(position);
    }
  }
  updateTotals();
}

}  // namespace landline::models
