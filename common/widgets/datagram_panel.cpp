#include "widgets/datagram_panel.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

#include "models/datagram_log_model.h"
#include "models/format.h"
#include "widgets/copy_key.h"
#include "widgets/datagram_send_form.h"
#include "widgets/datagram_socket_form.h"
#include "widgets/error_text.h"
#include "widgets/hint_line.h"
#include "widgets/icons.h"

namespace landline::widgets {

using models::DatagramLogModel;

namespace {

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

QString countText(qint64 datagrams, qint64 octets) {
  //: A number of datagrams, and their size in brackets
  return DatagramPanel::tr("%1 (%2)").arg(QLocale().toString(datagrams), models::formatBytes(octets));
}

}  // namespace

DatagramPanel::DatagramPanel(models::DatagramLogModel& model, QWidget* parent)
    : QWidget(parent),
      m_model(model),
      m_socket(new DatagramSocketForm),
      m_sending(new DatagramSendForm),
      m_view(new QTableView),
      m_counts(new QLabel),
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
  top->addWidget(honest, 1);
  top->addWidget(presets);
  auto* const inner = new QWidget;
  auto* const column = new QVBoxLayout(inner);
  column->setContentsMargins(0, 0, 4, 0);
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
  m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
  m_view->setShowGrid(false);
  m_view->setWordWrap(false);
  m_view->setTabKeyNavigation(false);
  m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  m_view->verticalHeader()->hide();
  m_view->verticalHeader()->setDefaultSectionSize(m_view->fontMetrics().height() + 6);
  m_view->horizontalHeader()->setStretchLastSection(true);
  m_view->horizontalHeader()->setHighlightSections(false);
  m_view->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  const int letter = m_view->fontMetrics().averageCharWidth();
  const int widths[DatagramLogModel::ColumnCount] = {15, 16, 24, 9, 40};
  for (int column = 0; column < DatagramLogModel::ColumnCount; ++column) {
    m_view->horizontalHeader()->resizeSection(column, widths[column] * letter);
  }
  new CopyKey(m_view, [this] { copySelected(); });
  connect(&m_model, &QAbstractItemModel::rowsAboutToBeInserted, this, [this] {
    const QScrollBar* const bar = m_view->verticalScrollBar();
    m_at_end = bar->value() == bar->maximum();
  });
  connect(&m_model, &QAbstractItemModel::rowsInserted, this, [this] {
    if (m_at_end) {
      m_view->scrollToBottom();
    }
  });
}

QWidget* DatagramPanel::makeRight() {
  m_counts->setObjectName(QStringLiteral("datagramCountsLabel"));
  m_counts->setTextFormat(Qt::PlainText);
  m_counts->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
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
  top->addWidget(m_counts, 1);
  top->addWidget(hex);
  top->addWidget(copy);
  top->addWidget(clear);
  auto* const right = new QWidget;
  auto* const layout = new QVBoxLayout(right);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addLayout(top);
  layout->addWidget(m_view, 1);
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
  //: %1 and %2 are each a number of datagrams and their size
  QString counts = tr("Received %1, sent %2")
                       .arg(countText(state.received, state.received_octets), countText(state.sent, state.sent_octets));
  if (state.dropped > 0) {
    //: %1 is what was counted, %2 the number of datagrams that came too fast for the list
    counts = tr("%1, too fast to be listed: %2").arg(counts, QLocale().toString(state.dropped));
  }
  m_counts->setText(counts);
  m_counts->setToolTip(counts);
  if (!state.error.code.isEmpty()) {
    showProblem(describeWithDetail(state.error));
  } else if (m_problem->text().isEmpty()) {
    m_problem->hide();
  }
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
