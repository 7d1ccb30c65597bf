#include "history/sql_transfer_store.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSqlError>
#include <QVariant>

#include <optional>
#include <utility>

#include "core/logging.h"
#include "history/sql.h"

namespace landline::history {

using session::Conflict;
using session::KeptTransfer;
using session::TransferInfo;

namespace {

/// The words of the table: numbers would change their meaning with the order of the enumerators.
template <typename Value>
struct Word {
  Value value;
  QLatin1String text;
};
constexpr Word<TransferInfo::Direction> kDirections[] = {{TransferInfo::Direction::Up, codes::code("up")},
                                                         {TransferInfo::Direction::Down, codes::code("down")}};
constexpr Word<KeptTransfer::Stage> kStages[] = {{KeptTransfer::Stage::Offered, codes::code("offered")},
                                                 {KeptTransfer::Stage::Accepted, codes::code("accepted")},
                                                 {KeptTransfer::Stage::Over, codes::code("over")}};
constexpr Word<Conflict> kConflicts[] = {{Conflict::Rename, codes::code("rename")},
                                         {Conflict::Overwrite, codes::code("overwrite")},
                                         {Conflict::Skip, codes::code("skip")}};

template <typename Value, std::size_t N>
QString wordFor(const Word<Value> (&words)[N], Value value) {
  for (const Word<Value>& word : words) {
    if (word.value == value) {
      return word.text;
    }
  }
  return {};
}

template <typename Value, std::size_t N>
std::optional<Value> valueOf(const Word<Value> (&words)[N], const QString& text) {
  for (const Word<Value>& word : words) {
    if (text == word.text) {
      return word.value;
    }
  }
  return std::nullopt;
}

QString listed(const QStringList& list) {
  return QString::fromUtf8(QJsonDocument(QJsonArray::fromStringList(list)).toJson(QJsonDocument::Compact));
}

QStringList listIn(const QString& text) {
  QStringList list;
  const QJsonArray array = QJsonDocument::fromJson(text.toUtf8()).array();
  for (const QJsonValue& value : array) {
    list.append(value.toString());
  }
  return list;
}

/// Nothing where a row makes no sense: somebody has been at it.
std::optional<KeptTransfer> transferIn(const QSqlQuery& row) {
  const std::optional<PeerId> offerer = PeerId::fromHex(row.value(0).toString());
  const auto direction = valueOf(kDirections, row.value(2).toString());
  const auto stage = valueOf(kStages, row.value(3).toString());
  const std::optional<PeerId> peer = PeerId::fromHex(row.value(4).toString());
  const auto conflict = valueOf(kConflicts, row.value(12).toString());
  if (!offerer || !direction || !stage || !peer || !conflict) {
    return std::nullopt;
  }
  KeptTransfer kept;
  kept.offerer = *offerer;
  kept.transfer = row.value(1).toString();
  kept.direction = *direction;
  kept.stage = *stage;
  kept.peer = *peer;
  kept.peer_name = row.value(5).toString();
  kept.title = row.value(6).toString();
  kept.first = listIn(row.value(7).toString());
  kept.files = row.value(8).toLongLong();
  kept.bytes = row.value(9).toLongLong();
  kept.roots = listIn(row.value(10).toString());
  kept.folder = row.value(11).toString();
  kept.conflict = *conflict;
  kept.save_name = row.value(13).toString();
  kept.paused_here = row.value(14).toBool();
  kept.bytes_done = row.value(15).toLongLong();
  kept.order = row.value(16).toULongLong();
  return kept;
}

void complain(const QSqlQuery& query) {
  qCWarning(logHistory) << "a transfer cannot be kept:" << query.lastError().databaseText();
}

const QString& columns() {
  static const QString all = QStringLiteral(
      "offerer, transfer, direction, stage, peer, peer_name, title, first, files, bytes, roots, folder,"
      " conflict, save_name, paused_here, bytes_done, place");
  return all;
}

}  // namespace

SqlTransferStore::SqlTransferStore(std::unique_ptr<Database> database)
    : m_database(std::move(database)), m_keep(m_database->handle()), m_drop(m_database->handle()) {}

Result<std::unique_ptr<SqlTransferStore>> SqlTransferStore::open(const QString& path) {
  Result<std::unique_ptr<Database>> database = Database::open(path);
  if (!database) {
    return database.error();
  }
  std::unique_ptr<SqlTransferStore> store(new SqlTransferStore(std::move(*database)));
  const QString keep = QStringLiteral(
                           "INSERT OR REPLACE INTO transfers (%1) VALUES"
                           " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                           .arg(columns());
  const QString drop = QStringLiteral("DELETE FROM transfers WHERE offerer = ? AND transfer = ?");
  for (const auto& [query, text] : {std::pair(&store->m_keep, keep), std::pair(&store->m_drop, drop)}) {
    if (!query->prepare(text)) {
      return sqlError(query->lastError(), QStringLiteral("The history cannot be used"));
    }
  }
  return store;
}

void SqlTransferStore::keep(const KeptTransfer& transfer) {
  int column = 0;
  const QVariantList values{transfer.offerer.hex(),
                            transfer.transfer,
                            wordFor(kDirections, transfer.direction),
                            wordFor(kStages, transfer.stage),
                            transfer.peer.hex(),
                            transfer.peer_name,
                            transfer.title,
                            listed(transfer.first),
                            transfer.files,
                            transfer.bytes,
                            listed(transfer.roots),
                            transfer.folder,
                            wordFor(kConflicts, transfer.conflict),
                            transfer.save_name,
                            transfer.paused_here,
                            transfer.bytes_done,
                            transfer.order};
  for (const QVariant& value : values) {
    // QString() would be NULL, and is a text of no characters.
    const bool is_null_text = value.userType() == QMetaType::QString && value.toString().isNull();
    m_keep.bindValue(column++, is_null_text ? QVariant(QLatin1String("")) : value);
  }
  if (!m_keep.exec()) {
    complain(m_keep);
  }
  if (transfer.stage == KeptTransfer::Stage::Over && ++m_over_since_forgetting > kMostOver / 4) {
    forgetOld();
  }
}

void SqlTransferStore::drop(const PeerId& offerer, const QString& transfer) {
  m_drop.bindValue(0, offerer.hex());
  m_drop.bindValue(1, transfer);
  if (!m_drop.exec()) {
    complain(m_drop);
  }
}

void SqlTransferStore::forgetOld() {
  m_over_since_forgetting = 0;
  QSqlQuery query(m_database->handle());
  // What was written last has the highest rowid: replacing makes a new row.
  if (!query.exec(QStringLiteral("DELETE FROM transfers WHERE stage = 'over' AND rowid NOT IN"
                                 " (SELECT rowid FROM transfers WHERE stage = 'over' ORDER BY rowid DESC LIMIT %1)")
                      .arg(kMostOver))) {
    complain(query);
  }
}

QVector<KeptTransfer> SqlTransferStore::load() {
  forgetOld();
  QVector<KeptTransfer> all;
  QSqlQuery query(m_database->handle());
  query.setForwardOnly(true);
  if (!query.exec(QStringLiteral("SELECT %1 FROM transfers ORDER BY place, rowid").arg(columns()))) {
    qCWarning(logHistory) << "the transfers cannot be read:" << query.lastError().databaseText();
    return all;
  }
  while (query.next()) {
    if (const std::optional<KeptTransfer> kept = transferIn(query)) {
      all.append(*kept);
    } else {
      qCWarning(logHistory) << "a transfer that was kept makes no sense";
    }
  }
  return all;
}

}  // namespace landline::history
