#include "models/conversation_model.h"

#include <QDate>
#include <QDateTime>
#include <QLocale>

#include <algorithm>

#include "models/display_text.h"
#include "models/format.h"
#include "models/transfer_text.h"

namespace landline::models {

namespace {

constexpr int kWindowSlack = 100;  // rows over the window before it is cut: cut seldom, not at each row
constexpr qint64 kContinuesWithinMs = 300'000;

QDate localDay(qint64 at_ms) {
  return QDateTime::fromMSecsSinceEpoch(at_ms).date();
}

QString transferKey(const session::TransferInfo& transfer) {
  const bool up = transfer.direction == session::TransferInfo::Direction::Up;
  return (up ? QLatin1String("up ") : QLatin1String("down ")) + transfer.peer.hex() + QLatin1Char(' ') +
         transfer.transfer;
}

/// Progress is reported ten times a second; a card shows whole percents.
bool looksDifferent(const session::TransferInfo& left, const session::TransferInfo& right) {
  return left.state != right.state || TransferText::status(left) != TransferText::status(right) ||
         TransferText::offer(left) != TransferText::offer(right) ||
         permille(left.bytes_done, left.bytes_total) / 10 != permille(right.bytes_done, right.bytes_total) / 10 ||
         left.peer_name != right.peer_name || !(left.error == right.error) || left.path != right.path;
}

}  // namespace

ConversationModel::ConversationModel(Namer namer, QObject* parent)
    : ConversationModel(std::move(namer), Bounds{}, parent) {}

ConversationModel::ConversationModel(Namer namer, const Bounds& bounds, QObject* parent)
    : QAbstractListModel(parent), m_namer(std::move(namer)), m_bounds(bounds) {}

int ConversationModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_items.size() - m_first);
}

QHash<int, QByteArray> ConversationModel::roleNames() const {
  QHash<int, QByteArray> names = QAbstractListModel::roleNames();
  names.insert({{KindRole, "kind"}, {NameRole, "name"}, {TextRole, "text"}, {TimeRole, "time"}, {OwnRole, "own"}});
  return names;
}

bool ConversationModel::isOwn(const Item& item) const {
  if (const auto* message = std::get_if<Message>(&item.what)) {
    return message->delivery != session::Delivery::Incoming;
  }
  const auto* transfer = std::get_if<session::TransferInfo>(&item.what);
  return transfer != nullptr && transfer->direction == session::TransferInfo::Direction::Up;
}

bool ConversationModel::isPending(const Item& item) const {
  if (const auto* transfer = std::get_if<session::TransferInfo>(&item.what)) {
    return asksUs(*transfer);
  }
  const auto* join = std::get_if<Join>(&item.what);
  return join != nullptr && join->answer == JoinAnswer::Pending;
}

QString ConversationModel::nameOf(const Item& item) const {
  if (isOwn(item)) {
    return tr("You");
  }
  if (const auto* message = std::get_if<Message>(&item.what)) {
    return m_namer(message->from, message->from_name);
  }
  if (const auto* transfer = std::get_if<session::TransferInfo>(&item.what)) {
    return m_namer(transfer->peer, transfer->peer_name);
  }
  const session::JoinRequest& request = std::get<Join>(item.what).request;
  return m_namer(request.id, request.name);
}

QString ConversationModel::sentence(const Item& item) const {
  const QString name = isolated(nameOf(item));
  if (const auto* message = std::get_if<Message>(&item.what)) {
    const QString time = QLocale().toString(QDateTime::fromMSecsSinceEpoch(item.at_ms).time(), QLocale::ShortFormat);
    return tr("%1, %2: %3").arg(name, time, isolated(displayText(message->text)));
  }
  if (const auto* transfer = std::get_if<session::TransferInfo>(&item.what)) {
    const QString title = isolated(displayName(transfer->title));
    return isOwn(item) ? tr("You offer %1").arg(title) : tr("%1 offers %2").arg(name, title);
  }
  return tr("%1 asks to join").arg(name);
}

bool ConversationModel::startsDay(int row) const {
  return row == 0 || localDay(itemAt(row).at_ms) != localDay(itemAt(row - 1).at_ms);
}

