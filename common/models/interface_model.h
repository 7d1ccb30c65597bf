#pragma once

#include <QAbstractItemModel>

#include <memory>
#include <vector>

#include "net/host_interfaces.h"

namespace landline::models {

/// The network interfaces of this host as a tree of two columns, what and value:
///
///     eth0                192.168.1.20
///       IPv4 address      192.168.1.20/24
///         Netmask         255.255.255.0
///         Broadcast       192.168.1.255
///       Hardware address  52:54:00:12:34:56
///       MTU               1500
///       State             up, running, multicast
///
/// What others can reach comes first, then loopback, then what is down.
/// New values are merged in: what is still there keeps its index, so selection and expansion stay.
class InterfaceModel : public QAbstractItemModel {
  Q_OBJECT

 public:
  enum Column { NameColumn, ValueColumn, ColumnCount };
  enum Role { UpRole = Qt::UserRole + 1 /* bool; true for every row but an interface that is down */ };

  explicit InterfaceModel(QObject* parent = nullptr);
  ~InterfaceModel() override;

  void setInterfaces(const QVector<net::HostInterface>& interfaces);
  bool showsIpv6() const { return m_shows_ipv6; }

  /// Everything that is shown, a line for each row, indented by depth.
  QString allText() const;

  QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
  QModelIndex parent(const QModelIndex& child) const override;
  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 public Q_SLOTS:
  void setShowsIpv6(bool shows);

 private:
  struct Node;
  using Nodes = std::vector<std::unique_ptr<Node>>;

  static std::unique_ptr<Node> makeNode(const QString& key, const QString& name, const QString& value);
  std::unique_ptr<Node> describe(const net::HostInterface& interface) const;
  const Node& nodeAt(const QModelIndex& index) const;
  void rebuild();
  void merge(Node& into, const QModelIndex& index, Nodes wanted);
  static void appendText(const Node& node, int depth, QString& text);

  QVector<net::HostInterface> m_interfaces;
  std::unique_ptr<Node> m_root;
  bool m_shows_ipv6 = false;
};

}  // namespace landline::models
