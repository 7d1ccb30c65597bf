#include "widgets/datagram_panel.h"

#include <QCheckBox>
#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

#include "models/datagram_log_model.h"
#include "models/display_text.h"
#include "models/format.h"
#include "widgets/copy_key.h"
#include "widgets/datagram_send_form.h"
#include "widgets/datagram_socket_form.h"
#include "widgets/elided_label.h"
#include "widgets/error_text.h"
#include "widgets/hint_line.h"
#include "widgets/icons.h"
#include "widgets/list_style.h"

namespace landline::widgets {

using models::DatagramLogModel;

namespace {

constexpr int kIconSide = 16;
constexpr quint16 kUnicastPort = 6666;
constexpr quint16 kGroupPort = 8888;

/// The icon of the direction before its word.
class DirectionDelegate final : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

 protected:
  void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
    using Direction = DatagramLogModel::Direction;
    QStyledItemDelegate::initStyleOption(option, index);
    const auto direction = static_cast<Direction>(index.data(DatagramLogModel::DirectionRole).toInt());
    option->features |= QStyleOptionViewItem::HasDecoration;
    option->decorationSize = QSize(16, 16);
    option->icon = icon(direction == Direction::Received ? Icon::Down
                        : direction == Direction::Sent   ? Icon::Up
                                                         : Icon::Retry);
  }
};

/// The words for connections do not fit where there are none.
QString problemText(const Error& error) {
  QString sentence;
  if (error.is(codes::kUnreachable)) {
    sentence = DatagramPanel::tr("There is no way there. Choose an interface for groups and broadcasts.");
  } else if (error.is(codes::kAddressInUse)) {
    sentence = DatagramPanel::tr("Another program uses this port, and one of the two does not share it.");
  } else if (error.is(codes::kBusy)) {
    sentence = DatagramPanel::tr("The system has no room for more datagrams just now: this one was not sent.");
  } else {
    return describeWithDetail(error);
  }
  //: A sentence for people, and the technical detail
  return DatagramPanel::tr("%1 (%2)").arg(sentence, models::displayText(error.detail));
}

/// "Port 6666: in 12 (340 bytes), out 3 (77 bytes)".
QString stateText(const session::DatagramState& state) {
  const auto count = [](qint64 datagrams, qint64 octets) {
    //: A number of datagrams, and their size in brackets
    return DatagramPanel::tr("%1 (%2)").arg(QLocale().toString(datagrams), models::formatBytes(octets));
  };
  QString where = DatagramPanel::tr("Not bound");
  if (!state.bound && state.received + state.sent == 0) {
    return where;
  }
  if (state.bound) {
    where = state.settings.address.isEmpty() ? DatagramPanel::tr("Port %1").arg(state.port)
                                             : models::datagramEndpoint(state.address, state.port);
  }
  //: %1 is where the socket is bound; %2 and %3 are each a number of datagrams and their size
  const QString text =
      DatagramPanel::tr("%1: in %2, out %3")
          .arg(where, count(state.received, state.received_octets), count(state.sent, state.sent_octets));
  //: %1 is what was counted, %2 the number of datagrams that came too fast for the list
  return state.dropped == 0 ? text
                            : DatagramPanel::tr("%1, not listed %2").arg(text, QLocale().toString(state.dropped));
}

}  // namespace

DatagramPanel::DatagramPanel(models::DatagramLogModel& model, QWidget* parent)
    : QWidget(parent),
      m_model(model),
      m_socket(new DatagramSocketForm),
      m_sending(new DatagramSendForm),
      m_pages(new QStackedWidget),
      m_empty(new QLabel),
      m_view(new QTableView),
      m_state_icon(new QLabel),
      m_state(new ElidedLabel),
      m_problem(new HintLine) {
  makeView();
  auto* const layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(12);
  layout->addWidget(makeLeft());
  layout->addWidget(makeRight(), 1);
  connectForms();
  showState({});
}

