#include "models/peer_model.h"

#include <algorithm>

#include "models/display_text.h"
#include "wire/messages.h"

namespace landline::models {

PeerModel::PeerModel(QObject* parent) : QAbstractListModel(parent) {
  Row everyone;
  everyone.key = wire::kEveryone;
  m_rows.push_back(everyone);
}

int PeerModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant PeerModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
    return {};
  }
  const Row& row = m_rows[static_cast<std::size_t>(index.row())];
  const bool everyone = index.row() == 0;
  switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
      if (everyone) {
        return tr("Everyone");
      }
      return displayOf(row, labelOf(row));
    case KeyRole:
      return row.key;
    case LabelRole:
      return everyone ? tr("Everyone") : labelOf(row);
    case AddressRole:
      return row.info.address;
    case FingerprintRole:
      return everyone ? QString() : row.info.id.fingerprint();
    case UnreadRole:
      return row.unread;
    case PresentRole:
      return row.present;
    case ServerRole:
      return row.info.is_server;
    case EveryoneRole:
      return everyone;
    case PlainRole:
      return row.info.plain;
    default:
      return {};
  }
}

QString PeerModel::displayOf(const Row& row, const QString& label) {
  if (!row.present) {
    return tr("%1 (away)").arg(isolated(label));
  }
  const QString& address = row.info.address;
  if (row.info.plain) {
    // Its name has the address in it already.
    return label.contains(address) ? tr("%1, unencrypted").arg(isolated(label))
                                   : tr("%1 (%2), unencrypted").arg(isolated(label), address);
  }
  return address.isEmpty() ? label : tr("%1 (%2)").arg(isolated(label), address);
}

QHash<int, QByteArray> PeerModel::roleNames() const {
  QHash<int, QByteArray> names = QAbstractListModel::roleNames();
  names.insert({{KeyRole, "key"},
                {LabelRole, "label"},
                {AddressRole, "address"},
                {FingerprintRole, "fingerprint"},
                {UnreadRole, "unread"},
                {PresentRole, "present"},
                {ServerRole, "server"},
                {EveryoneRole, "everyone"},
                {PlainRole, "plain"}});
  return names;
}

int PeerModel::rowOf(const QString& key) const {
  const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&key](const Row& row) { return row.key == key; });
  return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

QString PeerModel::keyAt(int row) const {
  return row >= 0 && row < rowCount() ? m_rows[static_cast<std::size_t>(row)].key : QString();
}

QString PeerModel::nameAt(int row) const {
  return row >= 0 && row < rowCount() ? m_rows[static_cast<std::size_t>(row)].info.name : QString();
}

bool PeerModel::isPresent(const QString& key) const {
  const int row = rowOf(key);
  return row >= 0 && m_rows[static_cast<std::size_t>(row)].present;
}

QString PeerModel::labelOf(const PeerId& peer, const QString& name) const {
  const int row = rowOf(peer.hex());
  return row > 0                                              ? labelOf(m_rows[static_cast<std::size_t>(row)])
         : m_names.value(lookAlikeKey(displayName(name))) > 0 ? withFingerprint(displayName(name), peer)
                                                              : displayName(name);
}

QString PeerModel::labelOf(const Row& row) const {
  return m_names.value(row.look_alike) > 1 ? withFingerprint(row.name, row.info.id) : row.name;
}

QString PeerModel::withFingerprint(const QString& name, const PeerId& peer) const {
  return isolated(name) + QStringLiteral(" [") + peer.fingerprint() + QLatin1Char(']');
}

void PeerModel::setOwnName(const QString& name) {
  const QString look_alike = lookAlikeKey(displayName(name));
  if (look_alike == m_own_look_alike) {
    return;
  }
  if (!m_own_look_alike.isEmpty()) {
    countName(m_own_look_alike, -1);
  }
  m_own_look_alike = look_alike;
  countName(m_own_look_alike, +1);
}

