#include "server/listen_bar.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHostAddress>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include "models/display_text.h"
#include "widgets/icons.h"

namespace landline::server {

using session::LinkState;
using widgets::Icon;
using widgets::icon;

namespace {

constexpr int kIconSide = 16;
constexpr int kLongestName = 64;  // code points; Limits::name_code_points

QLabel* buddyLabel(const QString& text, QWidget* buddy) {
  auto* const label = new QLabel(text);
  label->setBuddy(buddy);
  return label;
}

}  // namespace

ListenBar::ListenBar(QWidget* parent) : QWidget(parent) {
  makeControls();
  auto* const where = new QHBoxLayout;
  where->addWidget(buddyLabel(tr("&Bind"), m_bind));
  where->addWidget(m_bind, 1);
  where->addWidget(buddyLabel(tr("&Port"), m_port));
  where->addWidget(m_port);
  where->addWidget(m_listen);
  where->addStretch(1);

  auto* const who = new QHBoxLayout;
  who->addWidget(buddyLabel(tr("&Name"), m_name));
  who->addWidget(m_name, 1);
  who->addWidget(buddyLabel(tr("Ne&w peers"), m_access));
  who->addWidget(m_access);
  who->addWidget(buddyLabel(tr("P&lain peers"), m_plain));
  who->addWidget(m_plain);
  who->addStretch(1);
  m_second_row = who;

  auto* const layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addLayout(where);
  layout->addLayout(who);
  layout->addWidget(makeState());  // a line of its own: it says what others have to type, and is long
  showState({});
}

void ListenBar::makeControls() {
  m_bind = new QComboBox;
  m_bind->setObjectName(QStringLiteral("bindCombo"));
  m_bind->setAccessibleName(tr("Address to listen on"));
  m_bind->setEditable(true);
  m_bind->setInsertPolicy(QComboBox::NoInsert);
  m_bind->setMinimumContentsLength(18);
  m_bind->addItem(tr("All addresses"), QString());

  m_port = new QSpinBox;
  m_port->setObjectName(QStringLiteral("portSpin"));
  m_port->setAccessibleName(tr("Port to listen on"));
  m_port->setToolTip(tr("0 picks a free port"));
  m_port->setRange(0, 65535);

  m_listen = new QPushButton;
  m_listen->setObjectName(QStringLiteral("listenButton"));

  m_name = new QLineEdit;
  m_name->setObjectName(QStringLiteral("nameEdit"));
  m_name->setAccessibleName(tr("Name of this server"));
  m_name->setMaxLength(kLongestName);
  m_name->setPlaceholderText(tr("how others see you"));

  m_access = new QComboBox;
  m_access->setObjectName(QStringLiteral("accessCombo"));
  m_access->setAccessibleName(tr("Who may join"));
  m_access->addItem(tr("Ask me"), static_cast<int>(trust::Access::Ask));
  m_access->addItem(tr("Open to everybody"), static_cast<int>(trust::Access::Open));
  m_access->setToolTip(
      tr("Ask me: each new peer waits until you let it in, once.\n"
         "Open: whoever reaches this port may join."));

  makePlainSwitch();

  connect(m_listen, &QPushButton::clicked, this, &ListenBar::toggle);
  connect(m_name, &QLineEdit::editingFinished, this, &ListenBar::takeName);
  connect(m_access, QOverload<int>::of(&QComboBox::currentIndexChanged), this, [this] { Q_EMIT accessChanged(); });
}

void ListenBar::makePlainSwitch() {
  using session::PlainMode;
  m_plain = new QComboBox;
  m_plain->setObjectName(QStringLiteral("plainCombo"));
  m_plain->setAccessibleName(tr("What plain, unencrypted peers may do"));
  m_plain->addItem(icon(Icon::Lock), tr("Off"), static_cast<int>(PlainMode::Off));
  m_plain->addItem(icon(Icon::Unlocked), tr("Text"), static_cast<int>(PlainMode::Text));
  m_plain->addItem(icon(Icon::Unlocked), tr("Text and files"), static_cast<int>(PlainMode::Files));
  const QString warning =
      tr("Whether netcat, a device or a program of your own may connect without Landline.\n"
         "Everybody on the way can read and change what goes to and from such peers, and nobody knows who they are.\n"
         "They are let in without a question, also where new peers are asked about.\n"
         "With files: a message such as Q&A&2024 is taken for the announcement of a file named Q&A of 2024 bytes.");
  m_plain->setToolTip(warning);
  m_plain->setAccessibleDescription(warning);
  connect(m_plain, QOverload<int>::of(&QComboBox::currentIndexChanged), this, [this] { Q_EMIT plainModeChanged(); });
}

QWidget* ListenBar::makeState() {
  m_state_icon = new QLabel;
  m_state = new QLabel;
  m_state->setObjectName(QStringLiteral("stateLabel"));
  m_state->setTextFormat(Qt::PlainText);
  m_state->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  // A long list of addresses must not widen the window: the tool tip has it whole.
  m_state->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  m_copy = new QPushButton(icon(Icon::Copy), tr("Copy address"));
  m_copy->setObjectName(QStringLiteral("copyAddressButton"));
  connect(m_copy, &QPushButton::clicked, this, &ListenBar::copyAddresses);

  auto* const row = new QWidget;
  auto* const layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_state_icon);
  layout->addWidget(m_state, 1);
  layout->addWidget(m_copy);
  return row;
}

void ListenBar::addDisconnectButton(QAction* action) {
  auto* const button = new QToolButton;
  button->setObjectName(QStringLiteral("disconnectButton"));
  button->setDefaultAction(action);
  button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  m_second_row->addWidget(button);
}

