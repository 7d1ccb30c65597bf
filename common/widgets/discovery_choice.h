#pragma once

#include <QObject>

#include "models/left_out_interfaces.h"
#include "session/discovery_values.h"

class QAction;
class QMenu;

namespace landline::widgets {

/// The switch for finding servers (or for being found), and one for each interface that is left out unless a person
/// says so; for the menus of either window. Names: `discoveryAction`, `discoveryInterfacesMenu`.
class DiscoveryChoice : public QObject {
  Q_OBJECT

 public:
  explicit DiscoveryChoice(QWidget* parent);

  void setTexts(const QString& switch_text, const QString& interfaces_text);

  /// Both entries, at the end of `menu`; as often as there are menus.
  void addTo(QMenu* menu);
  QAction* switchAction() { return m_switch; }

  /// What is shown; tells nobody.
  void setSettings(const session::DiscoverySettings& settings);
  /// Chosen interfaces that are not here just now stay chosen.
  const session::DiscoverySettings& settings() const { return m_settings; }

  void setInterfaces(const QVector<models::LeftOutInterfaces::Row>& interfaces);

 Q_SIGNALS:
  void shown();  ///< setSettings() was called
  /// A person chose.
  void changed(const landline::session::DiscoverySettings& settings);

 private:
  void fillMenu();

  session::DiscoverySettings m_settings;
  QVector<models::LeftOutInterfaces::Row> m_interfaces;
  QAction* m_switch;
  QMenu* m_menu;
};

}  // namespace landline::widgets
