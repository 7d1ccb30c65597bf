#include "client/connection_bar.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>
#include <optional>

#include "core/host_and_port.h"
#include "core/limits.h"
#include "models/display_text.h"
#include "widgets/icons.h"

namespace landline::client {

using Phase = session::LinkState::Phase;
using widgets::Icon;
using widgets::icon;

namespace {

constexpr int kCountdownStepMs = 200;

QLabel* labelFor(const QString& text, QWidget* buddy) {
  auto* label = new QLabel(text, buddy->parentWidget());
  label->setBuddy(buddy);
  return label;
}

/// A server that can be connected to, in what was typed.
std::optional<HostAndPort> serverIn(const QString& typed) {
  const std::optional<HostAndPort> server = HostAndPort::parse(typed, HostAndPort::BareIpv6::Taken);
  return server && !server->host.isEmpty() && server->port != quint16{0} ? server : std::nullopt;
}

Icon iconOf(const session::LinkState& state) {
  switch (state.phase) {
    case Phase::Online:
      return state.plain ? Icon::Unlocked : Icon::Lock;
    case Phase::Connecting:
    case Phase::Waiting:
      return Icon::Waiting;
    case Phase::Retrying:
      return Icon::Retry;
    case Phase::KeyChanged:
      return Icon::Warning;
    case Phase::Idle:
    case Phase::Listening:
      break;
  }
  return Icon::Disconnect;
}

}  // namespace

ConnectionBar::ConnectionBar(const Clock& clock, QWidget* parent)
    : QWidget(parent),
      m_clock(clock),
      m_host(new QComboBox(this)),
      m_port(new QSpinBox(this)),
      m_name(new QLineEdit(this)),
      m_plain(new QCheckBox(tr("Plain, &unencrypted"), this)),
      m_connect(new QPushButton(this)),
      m_icon(new QLabel(this)),
      m_text(new QLabel(this)),
      m_retry(new QPushButton(tr("Retry now"), this)) {
  setObjectName(QStringLiteral("connectionBar"));
  m_host->setObjectName(QStringLiteral("hostEdit"));
  m_host->setAccessibleName(tr("Server: host name or address"));
  m_host->setEditable(true);
  m_host->setInsertPolicy(QComboBox::NoInsert);
  m_host->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  m_host->setMinimumContentsLength(16);
  m_host->lineEdit()->setPlaceholderText(tr("Host name or address"));
  m_port->setObjectName(QStringLiteral("portSpin"));
  m_port->setAccessibleName(tr("Port"));
  m_port->setRange(1, 65535);
  m_port->setValue(6677);
  m_name->setObjectName(QStringLiteral("nameEdit"));
  m_name->setAccessibleName(tr("Your name"));
  m_name->setPlaceholderText(tr("Your name"));
  m_name->setMaxLength(Limits{}.name_code_points);
  m_plain->setObjectName(QStringLiteral("plainCheck"));
  m_plain->setToolTip(
      tr("For servers that speak nothing but raw text, such as netcat or a learner's first server. Everybody on the "
         "network can read and change what is said, and nobody proves who they are."));
  m_plain->setAccessibleDescription(m_plain->toolTip());
  m_connect->setObjectName(QStringLiteral("connectButton"));
  m_connect->setAutoDefault(false);
  m_icon->setObjectName(QStringLiteral("stateIcon"));
  m_text->setObjectName(QStringLiteral("stateText"));
  m_text->setTextFormat(Qt::PlainText);
  m_text->setWordWrap(true);
  m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_retry->setObjectName(QStringLiteral("retryButton"));
  m_retry->setIcon(icon(Icon::Retry));
  m_retry->setAutoDefault(false);

  auto* row = new QHBoxLayout;
  row->addWidget(labelFor(tr("&Server"), m_host));
  row->addWidget(m_host, 3);
  row->addWidget(labelFor(tr("&Port"), m_port));
  row->addWidget(m_port);
  row->addWidget(labelFor(tr("&Name"), m_name));
  row->addWidget(m_name, 1);
  row->addWidget(m_plain);
  row->addWidget(m_connect);
  auto* state = new QHBoxLayout;
  state->addWidget(m_icon);
  state->addWidget(m_text, 1);
  state->addWidget(m_retry);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addLayout(row);
  column->addLayout(state);

  m_countdown.setInterval(kCountdownStepMs);
  connect(&m_countdown, &QTimer::timeout, this, &ConnectionBar::updateText);
  connect(m_connect, &QPushButton::clicked, this, &ConnectionBar::toggle);
  connect(m_plain, &QCheckBox::toggled, this, &ConnectionBar::updateControls);
  connect(m_retry, &QPushButton::clicked, this, &ConnectionBar::retryRequested);
  connect(m_name, &QLineEdit::returnPressed, this, &ConnectionBar::requestConnection);
  connect(m_host->lineEdit(), &QLineEdit::returnPressed, this, &ConnectionBar::requestConnection);
  connect(m_host->lineEdit(), &QLineEdit::editingFinished, this, &ConnectionBar::takeTypedPort);
  connect(m_host, qOverload<int>(&QComboBox::activated), this, &ConnectionBar::takeTypedPort);
  showState({});
}

void ConnectionBar::setPreferences(const ClientPreferences& preferences) {
  m_host->clear();
  m_host->addItems(preferences.hosts);
  m_host->setEditText(preferences.host);
  m_port->setValue(preferences.port);
  m_name->setText(preferences.name);
  m_plain->setChecked(preferences.plain);
}

void ConnectionBar::storeIn(ClientPreferences& preferences) const {
  preferences.host = m_host->currentText();
  preferences.port = static_cast<quint16>(m_port->value());
  preferences.name = m_name->text().trimmed();
  preferences.plain = m_plain->isChecked();
}

void ConnectionBar::takeTypedPort() {
  const std::optional<HostAndPort> typed = serverIn(m_host->currentText());
  if (typed && typed->port) {
    m_port->setValue(*typed->port);
    m_host->setEditText(typed->host);
  }
}

bool ConnectionBar::isIdle() const {
  return m_state.phase == Phase::Idle;
}

void ConnectionBar::toggle() {
  if (isIdle()) {
    requestConnection();
  } else {
    Q_EMIT disconnectRequested();
  }
}

void ConnectionBar::requestConnection() {
  if (!isIdle()) {
    return;
  }
  takeTypedPort();
  const QString host = serverIn(m_host->currentText()).value_or(HostAndPort()).host;
  const QString name = m_name->text().simplified();
  if (host.isEmpty()) {
    focusHost();
    Q_EMIT problemOccurred(tr("Say which server: a host name or an address, such as 192.168.1.8."));
  } else if (m_plain->isChecked()) {
    Q_EMIT plainConnectRequested(host, static_cast<quint16>(m_port->value()));
  } else if (name.isEmpty()) {
    m_name->setFocus();
    Q_EMIT problemOccurred(tr("Say what you want to be called."));
  } else {
    Q_EMIT connectRequested(host, static_cast<quint16>(m_port->value()), name);
  }
}

QString ConnectionBar::showServer(const QString& host, quint16 port) {
  m_host->setEditText(host);
  m_port->setValue(port);
  m_plain->setChecked(false);
  const QString name = m_name->text().simplified();
  if (name.isEmpty()) {
    m_name->setFocus();
    Q_EMIT problemOccurred(tr("Say what you want to be called."));
  }
  return name;
}

void ConnectionBar::focusHost() {
  m_host->setFocus(Qt::ShortcutFocusReason);
  m_host->lineEdit()->selectAll();
}

void ConnectionBar::showState(const session::LinkState& state) {
  m_state = state;
  const bool idle = isIdle();
  updateControls();
  m_connect->setText(idle ? tr("Connect") : state.phase == Phase::Online ? tr("Disconnect") : tr("Cancel"));
  m_connect->setIcon(icon(idle ? Icon::Connect : state.phase == Phase::Online ? Icon::Disconnect : Icon::Cancel));
  m_connect->setToolTip(tr("%1 (Ctrl+L)").arg(m_connect->text()));
  m_retry->setVisible(state.phase == Phase::Retrying);
  if (state.phase == Phase::Retrying) {
    m_countdown.start();
  } else {
    m_countdown.stop();
  }
  updateText();
  updateIcon();
}

void ConnectionBar::updateControls() {
  const bool idle = isIdle();
  m_host->setEnabled(idle);
  m_port->setEnabled(idle);
  m_plain->setEnabled(idle);
  m_name->setEnabled(idle && !m_plain->isChecked());
}

QString ConnectionBar::stateText() const {
  const QString where = HostAndPort::join(m_state.address, m_state.port);
  const QString server = models::isolated(models::displayName(m_state.server_name));
  switch (m_state.phase) {
    case Phase::Connecting:
      return m_state.plain ? tr("Connecting to %1, unencrypted...").arg(where) : tr("Connecting to %1...").arg(where);
    case Phase::Waiting:
      return tr("Waiting for approval: a person at %1 decides").arg(where);
    case Phase::Online:
      if (m_state.plain) {
        return tr("Connected to %1: plain, unencrypted").arg(where);
      }
      return tr("Connected to %1 as %2, encrypted")
          .arg(server, models::isolated(models::displayName(m_state.own_name)));
    case Phase::Retrying: {
      const qint64 left = std::max<qint64>(0, m_state.retry_at_ms - m_clock.monotonicMs());
      return tr("Not connected. Trying again in %1 s").arg((left + 999) / 1000);
    }
    case Phase::KeyChanged:
      return tr("The server's key has changed");
    case Phase::Idle:
    case Phase::Listening:
      break;
  }
  return tr("Offline");
}

void ConnectionBar::updateText() {
  const QString text = stateText();
  if (text != m_text->text()) {
    m_text->setText(text);
    m_text->setAccessibleName(text);
  }
}

void ConnectionBar::updateIcon() {
  const int size = style()->pixelMetric(QStyle::PM_SmallIconSize, nullptr, this);
  m_icon->setPixmap(icon(iconOf(m_state)).pixmap(size, size));
}

void ConnectionBar::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) {
    updateIcon();
  }
}

}  // namespace landline::client
