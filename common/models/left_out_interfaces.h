#pragma once

#include <QCoreApplication>
#include <QString>
#include <QVector>

#include "net/host_interfaces.h"

namespace landline::models {

/// Interfaces on which no servers are announced or looked for unless a person says so, and why that is.
class LeftOutInterfaces {
  Q_DECLARE_TR_FUNCTIONS(landline::models::LeftOutInterfaces)

 public:
  struct Row {
    QString name;
    QString text;  ///< for people: name, reason, address
  };

  /// Those of `all` that could be used, in their order.
  static QVector<Row> of(const QVector<net::HostInterface>& all);
};

}  // namespace landline::models
