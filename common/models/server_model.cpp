#include "models/server_model.h"

#include <algorithm>

#include "models/display_text.h"

namespace landline::models {

bool ServerModel::standsBefore(const Row& left, const Row& right) {
  if (left.server.known != right.server.known) {
    return left.server.known;
  }
  const int order = QString::compare(left.label, right.label, Qt::CaseInsensitive);
  return order != 0 ? order < 0 : left.server.id < right.server.id;
}

int ServerModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant ServerModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
    return {};
  }
  const auto& [server, label] = rowAt(index.row());
  const QString address = server.addresses.value(0);
  switch (role) {
    case Qt::DisplayRole:
      return tr("%1 (%2)").arg(isolated(label), address);
    case Qt::AccessibleTextRole:
      return (server.id == m_current ? tr("%1, %2, key %3, connected")
              : server.known         ? tr("%1, %2, key %3, known")
                                     : tr("%1, %2, key %3, new"))
          .arg(label, address, server.id.fingerprint());
    case LabelRole:
      return label;
    case AddressRole:
      return address;
    case AddressesRole:
      return server.addresses;
    case FingerprintRole:
      return server.id.fingerprint();
    case KnownRole:
      return server.known;
    case CurrentRole:
      return server.id == m_current;
    default:
      return {};
  }
}

QHash<int, QByteArray> ServerModel::roleNames() const {
  QHash<int, QByteArray> names = QAbstractListModel::roleNames();
  names.insert({{LabelRole, "label"},
                {AddressRole, "address"},
                {AddressesRole, "addresses"},
                {FingerprintRole, "fingerprint"},
                {KnownRole, "known"},
                {CurrentRole, "current"}});
  return names;
}

int ServerModel::rowOf(const PeerId& server) const {
  const auto found =
      std::find_if(m_rows.begin(), m_rows.end(), [&server](const Row& row) { return row.server.id == server; });
  return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

void ServerModel::setCurrent(const PeerId& server) {
  if (server == m_current) {
    return;
  }
  const int rows[] = {rowOf(m_current), rowOf(server)};
  m_current = server;
  for (const int row : rows) {
    if (row >= 0) {
      Q_EMIT dataChanged(index(row), index(row));
    }
  }
}

void ServerModel::onServerFound(const session::FoundServer& server) {
  const int old_row = rowOf(server.id);
  const Row now{server, displayName(server.name)};
  // Its place among the others: those that stand before it, itself left out.
  const auto place = static_cast<int>(std::count_if(m_rows.begin(), m_rows.end(), [&now](const Row& other) {
    return other.server.id != now.server.id && standsBefore(other, now);
  }));
  if (old_row < 0) {
    beginInsertRows({}, place, place);
    m_rows.insert(m_rows.begin() + place, now);
    endInsertRows();
    return;
  }
  if (place != old_row) {
    beginMoveRows({}, old_row, old_row, {}, place > old_row ? place + 1 : place);
    m_rows.erase(m_rows.begin() + old_row);
    m_rows.insert(m_rows.begin() + place, now);
    endMoveRows();
  } else {
    m_rows[static_cast<std::size_t>(place)] = now;
  }
  Q_EMIT dataChanged(index(place), index(place));
}

void ServerModel::onServerLost(const PeerId& server) {
  const int row = rowOf(server);
  if (row >= 0) {
    beginRemoveRows({}, row, row);
    m_rows.erase(m_rows.begin() + row);
    endRemoveRows();
  }
}

}  // namespace landline::models
