#include "widgets/datagram_send_form.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHostAddress>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

#include "models/display_text.h"
#include "session/datagram_text.h"
#include "widgets/hint_line.h"
#include "widgets/icons.h"

namespace landline::widgets {

namespace {

const QLatin1String kDestination("datagrams/to");
const QLatin1String kPort("datagrams/toPort");
const QLatin1String kHex("datagrams/hex");
const QLatin1String kInterval("datagrams/interval");

constexpr int kUsualPort = 6666;
constexpr int kUsualIntervalMs = 1000;
constexpr int kLongestIntervalMs = 3'600'000;
// Room for the largest datagram as hex with separators, and for one that is too large: it is told, not cut.
constexpr int kLongestContent = 4 * session::kMostDatagramOctets;

QLabel* buddyLabel(const QString& text, QWidget* buddy) {
  auto* const label = new QLabel(text);
  label->setBuddy(buddy);
  return label;
}

QString number(int figure) {
  return QLocale().toString(figure);
}

}  // namespace

DatagramSendForm::DatagramSendForm(QWidget* parent) : QWidget(parent) {
  makeControls();
  makeLayout();
  setInterfaces({});
  setDestination(QStringLiteral("127.0.0.1"), kUsualPort);
  showState({});
  showHint();

  // Choosing fills in the address alone, without the words that explain it.
  connect(m_destination, qOverload<int>(&QComboBox::activated), this,
          [this](int index) { m_destination->setEditText(m_destination->itemData(index).toString()); });
  connect(m_content, &QLineEdit::textChanged, this, &DatagramSendForm::showHint);
  connect(m_content, &QLineEdit::returnPressed, this, [this] {
    if (m_send->isEnabled()) {
      send(0);
    }
  });
  connect(m_form, qOverload<int>(&QComboBox::currentIndexChanged), this, &DatagramSendForm::showHint);
  connect(m_send, &QPushButton::clicked, this, [this] { send(0); });
  connect(m_repeat, &QPushButton::clicked, this, &DatagramSendForm::toggleRepeating);
}

void DatagramSendForm::makeControls() {
  m_destination = new QComboBox;
  m_destination->setObjectName(QStringLiteral("datagramDestinationCombo"));
  m_destination->setAccessibleName(tr("Address to send datagrams to"));
  m_destination->setEditable(true);
  m_destination->setInsertPolicy(QComboBox::NoInsert);
  m_destination->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_destination->setMinimumContentsLength(8);
  m_destination->view()->setTextElideMode(Qt::ElideNone);
  m_destination->setToolTip(
      tr("The IP address of a computer, 255.255.255.255 for everyone on the network, an\n"
         "interface's own broadcast address, or a multicast group"));
  m_port = new QSpinBox;
  m_port->setObjectName(QStringLiteral("datagramDestinationPortSpin"));
  m_port->setAccessibleName(tr("Port to send datagrams to"));
  m_port->setRange(1, 65535);
  m_form = new QComboBox;
  m_form->setObjectName(QStringLiteral("datagramFormCombo"));
  m_form->setAccessibleName(tr("How the octets are written"));
  m_form->addItem(tr("Text"));
  m_form->addItem(tr("Hex"));
  m_content = new QLineEdit;
  m_content->setObjectName(QStringLiteral("datagramEdit"));
  m_content->setAccessibleName(tr("What to send as a datagram"));
  m_content->setMaxLength(kLongestContent);
  m_content->setMinimumWidth(70);
  m_send = new QPushButton(icon(Icon::Send), tr("Send"));
  m_send->setObjectName(QStringLiteral("datagramSendButton"));
  m_send->setAccessibleName(tr("Send the datagram once"));
  m_interval = new QSpinBox;
  m_interval->setObjectName(QStringLiteral("datagramIntervalSpin"));
  m_interval->setAccessibleName(tr("Interval of the periodic sender, in milliseconds"));
  m_interval->setRange(1, kLongestIntervalMs);
  m_interval->setValue(kUsualIntervalMs);
  //: Behind a number: milliseconds
  m_interval->setSuffix(tr(" ms"));
  m_repeat = new QPushButton;
  m_repeat->setObjectName(QStringLiteral("datagramRepeatButton"));
  m_size = new QLabel;
  m_size->setObjectName(QStringLiteral("datagramSizeLabel"));
  m_hint = new HintLine;
  m_hint->setObjectName(QStringLiteral("datagramHint"));
}

void DatagramSendForm::makeLayout() {
  auto* const what = new QHBoxLayout;
  what->addWidget(buddyLabel(tr("To"), m_destination));
  what->addWidget(m_destination, 2);
  what->addWidget(buddyLabel(tr("Port"), m_port));
  what->addWidget(m_port);
  what->addWidget(m_content, 3);
  what->addWidget(m_send);
  auto* const again = new QHBoxLayout;
  again->addWidget(m_form);
  again->addWidget(m_size, 1);
  again->addWidget(buddyLabel(tr("Every"), m_interval));
  again->addWidget(m_interval);
  again->addWidget(m_repeat);
  auto* const layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  layout->addWidget(m_hint);
  layout->addLayout(what);
  layout->addLayout(again);
}

void DatagramSendForm::setDestination(const QString& address, quint16 port) {
  m_destination->setEditText(address);
  m_port->setValue(port);
}

void DatagramSendForm::setInterfaces(const QVector<net::HostInterface>& interfaces) {
  const QString chosen = m_destination->currentText();
  m_destination->clear();
  const auto add = [this](const QString& address, const QString& meaning) {
    //: %1 is an address, %2 says what is behind it
    m_destination->addItem(tr("%1 - %2").arg(address, meaning), address);
  };
  add(QStringLiteral("127.0.0.1"), tr("this computer"));
  add(QStringLiteral("255.255.255.255"), tr("everyone on the network"));
  for (const net::HostInterface& interface : interfaces) {
    for (const net::InterfaceAddress& entry : interface.addresses) {
      if (interface.up && !interface.loopback && !entry.broadcast.isEmpty()) {
        add(entry.broadcast, tr("everyone at %1").arg(interface.name));
      }
    }
  }
  add(QStringLiteral("239.2.2.222"), tr("a multicast group"));
  m_destination->setEditText(chosen);
}

void DatagramSendForm::showState(const session::DatagramState& state) {
  m_repeating = state.repeating;
  m_repeat->setText(m_repeating ? tr("Stop") : tr("Repeat"));
  m_repeat->setIcon(icon(m_repeating ? Icon::Stop : Icon::Retry));
  m_repeat->setAccessibleName(m_repeating ? tr("Stop the periodic sender") : tr("Start the periodic sender"));
  m_interval->setEnabled(!m_repeating);
  m_repeat->setEnabled(m_repeating || octets().has_value());
}

bool DatagramSendForm::isHex() const {
  return m_form->currentIndex() == 1;
}

std::optional<QByteArray> DatagramSendForm::octets() const {
  QByteArray result = m_content->text().toUtf8();
  if (isHex()) {
    const Result<QByteArray> read = session::octetsFromHex(m_content->text());
    if (!read) {
      return std::nullopt;
    }
    result = *read;
  }
  return result.size() <= session::kMostDatagramOctets ? std::optional(result) : std::nullopt;
}

void DatagramSendForm::showHint() {
  m_content->setPlaceholderText(isHex() ? tr("Octets as hex, such as 48 65 6C 6C 6F") : tr("Text to send"));
  const QString text = m_content->text();
  QByteArray typed = text.toUtf8();
  bool is_right = true;
  if (isHex()) {
    const Result<QByteArray> read = session::octetsFromHex(text);
    is_right = read.ok();
    typed = read ? *read : QByteArray();
    if (!read) {
      m_hint->show(HintLine::Kind::Error, tr("Not hex: %1").arg(read.error().detail));
    }
  }
  const int size = static_cast<int>(typed.size());
  if (size > session::kMostDatagramOctets) {
    is_right = false;
    m_hint->show(HintLine::Kind::Error,
                 tr("%1 octets: a datagram has at most %2.").arg(number(size), number(session::kMostDatagramOctets)));
  } else if (size > session::kUnfragmentedOctets) {
    m_hint->show(HintLine::Kind::Warning, tr("%1 octets, over %2: it travels in pieces, and is lost if one of them is.")
                                              .arg(number(size), number(session::kUnfragmentedOctets)));
  } else if (is_right) {
    m_hint->clear();
  }
  m_hint->setVisible(m_hint->kind() != HintLine::Kind::Quiet);
  m_size->setText(is_right ? tr("Octets: %1").arg(number(size)) : QString());
  m_send->setEnabled(is_right);
  m_repeat->setEnabled(is_right || m_repeating);
}

std::optional<QString> DatagramSendForm::destination() const {
  const QString text = m_destination->currentText().trimmed();
  const int known = m_destination->findText(text);
  const QString address = known >= 0 ? m_destination->itemData(known).toString() : text;
  return QHostAddress(address).isNull() ? std::nullopt : std::optional(address);
}

void DatagramSendForm::send(int interval_ms) {
  const std::optional<QString> to = destination();
  const std::optional<QByteArray> content = octets();
  if (!to) {
    Q_EMIT problemOccurred(
        tr("%1 is not an IP address.").arg(models::isolated(models::displayName(m_destination->currentText()))));
    m_destination->setFocus();
  } else if (content) {
    Q_EMIT sendRequested({*to, static_cast<quint16>(m_port->value()), *content, interval_ms});
  }
}

void DatagramSendForm::toggleRepeating() {
  if (m_repeating) {
    Q_EMIT stopRequested();
  } else {
    send(m_interval->value());
  }
}

void DatagramSendForm::saveSettings(QSettings& store) const {
  store.setValue(kDestination, destination().value_or(QString()));
  store.setValue(kPort, m_port->value());
  store.setValue(kHex, isHex());
  store.setValue(kInterval, m_interval->value());
}

void DatagramSendForm::restoreSettings(const QSettings& store) {
  const QString to = store.value(kDestination).toString();
  setDestination(to.isEmpty() ? m_destination->currentText() : to,
                 static_cast<quint16>(std::clamp(store.value(kPort, kUsualPort).toInt(), 1, 65535)));
  m_form->setCurrentIndex(store.value(kHex, false).toBool() ? 1 : 0);
  m_interval->setValue(std::clamp(store.value(kInterval, kUsualIntervalMs).toInt(), 1, kLongestIntervalMs));
}

}  // namespace landline::widgets