QWidget* DatagramPanel::makeLeft() {
  auto* const presets = new QPushButton(icon(Icon::Settings), tr("Examples"));
  presets->setObjectName(QStringLiteral("datagramPresetButton"));
  presets->setToolTip(tr("Fill everything in as the classic examples have it"));
  presets->setMenu(makePresets());
  auto* const honest = new HintLine;
  honest->setObjectName(QStringLiteral("datagramHonestLabel"));
  honest->show(HintLine::Kind::Warning, tr("Best effort, unencrypted"));
  honest->setToolTip(
      tr("Datagrams may be lost, doubled or overtake each other, and anybody on the way can read\n"
         "and forge them."));

  auto* const top = new QHBoxLayout;
  top->addWidget(honest, 1, Qt::AlignVCenter);
  top->addWidget(presets);
  auto* const inner = new QWidget;
  auto* const column = new QVBoxLayout(inner);
  column->setContentsMargins(0, 0, 4, 0);
  column->setSpacing(4);
  column->addLayout(top);
  column->addWidget(m_socket);
  column->addStretch(1);

  // In a low window it scrolls, rather than taking the conversation's room.
  auto* const area = new QScrollArea;
  area->setFrameShape(QFrame::NoFrame);
  area->setWidgetResizable(true);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  area->setWidget(inner);
  area->setFocusPolicy(Qt::NoFocus);
  area->viewport()->setAutoFillBackground(false);
  inner->setAutoFillBackground(false);
  area->setFixedWidth(inner->minimumSizeHint().width() + area->verticalScrollBar()->sizeHint().width());
  return area;
}

QMenu* DatagramPanel::makePresets() {
  auto* const menu = new QMenu(this);
  menu->setObjectName(QStringLiteral("datagramPresetMenu"));
  session::DatagramSettings settings;
  settings.port = kUnicastPort;
  addPreset(menu, tr("Unicast, port %1").arg(kUnicastPort), settings, QStringLiteral("127.0.0.1"));
  addPreset(menu, tr("Broadcast, port %1").arg(kUnicastPort), settings, QStringLiteral("255.255.255.255"));
  settings.port = kGroupPort;
  settings.echo = true;
  addPreset(menu, tr("Echo, port %1").arg(kGroupPort), settings, QStringLiteral("127.0.0.1"));
  settings.echo = false;
  const QString group = QStringLiteral("239.2.2.222");
  settings.groups = {{group, {}}};
  addPreset(menu, tr("Multicast group %1, port %2").arg(group).arg(kGroupPort), settings, group);
  return menu;
}

void DatagramPanel::addPreset(QMenu* menu, const QString& text, const session::DatagramSettings& settings,
                              const QString& to) {
  connect(menu->addAction(text), &QAction::triggered, this, [this, settings, to] {
    session::DatagramSettings wanted = settings;
    wanted.interface_name = m_socket->settings().interface_name;
    for (session::DatagramGroup& group : wanted.groups) {
      group.interface_name = wanted.interface_name;
    }
    m_sending->setDestination(to, settings.port);
    m_socket->setSettings(wanted);
  });
}

void DatagramPanel::makeView() {
  m_view->setObjectName(QStringLiteral("datagramView"));
  m_view->setAccessibleName(tr("Datagrams that came and went"));
  m_view->setModel(&m_model);
  m_view->setItemDelegateForColumn(DatagramLogModel::DirectionColumn, new DirectionDelegate(m_view));
  styleTable(*m_view, {14, 13, 20, 8}, 6);
  m_view->horizontalHeader()->setStretchLastSection(true);  // the content takes what is left
  new CopyKey(m_view, [this] { copySelected(); });
  connect(&m_model, &QAbstractItemModel::rowsAboutToBeInserted, this, [this] {
    const QScrollBar* const bar = m_view->verticalScrollBar();
    m_at_end = bar->value() == bar->maximum();
  });
  connect(&m_model, &QAbstractItemModel::modelReset, this, &DatagramPanel::showListOrHint);
  connect(&m_model, &QAbstractItemModel::rowsInserted, this, [this] {
    showListOrHint();
    if (m_at_end) {
      m_view->scrollToBottom();
    }
  });
}

