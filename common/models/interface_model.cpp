#include "models/interface_model.h"

#include <algorithm>

namespace landline::models {

struct InterfaceModel::Node {
  QString key;  // unique among its siblings, the same for the same thing
  QString name;
  QString value;
  bool up = true;
  Node* parent = nullptr;
  Nodes children;

  Node& add(std::unique_ptr<Node> child) {
    child->parent = this;
    children.push_back(std::move(child));
    return *children.back();
  }
  int row() const {
    const auto is_this = [this](const std::unique_ptr<Node>& child) { return child.get() == this; };
    const Nodes& siblings = parent->children;
    return static_cast<int>(std::find_if(siblings.begin(), siblings.end(), is_this) - siblings.begin());
  }
};

namespace {

int rankOf(const net::HostInterface& interface) {
  if (!interface.up) {
    return 3;
  }
  if (interface.loopback) {
    return 2;
  }
  return interface.addresses.isEmpty() ? 1 : 0;
}

}  // namespace

InterfaceModel::InterfaceModel(QObject* parent) : QAbstractItemModel(parent), m_root(std::make_unique<Node>()) {}

InterfaceModel::~InterfaceModel() = default;

void InterfaceModel::setInterfaces(const QVector<net::HostInterface>& interfaces) {
  m_interfaces = interfaces;
  std::stable_sort(m_interfaces.begin(), m_interfaces.end(),
                   [](const auto& left, const auto& right) { return rankOf(left) < rankOf(right); });
  rebuild();
}

void InterfaceModel::setShowsIpv6(bool shows) {
  m_shows_ipv6 = shows;
  rebuild();
}

std::unique_ptr<InterfaceModel::Node> InterfaceModel::makeNode(const QString& key, const QString& name,
                                                               const QString& value) {
  auto node = std::make_unique<Node>();
  node->key = key;
  node->name = name;
  node->value = value;
  return node;
}

std::unique_ptr<InterfaceModel::Node> InterfaceModel::describe(const net::HostInterface& interface) const {
  QStringList state{interface.up ? tr("up") : tr("down")};
  if (interface.running) {
    state << tr("running");
  }
  if (interface.loopback) {
    state << tr("loopback");
  }
  if (interface.point_to_point) {
    state << tr("point to point");
  }
  if (interface.multicast) {
    state << tr("multicast");
  }

  auto node = makeNode(interface.name, interface.name, {});
  QString summary = interface.up ? tr("up, no address") : tr("down");
  bool has_address = false;
  for (const net::InterfaceAddress& address : interface.addresses) {
    if (address.ipv6 && !m_shows_ipv6) {
      continue;
    }
    if (!has_address) {
      summary = address.address;
      has_address = true;
    }
    const QString value =
        address.prefix < 0 ? address.address : QStringLiteral("%1/%2").arg(address.address).arg(address.prefix);
    Node& row = node->add(makeNode(address.address, address.ipv6 ? tr("IPv6 address") : tr("IPv4 address"), value));
    if (!address.ipv6 && !address.netmask.isEmpty()) {
      row.add(makeNode(QStringLiteral("netmask"), tr("Netmask"), address.netmask));
    }
    if (!address.broadcast.isEmpty()) {
      row.add(makeNode(QStringLiteral("broadcast"), tr("Broadcast"), address.broadcast));
    }
  }
  const QString hardware = interface.hardware_address.isEmpty() ? tr("none") : interface.hardware_address;
  node->add(makeNode(QStringLiteral("hardware"), tr("Hardware address (MAC)"), hardware));
  const QString mtu = interface.mtu > 0 ? QString::number(interface.mtu) : tr("unknown");
  node->add(makeNode(QStringLiteral("mtu"), tr("MTU"), mtu));
  node->add(makeNode(QStringLiteral("state"), tr("State"), state.join(tr(", "))));
  node->value = summary;
  node->up = interface.up;
  return node;
}

void InterfaceModel::rebuild() {
  Nodes wanted;
  for (const net::HostInterface& interface : m_interfaces) {
    wanted.push_back(describe(interface));
  }
  merge(*m_root, {}, std::move(wanted));
}

void InterfaceModel::merge(Node& into, const QModelIndex& index, Nodes wanted) {
  const auto remove = [&](std::size_t at) {
    const int row = static_cast<int>(at);
    beginRemoveRows(index, row, row);
    into.children.erase(into.children.begin() + row);
    endRemoveRows();
  };
  const auto has_key = [](const QString& key) {
    return [&key](const std::unique_ptr<Node>& node) { return node->key == key; };
  };

  for (std::size_t at = into.children.size(); at-- > 0;) {
    if (std::none_of(wanted.begin(), wanted.end(), has_key(into.children[at]->key))) {
      remove(at);
    }
  }
  for (std::size_t at = 0; at < wanted.size(); ++at) {
    const int row = static_cast<int>(at);
    std::unique_ptr<Node>& fresh = wanted[at];
    if (at >= into.children.size() || into.children[at]->key != fresh->key) {
      // One that only changed its place is taken out and put in anew: rare, and not worth a move.
      const auto later = std::find_if(into.children.begin() + row, into.children.end(), has_key(fresh->key));
      if (later != into.children.end()) {
        remove(static_cast<std::size_t>(later - into.children.begin()));
      }
      beginInsertRows(index, row, row);
      fresh->parent = &into;
      into.children.insert(into.children.begin() + row, std::move(fresh));
      endInsertRows();
      continue;
    }
    Node& kept = *into.children[at];
    if (kept.name != fresh->name || kept.value != fresh->value || kept.up != fresh->up) {
      kept.up = fresh->up;
      kept.name = fresh->name;
      kept.value = fresh->value;
      Q_EMIT dataChanged(this->index(row, NameColumn, index), this->index(row, ValueColumn, index));
    }
    merge(kept, this->index(row, 0, index), std::move(fresh->children));
  }
}

void InterfaceModel::appendText(const Node& node, int depth, QString& text) {
  for (const std::unique_ptr<Node>& child : node.children) {
    text +=
        QString(depth * 2, QLatin1Char(' ')) + child->name + QStringLiteral(": ") + child->value + QLatin1Char('\n');
    appendText(*child, depth + 1, text);
  }
}

QString InterfaceModel::allText() const {
  QString text;
  appendText(*m_root, 0, text);
  return text;
}

const InterfaceModel::Node& InterfaceModel::nodeAt(const QModelIndex& index) const {
  return index.isValid() ? *static_cast<const Node*>(index.internalPointer()) : *m_root;
}

QModelIndex InterfaceModel::index(int row, int column, const QModelIndex& parent) const {
  const Nodes& children = nodeAt(parent).children;
  if (row < 0 || static_cast<std::size_t>(row) >= children.size() || column < 0 || column >= ColumnCount ||
      parent.column() > 0) {
    return {};
  }
  return createIndex(row, column, children[static_cast<std::size_t>(row)].get());
}

QModelIndex InterfaceModel::parent(const QModelIndex& child) const {
  if (!child.isValid()) {
    return {};
  }
  Node* const above = nodeAt(child).parent;
  return above == m_root.get() ? QModelIndex() : createIndex(above->row(), 0, above);
}

int InterfaceModel::rowCount(const QModelIndex& parent) const {
  return parent.column() > 0 ? 0 : static_cast<int>(nodeAt(parent).children.size());
}

int InterfaceModel::columnCount(const QModelIndex&) const {
  return ColumnCount;
}

QVariant InterfaceModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) {
    return {};
  }
  const Node& node = nodeAt(index);
  if (role == UpRole) {
    return node.up;
  }
  if (role != Qt::DisplayRole) {
    return {};
  }
  return index.column() == NameColumn ? node.name : node.value;
}

QVariant InterfaceModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
    return {};
  }
  return section == NameColumn ? tr("Interface") : tr("Value");
}

}  // namespace landline::models