bool ConversationModel::continues(int row) const {
  if (row == 0 || itemAt(row).serial == m_unread_serial || startsDay(row)) {
    return false;
  }
  const auto* here = std::get_if<Message>(&itemAt(row).what);
  const auto* above = std::get_if<Message>(&itemAt(row - 1).what);
  return here != nullptr && above != nullptr && here->from == above->from &&
         isOwn(itemAt(row)) == isOwn(itemAt(row - 1)) &&
         qAbs(itemAt(row).at_ms - itemAt(row - 1).at_ms) < kContinuesWithinMs;
}

QVariant ConversationModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
    return {};
  }
  const Item& item = itemAt(index.row());
  const auto* message = std::get_if<Message>(&item.what);
  const auto* transfer = std::get_if<session::TransferInfo>(&item.what);
  const auto* join = std::get_if<Join>(&item.what);
  switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
      return sentence(item);
    case KindRole:
      return static_cast<int>(message != nullptr ? Kind::Message : transfer != nullptr ? Kind::File : Kind::Join);
    case SerialRole:
      return item.serial;
    case NameRole:
      return nameOf(item);
    case TextRole:
      return message != nullptr    ? displayText(message->text)
             : transfer != nullptr ? displayName(transfer->title)
                                   : sentence(item);
    case OriginalTextRole:
      return message != nullptr ? message->text : sentence(item);
    case TimeRole:
      return item.at_ms;
    case OwnRole:
      return isOwn(item);
    case DeliveryRole:
      return static_cast<int>(message != nullptr ? message->delivery : session::Delivery::Incoming);
    case ReasonRole:
      return message != nullptr ? QVariant::fromValue(message->reason) : QVariant();
    case DayRole:
      return startsDay(index.row()) ? localDay(item.at_ms) : QDate();
    case UnreadMarkRole:
      return item.serial == m_unread_serial;
    case ContinuesRole:
      return continues(index.row());
    case TransferRole:
      return transfer != nullptr ? QVariant::fromValue(*transfer) : QVariant();
    case JoinRole:
      return join != nullptr ? QVariant::fromValue(join->request) : QVariant();
    case JoinAnswerRole:
      return join != nullptr ? QVariant(static_cast<int>(join->answer)) : QVariant();
    case PendingRole:
      return isPending(item);
    default:
      return {};
  }
}

qint64 ConversationModel::textSize(const Item& item) {
  const auto* message = std::get_if<Message>(&item.what);
  return message != nullptr ? message->text.size() : 0;
}

ConversationModel::Item* ConversationModel::itemOf(qint64 serial) {
  // Serials are given in order without gaps, so the place follows from the first one.
  const qint64 place = m_items.empty() ? -1 : serial - m_items.front().serial;
  return place >= 0 && place < kept() ? &m_items[static_cast<std::size_t>(place)] : nullptr;
}

void ConversationModel::changed(qint64 serial) {
  const qint64 row = m_items.empty() ? -1 : serial - m_items.front().serial - static_cast<qint64>(m_first);
  if (row >= 0 && row < rowCount()) {
    Q_EMIT dataChanged(index(static_cast<int>(row)), index(static_cast<int>(row)));
  }
}

void ConversationModel::append(qint64 at_ms, What what) {
  Item item{m_next_serial++, at_ms, std::move(what)};
  if (m_mark_next && !isOwn(item)) {
    m_unread_serial = item.serial;
    m_mark_next = false;
  }
  m_text_kept += textSize(item);
  beginInsertRows({}, rowCount(), rowCount());
  m_items.push_back(std::move(item));
  endInsertRows();
  while (kept() > m_bounds.kept || (m_text_kept > m_bounds.kept_text && kept() > 1)) {
    dropOldest();
  }
  if (m_following && rowCount() > m_bounds.window + std::min(kWindowSlack, m_bounds.window)) {
    dropFromWindow(rowCount() - m_bounds.window);
  }
}

void ConversationModel::dropOldest() {
  if (m_first == 0) {
    dropFromWindow(std::min(m_bounds.fetch, rowCount() - 1));
  }
  const Item& oldest = m_items.front();
  m_text_kept -= textSize(oldest);
  if (const auto* message = std::get_if<Message>(&oldest.what)) {
    if (m_own_messages.value(message->id, -1) == oldest.serial) {
      m_own_messages.remove(message->id);
    }
  } else if (const auto* transfer = std::get_if<session::TransferInfo>(&oldest.what)) {
    m_transfers.remove(transferKey(*transfer));
  } else if (m_joins.value(std::get<Join>(oldest.what).request.id, -1) == oldest.serial) {
    m_joins.remove(std::get<Join>(oldest.what).request.id);
  }
  m_items.pop_front();
  --m_first;
}

