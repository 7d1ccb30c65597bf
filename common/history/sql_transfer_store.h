#pragma once

#include <QSqlQuery>

#include <memory>

#include "history/database.h"
#include "session/transfer_store.h"

namespace landline::history {

/// The TransferStore in the history. Keeps at most kMostOver transfers that are over, the latest.
class SqlTransferStore final : public session::TransferStore {
 public:
  static constexpr int kMostOver = 1000;

  /// Errors: those of Database::open(), and `internal` where a table is missing.
  static Result<std::unique_ptr<SqlTransferStore>> open(const QString& path);

  void keep(const session::KeptTransfer& transfer) override;
  void drop(const PeerId& offerer, const QString& transfer) override;
  QVector<session::KeptTransfer> load() override;

 private:
  explicit SqlTransferStore(std::unique_ptr<Database> database);

  void forgetOld();

  const std::unique_ptr<Database> m_database;  // first: the statements must go before it
  QSqlQuery m_keep;
  QSqlQuery m_drop;
  int m_over_since_forgetting = 0;
};

}  // namespace landline::history
