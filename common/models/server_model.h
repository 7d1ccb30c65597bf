#pragma once

#include <QAbstractListModel>
#include <QString>

#include <vector>

#include "session/discovery_values.h"

namespace landline::models {

/// The servers nearby: known ones first, else by name. What they say of themselves is made fit for showing.
class ServerModel : public QAbstractListModel {
  Q_OBJECT

 public:
  enum Role {
    LabelRole = Qt::UserRole + 1,  ///< the name, fit for showing
    AddressRole,                   ///< the best one
    AddressesRole,                 ///< all of them, the best first
    FingerprintRole,               ///< short, for people
    KnownRole,                     ///< bool
    CurrentRole,                   ///< bool: connected to it
  };

  using QAbstractListModel::QAbstractListModel;

  int rowCount(const QModelIndex& parent = {}) const override;
  /// AccessibleTextRole says all that a row shows, in words.
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

  const session::FoundServer& serverAt(int row) const { return rowAt(row).server; }
  int rowOf(const PeerId& server) const;  ///< -1: none

  /// The one that the client is connected to; null: none.
  void setCurrent(const PeerId& server);

 public Q_SLOTS:
  /// Adds or updates.
  void onServerFound(const landline::session::FoundServer& server);
  void onServerLost(const landline::PeerId& server);

 private:
  struct Row {
    session::FoundServer server;
    QString label;  // what it is shown as, which is dear to make and needed for each comparison
  };

  static bool standsBefore(const Row& left, const Row& right);
  const Row& rowAt(int row) const { return m_rows[static_cast<std::size_t>(row)]; }

  std::vector<Row> m_rows;
  PeerId m_current;
};

}  // namespace landline::models