QWidget* DatagramPanel::makeRight() {
  m_state->setObjectName(QStringLiteral("datagramStateLabel"));
  auto* const hex = new QCheckBox(tr("Show as hex"));
  hex->setObjectName(QStringLiteral("datagramShowHexCheck"));
  connect(hex, &QCheckBox::toggled, &m_model, &DatagramLogModel::setShowsHex);
  auto* const copy = new QPushButton(icon(Icon::Copy), tr("Copy"));
  copy->setObjectName(QStringLiteral("copyDatagramsButton"));
  copy->setToolTip(tr("Copy the selected datagrams, or all that are shown"));
  connect(copy, &QPushButton::clicked, this, &DatagramPanel::copySelected);
  auto* const clear = new QPushButton(icon(Icon::Clear), tr("Clear"));
  clear->setObjectName(QStringLiteral("clearDatagramsButton"));
  connect(clear, &QPushButton::clicked, &m_model, &DatagramLogModel::clear);
  m_problem->setObjectName(QStringLiteral("datagramProblem"));

  auto* const top = new QHBoxLayout;
  top->addWidget(m_state_icon);
  top->addWidget(m_state, 1);
  top->addWidget(hex);
  top->addWidget(copy);
  top->addWidget(clear);
  auto* const right = new QWidget;
  auto* const layout = new QVBoxLayout(right);
  layout->setContentsMargins(0, 0, 0, 0);
  m_empty->setObjectName(QStringLiteral("noDatagramsLabel"));
  m_empty->setTextFormat(Qt::PlainText);
  m_empty->setAlignment(Qt::AlignCenter);
  m_empty->setWordWrap(true);
  m_pages->addWidget(m_empty);
  m_pages->addWidget(m_view);
  m_pages->setMinimumHeight(48);
  layout->addLayout(top);
  layout->addWidget(m_pages, 1);
  layout->addWidget(m_problem);
  layout->addWidget(m_sending);
  return right;
}

void DatagramPanel::connectForms() {
  connect(m_socket, &DatagramSocketForm::problemOccurred, this, &DatagramPanel::showProblem);
  connect(m_sending, &DatagramSendForm::problemOccurred, this, &DatagramPanel::showProblem);
  // What a person does next takes the last problem away.
  const auto forget = [this] { showProblem({}); };
  connect(m_socket, &DatagramSocketForm::bindRequested, this, forget);
  connect(m_socket, &DatagramSocketForm::closeRequested, this, forget);
  connect(m_sending, &DatagramSendForm::sendRequested, this, forget);
  connect(m_sending, &DatagramSendForm::stopRequested, this, forget);
  connect(m_socket, &DatagramSocketForm::bindRequested, this, &DatagramPanel::bindRequested);
  connect(m_socket, &DatagramSocketForm::closeRequested, this, &DatagramPanel::closeRequested);
  connect(m_sending, &DatagramSendForm::sendRequested, this, &DatagramPanel::sendRequested);
  connect(m_sending, &DatagramSendForm::stopRequested, this, &DatagramPanel::stopRequested);
}

void DatagramPanel::showProblem(const QString& text) {
  m_problem->show(HintLine::Kind::Error, text);
  m_problem->setVisible(!text.isEmpty());
}

void DatagramPanel::showState(const session::DatagramState& state) {
  m_socket->showState(state);
  m_sending->showState(state);
  m_bound = state.bound;
  updateStateIcon();
  m_state->setText(stateText(state));
  showListOrHint();
  m_state->setAccessibleName(m_state->text());
  if (!state.error.code.isEmpty()) {
    showProblem(problemText(state.error));
  } else if (m_problem->text().isEmpty()) {
    m_problem->hide();
  }
}

void DatagramPanel::showListOrHint() {
  m_empty->setText(m_bound ? tr("Bound. What comes is listed here; what is sent, too.")
                           : tr("Nothing is heard yet: bind a port, or choose one of the examples."));
  m_pages->setCurrentWidget(m_model.rowCount() == 0 ? static_cast<QWidget*>(m_empty) : m_view);
}

void DatagramPanel::updateStateIcon() {
  m_state_icon->setPixmap(icon(m_bound ? Icon::Done : Icon::Disconnect).pixmap(kIconSide, kIconSide));
}

void DatagramPanel::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) {
    updateStateIcon();
  }
  QWidget::changeEvent(event);
}

void DatagramPanel::setInterfaces(const QVector<net::HostInterface>& interfaces) {
  m_socket->setInterfaces(interfaces);
  m_sending->setInterfaces(interfaces);
}

void DatagramPanel::copySelected() {
  QVector<int> rows;
  for (const QModelIndex& index : m_view->selectionModel()->selectedRows()) {
    rows << index.row();
  }
  if (rows.isEmpty()) {
    for (int row = 0; row < m_model.rowCount(); ++row) {
      rows << row;
    }
  }
  std::sort(rows.begin(), rows.end());
  QStringList lines;
  for (const int row : rows) {
    lines << m_model.lineText(row);
  }
  QGuiApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

void DatagramPanel::saveSettings(QSettings& store) const {
  m_socket->saveSettings(store);
  m_sending->saveSettings(store);
}

void DatagramPanel::restoreSettings(const QSettings& store) {
  m_socket->restoreSettings(store);
  m_sending->restoreSettings(store);
}

}  // namespace landline::widgets