void ListenBar::setPreferences(const ServerPreferences& preferences) {
  const int known = m_bind->findData(preferences.address);
  if (known >= 0) {
    m_bind->setCurrentIndex(known);
  } else {
    m_bind->setEditText(preferences.address);
  }
  m_port->setValue(preferences.port);
  m_name->setText(preferences.name);
  m_last_name = preferences.name;
  const QSignalBlocker quiet(m_access);
  m_access->setCurrentIndex(m_access->findData(static_cast<int>(preferences.access)));
  const QSignalBlocker quiet_too(m_plain);
  m_plain->setCurrentIndex(m_plain->findData(static_cast<int>(preferences.plain)));
}

void ListenBar::storeIn(ServerPreferences& preferences) const {
  preferences.address = chosenAddress().value_or(preferences.address);
  preferences.port = static_cast<quint16>(m_port->value());
  preferences.name = m_last_name;
  preferences.access = static_cast<trust::Access>(m_access->currentData().toInt());
  preferences.plain = static_cast<session::PlainMode>(m_plain->currentData().toInt());
}

void ListenBar::setInterfaces(const QVector<net::HostInterface>& interfaces) {
  const std::optional<QString> chosen = chosenAddress();
  const QString typed = m_bind->currentText();
  while (m_bind->count() > 1) {
    m_bind->removeItem(1);
  }
  for (const net::HostInterface& interface : interfaces) {
    for (const net::InterfaceAddress& address : interface.addresses) {
      if (QHostAddress(address.address).isLinkLocal()) {
        continue;  // says nothing to others without an interface of their own
      }
      m_bind->addItem(QStringLiteral("%1 (%2)").arg(address.address, interface.name), address.address);
    }
  }
  const int known = chosen ? m_bind->findData(*chosen) : -1;
  if (known >= 0) {
    m_bind->setCurrentIndex(known);
  } else {
    m_bind->setEditText(chosen.value_or(typed));
  }
}

std::optional<QString> ListenBar::chosenAddress() const {
  const QString text = m_bind->currentText().trimmed();
  const int known = m_bind->findText(text);
  if (known >= 0) {
    return m_bind->itemData(known).toString();
  }
  if (text.isEmpty()) {
    return QString();
  }
  return QHostAddress(text).isNull() ? std::nullopt : std::optional<QString>(text);
}

void ListenBar::toggle() {
  if (!m_listen->isEnabled()) {
    return;  // the node has not answered yet
  }
  if (m_shown.phase == LinkState::Phase::Listening) {
    m_listen->setEnabled(false);
    Q_EMIT stopRequested();
  } else {
    request();
  }
}

void ListenBar::listenOn(quint16 port) {
  m_port->setValue(port);
  request();
}

void ListenBar::listenOnAllAddresses() {
  m_bind->setCurrentIndex(0);
  request();
}

void ListenBar::request() {
  const std::optional<QString> address = chosenAddress();
  if (!address) {
    Q_EMIT problemOccurred(tr("%1 is not an IP address. Choose one from the list, or All addresses.")
                               .arg(models::isolated(models::displayName(m_bind->currentText()))));
    m_bind->setFocus();
    return;
  }
  takeName();
  m_listen->setEnabled(false);  // until the node answers
  Q_EMIT listenRequested(*address, static_cast<quint16>(m_port->value()));
}

void ListenBar::takeName() {
  const QString name = m_name->text().trimmed();
  if (name.isEmpty()) {
    m_name->setText(m_last_name);
  } else if (name != m_last_name) {
    m_last_name = name;
    Q_EMIT nameChanged(name);
  }
}

void ListenBar::showState(const LinkState& state) {
  m_shown = state;
  const bool listening = state.phase == LinkState::Phase::Listening;
  m_bind->setEnabled(!listening);
  m_port->setEnabled(!listening);
  m_listen->setEnabled(true);
  m_listen->setText(listening ? tr("Stop listening") : tr("Listen"));
  m_listen->setIcon(icon(listening ? Icon::Stop : Icon::Listen));
  m_listen->setToolTip(listening ? tr("Disconnect everybody and close the port (Ctrl+L)")
                                 : tr("Let others connect (Ctrl+L)"));
  m_listen->setAccessibleName(m_listen->text());
  m_copy->setVisible(listening && !state.reachable.isEmpty());
  updateStateIcon();
  if (!listening) {
    m_state->setText(tr("Not listening"));
    m_state->setToolTip({});
    return;
  }
  if (state.port != 0) {
    m_port->setValue(state.port);
  }
  QString addresses = tr("port %1").arg(state.port);
  if (state.reachable.size() == 1) {
    addresses = state.reachable.first();
  } else if (!state.reachable.isEmpty()) {
    //: %1 is an address, %2 a number: the others are in the tool tip
    addresses = tr("%1 and %2 more").arg(state.reachable.first()).arg(state.reachable.size() - 1);
  }
  const bool plain = state.plain_mode != session::PlainMode::Off;
  //: %1 is one or more addresses
  m_state->setText((plain ? tr("Listening, TLS and unencrypted: %1") : tr("Listening, TLS: %1")).arg(addresses));
  m_state->setToolTip(state.reachable.join(QLatin1Char('\n')));
}

void ListenBar::updateStateIcon() {
  const bool listening = m_shown.phase == LinkState::Phase::Listening;
  const Icon open = m_shown.plain_mode == session::PlainMode::Off ? Icon::Lock : Icon::Unlocked;
  m_state_icon->setPixmap(icon(listening ? open : Icon::Disconnect).pixmap(kIconSide, kIconSide));
}

void ListenBar::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) {
    updateStateIcon();
  }
  QWidget::changeEvent(event);
}

void ListenBar::copyAddresses() {
  QGuiApplication::clipboard()->setText(m_shown.reachable.join(QLatin1Char('\n')));
}

}  // namespace landline::server
