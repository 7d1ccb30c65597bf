#include "models/datagram_log_model.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>

#include "core/host_and_port.h"
#include "models/display_text.h"
#include "models/format.h"
#include "session/datagram_text.h"

namespace landline::models {

using session::Datagram;

namespace {

constexpr QChar kEllipsis(0x2026);

DatagramLogModel::Direction directionOf(const Datagram& datagram) {
  using Direction = DatagramLogModel::Direction;
  return datagram.incoming ? Direction::Received : datagram.echo ? Direction::Echoed : Direction::Sent;
}

qint64 octetsOf(const QVector<Datagram>& datagrams) {
  qint64 octets = 0;
  for (const Datagram& datagram : datagrams) {
    octets += datagram.octets.size();
  }
  return octets;
}

/// `end`, or up to three less where that would cut a character in two.
int endOfCharacter(const QByteArray& octets, int end) {
  const auto continues = [&octets](int at) { return (static_cast<unsigned char>(octets.at(at)) & 0xC0U) == 0x80U; };
  int shorter = end;
  while (shorter > end - 3 && continues(shorter)) {
    --shorter;
  }
  return continues(shorter) ? end : shorter;
}

QString timeText(const Datagram& datagram, const QString& form) {
  return QDateTime::fromMSecsSinceEpoch(datagram.at_ms).toString(form);
}

}  // namespace

QString datagramEndpoint(const QString& address, quint16 port) {
  return HostAndPort::join(address, port);
}

QString directionText(DatagramLogModel::Direction direction) {
  switch (direction) {
    case DatagramLogModel::Direction::Received:
      return DatagramLogModel::tr("received");
    case DatagramLogModel::Direction::Sent:
      return DatagramLogModel::tr("sent");
    case DatagramLogModel::Direction::Echoed:
      //: A datagram that was sent as the answer to one with the same octets
      return DatagramLogModel::tr("echoed");
  }
  return {};
}

DatagramLogModel::DatagramLogModel(int capacity, qint64 octets, QObject* parent)
    : QAbstractTableModel(parent), m_capacity(std::max(capacity, 1)), m_most_octets(octets) {}

QString DatagramLogModel::contentOf(const Datagram& datagram, int most_octets) const {
  const bool is_cut = datagram.octets.size() > most_octets;
  const QByteArray octets =
      is_cut ? datagram.octets.left(endOfCharacter(datagram.octets, most_octets)) : datagram.octets;
  const QString text = m_shows_hex ? session::datagramHex(octets) : displayLine(session::datagramText(octets));
  return is_cut ? text + kEllipsis : text;
}

QString DatagramLogModel::lineText(int row) const {
  const Datagram& datagram = at(row);
  const QStringList parts{timeText(datagram, QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz")),
                          directionText(directionOf(datagram)), datagramEndpoint(datagram.address, datagram.port),
                          QString::number(datagram.octets.size()),
                          contentOf(datagram, static_cast<int>(datagram.octets.size()))};
  return parts.join(QStringLiteral("  "));
}

int DatagramLogModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_datagrams.size());
}

int DatagramLogModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : ColumnCount;
}

QVariant DatagramLogModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
    return {};
  }
  const Datagram& datagram = at(index.row());
  switch (role) {
    case DirectionRole:
      return static_cast<int>(directionOf(datagram));
    case Qt::ToolTipRole:
      if (index.column() == AddressColumn) {
        return datagramEndpoint(datagram.address, datagram.port);
      }
      return index.column() == ContentColumn && !datagram.octets.isEmpty()
                 ? QVariant(toolTipText(contentOf(datagram, kOctetsInRow)))
                 : QVariant();
    case Qt::TextAlignmentRole:
      return index.column() == SizeColumn ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    case Qt::DisplayRole:
      return display(datagram, index.column());
    default:
      return {};
  }
}

QVariant DatagramLogModel::display(const Datagram& datagram, int column) const {
  switch (column) {
    case TimeColumn:
      return timeText(datagram, QStringLiteral("HH:mm:ss.zzz"));
    case DirectionColumn:
      return directionText(directionOf(datagram));
    case AddressColumn:
      return datagramEndpoint(datagram.address, datagram.port);
    case SizeColumn:
      return QLocale().toString(static_cast<int>(datagram.octets.size()));
    case ContentColumn:
      //: Stands where a datagram has no octets
      return datagram.octets.isEmpty() ? tr("(empty)") : contentOf(datagram, kOctetsInRow);
    default:
      return {};
  }
}

QVariant DatagramLogModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) {
    return {};
  }
  if (role == Qt::TextAlignmentRole && section == SizeColumn) {
    return int(Qt::AlignRight | Qt::AlignVCenter);
  }
  if (role != Qt::DisplayRole) {
    return {};
  }
  switch (section) {
    case TimeColumn:
      return tr("Time");
    case DirectionColumn:
      return tr("What");
    case AddressColumn:
      return tr("From or to");
    case SizeColumn:
      return tr("Octets");
    case ContentColumn:
      return tr("Content");
    default:
      return {};
  }
}

void DatagramLogModel::append(const QVector<Datagram>& datagrams) {
  // Of a group that is too large by itself only its end has room.
  auto first = datagrams.cbegin() + std::max(0, static_cast<int>(datagrams.size()) - m_capacity);
  qint64 octets = octetsOf(datagrams);
  for (auto it = datagrams.cbegin(); it != first; ++it) {
    octets -= it->octets.size();
  }
  for (; first != datagrams.cend() && octets > m_most_octets; ++first) {
    octets -= first->octets.size();
  }
  const int count = static_cast<int>(datagrams.cend() - first);
  if (count == 0) {
    return;
  }
  makeRoomFor(count, octets);
  const int row = rowCount();
  beginInsertRows({}, row, row + count - 1);
  m_datagrams.insert(m_datagrams.end(), first, datagrams.cend());
  m_octets += octets;
  endInsertRows();
}

void DatagramLogModel::makeRoomFor(int rows, qint64 octets) {
  int leaving = 0;
  qint64 octets_leaving = 0;
  while (leaving < rowCount() &&
         (rowCount() - leaving + rows > m_capacity || m_octets - octets_leaving + octets > m_most_octets)) {
    octets_leaving += at(leaving).octets.size();
    ++leaving;
  }
  if (leaving > 0) {
    beginRemoveRows({}, 0, leaving - 1);
    m_datagrams.erase(m_datagrams.begin(), m_datagrams.begin() + leaving);
    m_octets -= octets_leaving;
    endRemoveRows();
  }
}

void DatagramLogModel::setShowsHex(bool shows) {
  if (shows == m_shows_hex) {
    return;
  }
  m_shows_hex = shows;
  if (rowCount() > 0) {
    Q_EMIT dataChanged(index(0, ContentColumn), index(rowCount() - 1, ContentColumn));
  }
}

void DatagramLogModel::clear() {
  beginResetModel();
  m_datagrams.clear();
  m_octets = 0;
  endResetModel();
}

}  // namespace landline::models