void ConversationModel::dropFromWindow(int rows) {
  beginRemoveRows({}, 0, rows - 1);
  m_first += static_cast<std::size_t>(rows);
  endRemoveRows();
  // The new first row has to say its day and its writer.
  Q_EMIT dataChanged(index(0), index(0));
}

void ConversationModel::fetchOlder() {
  const int rows = std::min(m_bounds.fetch, static_cast<int>(m_first));
  if (rows == 0) {
    return;
  }
  beginInsertRows({}, 0, rows - 1);
  m_first -= static_cast<std::size_t>(rows);
  endInsertRows();
  Q_EMIT dataChanged(index(rows), index(rows));
}

void ConversationModel::setFollowing(bool following) {
  m_following = following;
  if (following && rowCount() > m_bounds.window) {
    dropFromWindow(rowCount() - m_bounds.window);
  }
}

void ConversationModel::addMessage(const session::ChatMessage& message) {
  if (!message.incoming()) {
    m_own_messages.insert(message.id, m_next_serial);
  }
  append(message.at_ms, Message{message.id, message.from, message.from_name, message.text, message.delivery, {}});
}

bool ConversationModel::setDelivery(const QString& id, session::Delivery delivery, const Error& reason) {
  const qint64 serial = m_own_messages.value(id, -1);
  Item* item = itemOf(serial);
  if (item == nullptr) {
    return false;
  }
  auto& message = std::get<Message>(item->what);
  message.delivery = delivery;
  message.reason = reason;
  changed(serial);
  return true;
}

bool ConversationModel::hasTransfer(const session::TransferInfo& transfer) const {
  return m_transfers.contains(transferKey(transfer));
}

bool ConversationModel::setTransfer(const session::TransferInfo& transfer, qint64 now_ms) {
  const QString key = transferKey(transfer);
  const qint64 serial = m_transfers.value(key, -1);
  if (Item* known = itemOf(serial)) {
    auto& shown = std::get<session::TransferInfo>(known->what);
    const bool different = looksDifferent(shown, transfer);
    shown = transfer;
    if (different) {
      changed(serial);
    }
    return false;
  }
  m_transfers.insert(key, m_next_serial);
  append(now_ms, transfer);
  return true;
}

void ConversationModel::addJoinRequest(const session::JoinRequest& request, qint64 now_ms) {
  setJoinAnswer(request.id, JoinAnswer::Gone);
  m_joins.insert(request.id, m_next_serial);
  append(now_ms, Join{request, JoinAnswer::Pending});
}

void ConversationModel::setJoinAnswer(const PeerId& peer, JoinAnswer answer) {
  const qint64 serial = m_joins.value(peer, -1);
  Item* item = itemOf(serial);
  if (item == nullptr || std::get<Join>(item->what).answer != JoinAnswer::Pending) {
    return;
  }
  std::get<Join>(item->what).answer = answer;
  changed(serial);
}

void ConversationModel::markNextUnread() {
  clearUnreadMark();
  m_mark_next = true;
}

void ConversationModel::clearUnreadMark() {
  m_mark_next = false;
  const qint64 serial = m_unread_serial;
  m_unread_serial = -1;
  changed(serial);
}

void ConversationModel::refreshNames() {
  if (rowCount() > 0) {
    Q_EMIT dataChanged(index(0), index(rowCount() - 1));
  }
}

QString ConversationModel::plainText(const QModelIndexList& indexes) const {
  QModelIndexList ordered = indexes;
  std::sort(ordered.begin(), ordered.end());
  if (ordered.size() == 1) {
    return ordered.first().data(OriginalTextRole).toString();
  }
  QStringList lines;
  for (const QModelIndex& index : ordered) {
    const Item& item = itemAt(index.row());
    const QString time = QLocale().toString(QDateTime::fromMSecsSinceEpoch(item.at_ms), QLocale::ShortFormat);
    const auto* message = std::get_if<Message>(&item.what);
    lines.append(message != nullptr ? tr("[%1] %2: %3").arg(time, nameOf(item), message->text)
                                    : tr("[%1] %2").arg(time, sentence(item)));
  }
  return lines.join(QLatin1Char('\n'));
}

}  // namespace landline::models
