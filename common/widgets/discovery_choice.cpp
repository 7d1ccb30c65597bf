#include "widgets/discovery_choice.h"

#include <QAction>
#include <QMenu>
#include <QWidget>

#include <utility>

#include "widgets/icons.h"

namespace landline::widgets {

DiscoveryChoice::DiscoveryChoice(QWidget* parent)
    : QObject(parent), m_switch(new QAction(parent)), m_menu(new QMenu(parent)) {
  m_switch->setObjectName(QStringLiteral("discoveryAction"));
  m_switch->setCheckable(true);
  m_menu->setObjectName(QStringLiteral("discoveryInterfacesMenu"));
  m_menu->setIcon(icon(Icon::Network));
  connect(m_switch, &QAction::triggered, this, [this](bool checked) {
    m_settings.on = checked;
    m_menu->setEnabled(checked);
    Q_EMIT changed(m_settings);
  });
  setSettings({});
}

void DiscoveryChoice::setTexts(const QString& switch_text, const QString& interfaces_text) {
  m_switch->setText(switch_text);
  m_menu->setTitle(interfaces_text);
}

void DiscoveryChoice::addTo(QMenu* menu) {
  menu->addAction(m_switch);
  menu->addMenu(m_menu);
}

void DiscoveryChoice::setSettings(const session::DiscoverySettings& settings) {
  m_settings = settings;
  m_switch->setChecked(settings.on);
  m_menu->setEnabled(settings.on);
  fillMenu();
  Q_EMIT shown();
}

void DiscoveryChoice::setInterfaces(const QVector<models::LeftOutInterfaces::Row>& interfaces) {
  m_interfaces = interfaces;
  fillMenu();
}

void DiscoveryChoice::fillMenu() {
  m_menu->clear();
  for (const models::LeftOutInterfaces::Row& row : std::as_const(m_interfaces)) {
    QString text = row.text;
    QAction* const entry = m_menu->addAction(text.replace(QLatin1Char('&'), QLatin1String("&&")));
    entry->setCheckable(true);
    entry->setChecked(m_settings.also_on.contains(row.name));
    connect(entry, &QAction::triggered, this, [this, name = row.name](bool checked) {
      m_settings.also_on.removeAll(name);
      if (checked) {
        m_settings.also_on.append(name);
      }
      Q_EMIT changed(m_settings);
    });
  }
  if (m_interfaces.isEmpty()) {
    m_menu->addAction(tr("All networks of this computer are used already"))->setEnabled(false);
  }
}

}  // namespace landline::widgets
