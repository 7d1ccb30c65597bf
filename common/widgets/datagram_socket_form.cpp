#include "widgets/datagram_socket_form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QHostAddress>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QSettings>
#include <QSpinBox>

#include <algorithm>

#include "models/display_text.h"
#include "widgets/icons.h"

namespace landline::widgets {

using session::DatagramGroup;
using session::DatagramSettings;

namespace {

const QLatin1String kAddress("datagrams/address");
const QLatin1String kPort("datagrams/port");
const QLatin1String kShared("datagrams/shared");
const QLatin1String kEcho("datagrams/echo");
const QLatin1String kGroup("datagrams/group");
const QLatin1String kInterface("datagrams/interface");
const QLatin1String kTtl("datagrams/ttl");
const QLatin1String kLoopback("datagrams/loopback");

QLabel* buddyLabel(const QString& text, QWidget* buddy) {
  auto* const label = new QLabel(text);
  label->setBuddy(buddy);
  return label;
}

QString groupText(const DatagramGroup& group) {
  return group.interface_name.isEmpty() ? group.group
                                        //: %1 is a multicast address, %2 a network interface
                                        : DatagramSocketForm::tr("%1 on %2").arg(group.group, group.interface_name);
}

template <typename Widget>
Widget* named(Widget* widget, const char* object_name, const QString& accessible_name) {
  widget->setObjectName(QLatin1String(object_name));
  widget->setAccessibleName(accessible_name);
  return widget;
}

/// The longest of what it offers does not say how wide the panel is.
void narrow(QComboBox* combo) {
  combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  combo->setMinimumContentsLength(9);
}

}  // namespace

DatagramSocketForm::DatagramSocketForm(QWidget* parent) : QWidget(parent) {
  makeControls();
  makeLayout();
  showGroups({});
  showState({});

  connect(m_bind, &QPushButton::clicked, this, &DatagramSocketForm::toggle);
  connect(m_join, &QPushButton::clicked, this, &DatagramSocketForm::joinGroup);
  connect(m_group, &QLineEdit::returnPressed, this, &DatagramSocketForm::joinGroup);
  connect(m_leave, &QPushButton::clicked, this, &DatagramSocketForm::leaveGroup);
  connect(m_interface, qOverload<int>(&QComboBox::currentIndexChanged), this, &DatagramSocketForm::onChanged);
  connect(m_ttl, qOverload<int>(&QSpinBox::valueChanged), this, &DatagramSocketForm::onChanged);
  connect(m_loopback, &QCheckBox::toggled, this, &DatagramSocketForm::onChanged);
  connect(m_echo, &QCheckBox::toggled, this, &DatagramSocketForm::onChanged);
}

void DatagramSocketForm::makeControls() {
  m_address = named(new QComboBox, "datagramAddressCombo", tr("Address to bind to"));
  m_address->setEditable(true);
  m_address->setInsertPolicy(QComboBox::NoInsert);
  narrow(m_address);
  m_address->addItem(tr("All addresses"), QString());
  m_address->setToolTip(
      tr("All addresses: hears unicast, broadcast and the groups that are joined.\n"
         "One address: hears what is sent to just that."));
  m_port = named(new QSpinBox, "datagramPortSpin", tr("Port to bind to"));
  m_port->setRange(0, 65535);
  m_port->setValue(6666);
  m_port->setToolTip(tr("0 picks a free port"));
  m_shared = named(new QCheckBox(tr("Share the port")), "datagramShareCheck", tr("Share the port"));
  m_shared->setChecked(true);
  m_shared->setToolTip(
      tr("Other programs on this computer may use the port, too, if they also share it.\n"
         "Broadcasts and groups then reach all of them, unicast the one that was bound last."));
  m_bind = new QPushButton;
  m_bind->setObjectName(QStringLiteral("datagramBindButton"));

  m_group = named(new QLineEdit, "datagramGroupEdit", tr("Multicast group"));
  m_group->setPlaceholderText(QStringLiteral("239.2.2.222"));
  m_group->setMinimumWidth(80);
  m_join = new QPushButton(tr("Join"));
  m_join->setObjectName(QStringLiteral("datagramJoinButton"));
  m_joined = named(new QComboBox, "datagramJoinedCombo", tr("Groups that are joined"));
  narrow(m_joined);
  m_leave = new QPushButton(tr("Leave"));
  m_leave->setObjectName(QStringLiteral("datagramLeaveButton"));
  m_interface = named(new QComboBox, "datagramInterfaceCombo", tr("Interface for groups and broadcasts"));
  narrow(m_interface);
  m_interface->addItem(tr("System's choice"), QString());
  m_interface->setToolTip(
      tr("By which interface groups are joined, and groups and 255.255.255.255 are sent to.\n"
         "The system's choice is the one with the default route."));
  m_ttl = named(new QSpinBox, "datagramTtlSpin", tr("TTL of multicast"));
  m_ttl->setRange(0, 255);
  m_ttl->setValue(1);
  m_ttl->setToolTip(
      tr("How many routers multicast may pass, less one. 0: stays on this computer; 1: on this network."));
  m_loopback = named(new QCheckBox(tr("Loopback")), "datagramLoopbackCheck", tr("Multicast is heard here, too"));
  m_loopback->setChecked(true);
  m_loopback->setToolTip(tr("Programs on this computer hear the multicast that it sends"));
  m_echo = named(new QCheckBox(tr("Echo")), "datagramEchoCheck", tr("Echo mode"));
  m_echo->setToolTip(
      tr("Answers each datagram to its sender with the same octets.\n"
         "Not answered: its own, answers to its own, and each 64th of equal ones from one sender,\n"
         "so that two that echo do not keep each other going for ever."));
}

void DatagramSocketForm::makeLayout() {
  auto* const grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setVerticalSpacing(4);
  int row = 0;
  grid->addWidget(buddyLabel(tr("Bind to"), m_address), row, 0);
  grid->addWidget(m_address, row, 1);
  grid->addWidget(buddyLabel(tr("Port"), m_port), row, 2);
  grid->addWidget(m_port, row, 3);
  grid->addWidget(m_shared, ++row, 0, 1, 2);
  grid->addWidget(m_bind, row, 2, 1, 2);
  grid->addWidget(m_echo, ++row, 0, 1, 2);
  grid->addWidget(m_loopback, row, 2, 1, 2);
  grid->addWidget(buddyLabel(tr("Interface"), m_interface), ++row, 0);
  grid->addWidget(m_interface, row, 1);
  grid->addWidget(buddyLabel(tr("TTL"), m_ttl), row, 2);
  grid->addWidget(m_ttl, row, 3);
  grid->addWidget(buddyLabel(tr("Group"), m_group), ++row, 0);
  grid->addWidget(m_group, row, 1);
  grid->addWidget(m_join, row, 2, 1, 2);
  grid->addWidget(buddyLabel(tr("Joined"), m_joined), ++row, 0);
  grid->addWidget(m_joined, row, 1);
  grid->addWidget(m_leave, row, 2, 1, 2);
  grid->setRowStretch(++row, 1);
  grid->setColumnStretch(1, 1);
}

DatagramSettings DatagramSocketForm::settings() const {
  DatagramSettings result;
  result.address = chosenAddress().value_or(QString());
  result.port = static_cast<quint16>(m_port->value());
  result.shared = m_shared->isChecked();
  result.echo = m_echo->isChecked();
  result.groups = m_groups;
  result.ttl = m_ttl->value();
  result.loopback = m_loopback->isChecked();
  result.interface_name = m_interface->currentData().toString();
  return result;
}

void DatagramSocketForm::setSettings(const DatagramSettings& settings) {
  {
    const QScopedValueRollback<bool> filling(m_filling, true);
    const int known = m_address->findData(settings.address);
    if (known >= 0) {
      m_address->setCurrentIndex(known);
    } else {
      m_address->setEditText(settings.address);
    }
    m_port->setValue(settings.port);
    m_shared->setChecked(settings.shared);
    m_echo->setChecked(settings.echo);
    m_ttl->setValue(settings.ttl);
    m_loopback->setChecked(settings.loopback);
    chooseInterface(settings.interface_name);
    showGroups(settings.groups);
    if (!settings.groups.isEmpty()) {
      m_group->setText(settings.groups.first().group);
    }
  }
  onChanged();
}

void DatagramSocketForm::setInterfaces(const QVector<net::HostInterface>& interfaces) {
  const QScopedValueRollback<bool> filling(m_filling, true);
  const QString address = m_address->currentText();
  const QString chosen = m_interface->currentData().toString();
  while (m_address->count() > 1) {
    m_address->removeItem(1);
  }
  while (m_interface->count() > 1) {
    m_interface->removeItem(1);
  }
  for (const net::HostInterface& interface : interfaces) {
    for (const net::InterfaceAddress& entry : interface.addresses) {
      if (!QHostAddress(entry.address).isLinkLocal() || !entry.ipv6) {  // which would need its interface, too
        m_address->addItem(QStringLiteral("%1 (%2)").arg(entry.address, interface.name), entry.address);
      }
    }
    if (interface.up) {
      m_interface->addItem(interface.name, interface.name);
    }
  }
  const int known = m_address->findText(address);
  m_address->setCurrentIndex(known);
  if (known < 0) {
    m_address->setEditText(address);
  }
  chooseInterface(chosen);
}

// One that is not there (any more, or yet) stays chosen: what a person chose does not change by itself.
void DatagramSocketForm::chooseInterface(const QString& name) {
  if (m_interface->findData(name) < 0) {
    m_interface->addItem(name, name);
  }
  m_interface->setCurrentIndex(m_interface->findData(name));
}

std::optional<QString> DatagramSocketForm::chosenAddress() const {
  const QString text = m_address->currentText().trimmed();
  const int known = m_address->findText(text);
  if (known >= 0) {
    return m_address->itemData(known).toString();
  }
  if (text.isEmpty()) {
    return QString();
  }
  return QHostAddress(text).isNull() ? std::nullopt : std::optional<QString>(text);
}

void DatagramSocketForm::toggle() {
  if (m_bound) {
    Q_EMIT closeRequested();
    return;
  }
  if (!chosenAddress()) {
    Q_EMIT problemOccurred(tr("%1 is not an IP address. Choose one from the list, or All addresses.")
                               .arg(models::isolated(models::displayName(m_address->currentText()))));
    m_address->setFocus();
    return;
  }
  Q_EMIT bindRequested(settings());
}

void DatagramSocketForm::joinGroup() {
  const QString typed = m_group->text().trimmed().isEmpty() ? m_group->placeholderText() : m_group->text().trimmed();
  if (!QHostAddress(typed).isMulticast()) {
    Q_EMIT problemOccurred(tr("%1 is not a multicast address. Those are 224.0.0.0 to 239.255.255.255, and IPv6 ones "
                              "that begin with ff.")
                               .arg(models::isolated(models::displayName(typed))));
    m_group->setFocus();
    return;
  }
  const DatagramGroup group{typed, m_interface->currentData().toString()};
  if (!m_groups.contains(group)) {
    showGroups(m_groups + QVector<DatagramGroup>{group});
    onChanged();
  }
}

void DatagramSocketForm::leaveGroup() {
  QVector<DatagramGroup> left = m_groups;
  if (m_joined->currentIndex() >= 0 && m_joined->currentIndex() < left.size()) {
    left.remove(m_joined->currentIndex());
    showGroups(left);
    onChanged();
  }
}

void DatagramSocketForm::showGroups(const QVector<DatagramGroup>& groups) {
  m_groups = groups;
  m_joined->clear();
  for (const DatagramGroup& group : groups) {
    m_joined->addItem(groupText(group));
  }
  m_joined->setCurrentIndex(m_joined->count() - 1);
  if (groups.isEmpty()) {
    m_joined->addItem(tr("no group"));
  }
  m_joined->setEnabled(!groups.isEmpty());
  m_leave->setEnabled(!groups.isEmpty());
}

void DatagramSocketForm::onChanged() {
  if (m_bound && !m_filling) {
    Q_EMIT bindRequested(settings());
  }
}

void DatagramSocketForm::showState(const session::DatagramState& state) {
  m_bound = state.bound;
  m_address->setEnabled(!m_bound);
  m_port->setEnabled(!m_bound);
  m_shared->setEnabled(!m_bound);
  m_bind->setText(m_bound ? tr("Close") : tr("Bind"));
  m_bind->setIcon(icon(m_bound ? Icon::Stop : Icon::Listen));
  m_bind->setAccessibleName(m_bound ? tr("Close the datagram socket") : tr("Bind the datagram socket"));
  if (m_bound && state.settings.groups != m_groups) {
    showGroups(state.settings.groups);  // one that could not be joined is not among them
  }
}

void DatagramSocketForm::saveSettings(QSettings& store) const {
  const DatagramSettings now = settings();
  store.setValue(kAddress, now.address);
  store.setValue(kPort, now.port);
  store.setValue(kShared, now.shared);
  store.setValue(kEcho, now.echo);
  store.setValue(kGroup, m_group->text());
  store.setValue(kInterface, now.interface_name);
  store.setValue(kTtl, now.ttl);
  store.setValue(kLoopback, now.loopback);
}

void DatagramSocketForm::restoreSettings(const QSettings& store) {
  DatagramSettings before;
  before.address = store.value(kAddress).toString();
  before.port = static_cast<quint16>(std::clamp(store.value(kPort, 6666).toInt(), 0, 65535));
  before.shared = store.value(kShared, true).toBool();
  before.echo = store.value(kEcho, false).toBool();
  before.interface_name = store.value(kInterface).toString();
  before.ttl = std::clamp(store.value(kTtl, 1).toInt(), 0, 255);
  before.loopback = store.value(kLoopback, true).toBool();
  setSettings(before);
  m_group->setText(store.value(kGroup).toString());
}

}  // namespace landline::widgets
