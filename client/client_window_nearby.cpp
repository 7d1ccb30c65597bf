// The client's window and the servers nearby.

#include "client/client_window.h"
#include "client/connection_bar.h"
#include "core/host_and_port.h"
#include "models/display_text.h"
#include "widgets/conversation_panel.h"
#include "widgets/discovery_choice.h"
#include "widgets/message_bar.h"
#include "widgets/nearby_panel.h"

namespace landline::client {

using session::FoundServer;
using Phase = session::LinkState::Phase;

void ClientWindow::makeNearby() {
  m_nearby = new widgets::NearbyPanel(m_servers, *m_discovery);
  m_conversation_panel->putAboveList(m_nearby);
  connect(m_nearby, &widgets::NearbyPanel::chosen, this, &ClientWindow::onServerChosen);
  connect(m_nearby, &widgets::NearbyPanel::addByAddressRequested, this, [this] {
    if (m_state.phase == Phase::Idle) {
      m_connection_bar->focusHost();
    } else {
      m_message_bar->showNotice(tr("Disconnect first, then say which server."), tr("Disconnect"), [this] {
        tell(m_node, &ClientNodeInterface::disconnectFromServer);
        m_focus_host_when_idle = true;
      });
    }
  });
  connect(&m_node, &ClientNodeInterface::serverFound, &m_servers, &models::ServerModel::onServerFound,
          Qt::QueuedConnection);
  connect(&m_node, &ClientNodeInterface::serverLost, &m_servers, &models::ServerModel::onServerLost,
          Qt::QueuedConnection);
}

void ClientWindow::orderNearby() {
  // Forward from what stands before it. To put those that come behind it to its end does nothing: the order is a
  // circle.
  QWidget* before = m_connection_bar->findChild<QWidget*>(QStringLiteral("connectButton"));
  for (QWidget* const each : m_nearby->tabOrder()) {
    setTabOrder(before, each);
    before = each;
  }
}

void ClientWindow::updateNearby() {
  const bool online = m_state.phase == Phase::Online && !m_state.plain;
  m_servers.setCurrent(online ? m_state.server : PeerId());
  if (m_state.phase == Phase::Idle && m_focus_host_when_idle) {
    m_focus_host_when_idle = false;
    m_connection_bar->focusHost();
  }
}

void ClientWindow::onServerChosen(const FoundServer& server) {
  if (m_state.phase != Phase::Online) {
    connectToFound(server);
  } else if (m_state.server == server.id && !m_state.plain) {
    m_conversation_panel->focusMessage();
  } else {
    // A double click that was not meant must not end a conversation, or what is on its way.
    const QString name = models::isolated(models::displayName(server.name));
    m_message_bar->showNotice(tr("You are connected to another server. Leave it for %1?").arg(name), tr("Switch"),
                              [this, server] { connectToFound(server); });
  }
}

void ClientWindow::connectToFound(const FoundServer& server) {
  const auto address = HostAndPort::parse(server.addresses.first(), HostAndPort::BareIpv6::Refused);
  if (!address || !address->port) {
    return;
  }
  const QString name = m_connection_bar->showServer(address->host, *address->port);
  if (!name.isEmpty()) {
    m_message_bar->dismiss();
    savePreferences();
    tell(m_node, &ClientNodeInterface::connectToFound, server.id, address->host, *address->port, name);
  }
}

}  // namespace landline::client