bool PeerModel::standsBefore(const Row& left, const Row& right) const {
  if (left.info.is_server != right.info.is_server) {
    return left.info.is_server;
  }
  const int order = QString::compare(left.name, right.name, Qt::CaseInsensitive);
  return order != 0 ? order < 0 : left.key < right.key;
}

void PeerModel::setPeer(const session::PeerInfo& peer, bool present) {
  Row row;
  row.key = peer.id.hex();
  row.info = peer;
  row.name = displayName(peer.name);
  row.look_alike = lookAlikeKey(row.name);
  row.present = present;

  const int old_row = rowOf(row.key);
  const auto place_of = [this](const Row& wanted) {
    const auto place = std::lower_bound(m_rows.begin() + 1, m_rows.end(), wanted,
                                        [this](const Row& a, const Row& b) { return standsBefore(a, b); });
    return static_cast<int>(place - m_rows.begin());
  };
  if (old_row < 0) {
    const int place = place_of(row);
    beginInsertRows({}, place, place);
    m_rows.insert(m_rows.begin() + place, row);
    endInsertRows();
    countName(row.look_alike, +1);
    return;
  }

  Row& old = m_rows[static_cast<std::size_t>(old_row)];
  row.unread = old.unread;
  const QString old_look_alike = old.look_alike;
  const bool renamed = old.name != row.name || old.info.is_server != row.info.is_server;
  int place = old_row;
  if (renamed) {
    // Where the row would stand if it were taken out first: beginMoveRows() counts with it still in.
    Row taken = m_rows[static_cast<std::size_t>(old_row)];
    m_rows.erase(m_rows.begin() + old_row);
    place = place_of(row);
    m_rows.insert(m_rows.begin() + old_row, taken);
  }
  if (place != old_row) {
    beginMoveRows({}, old_row, old_row, {}, place > old_row ? place + 1 : place);
    m_rows.erase(m_rows.begin() + old_row);
    m_rows.insert(m_rows.begin() + place, row);
    endMoveRows();
  } else {
    m_rows[static_cast<std::size_t>(place)] = row;
  }
  if (old_look_alike != row.look_alike) {
    countName(old_look_alike, -1);
    countName(row.look_alike, +1);
  }
  Q_EMIT dataChanged(index(place), index(place));
  if (renamed) {
    Q_EMIT labelsChanged();
  }
}

void PeerModel::removePeer(const PeerId& peer) {
  const int row = rowOf(peer.hex());
  if (row <= 0) {
    return;
  }
  const QString look_alike = m_rows[static_cast<std::size_t>(row)].look_alike;
  beginRemoveRows({}, row, row);
  m_rows.erase(m_rows.begin() + row);
  endRemoveRows();
  countName(look_alike, -1);
}

void PeerModel::countName(const QString& look_alike, int change) {
  const int before = m_names.value(look_alike);
  const int after = before + change;
  if (after == 0) {
    m_names.remove(look_alike);
  } else {
    m_names.insert(look_alike, after);
  }
  if ((before > 1) == (after > 1)) {
    return;
  }
  for (int row = 1; row < rowCount(); ++row) {
    if (m_rows[static_cast<std::size_t>(row)].look_alike == look_alike) {
      Q_EMIT dataChanged(index(row), index(row));
    }
  }
  Q_EMIT labelsChanged();
}

void PeerModel::setUnread(const QString& key, int unread) {
  const int row = rowOf(key);
  if (row >= 0 && m_rows[static_cast<std::size_t>(row)].unread != unread) {
    m_rows[static_cast<std::size_t>(row)].unread = unread;
    Q_EMIT dataChanged(index(row), index(row), {UnreadRole});
  }
}

int PeerModel::unread(const QString& key) const {
  const int row = rowOf(key);
  return row < 0 ? 0 : m_rows[static_cast<std::size_t>(row)].unread;
}

}  // namespace landline::models
