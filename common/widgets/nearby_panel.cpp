#include "widgets/nearby_panel.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QTextDocument>
#include <QToolButton>
#include <QToolTip>
#include <QVBoxLayout>

#include "widgets/icons.h"
#include "widgets/server_delegate.h"

namespace landline::widgets {

using models::ServerModel;

NearbyPanel::NearbyPanel(ServerModel& servers, DiscoveryChoice& choice, QWidget* parent)
    : QWidget(parent),
      m_servers(servers),
      m_choice(choice),
      m_pages(new QStackedWidget(this)),
      m_view(new QListView(this)),
      m_empty_text(new QLabel(this)),
      m_empty_button(new QPushButton(tr("Find servers"), this)) {
  auto* const title = new QLabel(tr("Nearby"), this);
  QFont font = title->font();
  font.setBold(true);
  title->setFont(font);
  auto* const options = new QToolButton(this);
  options->setObjectName(QStringLiteral("nearbyOptions"));
  options->setText(tr("Options for finding servers"));
  options->setAccessibleName(options->text());
  options->setToolTip(options->text());
  options->setIcon(icon(Icon::Settings));
  options->setAutoRaise(true);
  options->setFocusPolicy(Qt::TabFocus);
  options->setPopupMode(QToolButton::InstantPopup);
  auto* const menu = new QMenu(options);
  m_choice.addTo(menu);
  options->setMenu(menu);

  m_view->setObjectName(QStringLiteral("nearbyView"));
  m_view->setAccessibleName(tr("Servers nearby"));
  m_view->setModel(&m_servers);
  m_view->setItemDelegate(new ServerDelegate(m_view));
  m_view->setUniformItemSizes(true);
  m_view->setTabKeyNavigation(false);
  m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
  m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_view->setContextMenuPolicy(Qt::CustomContextMenu);
  m_view->setFrameShape(QFrame::NoFrame);
  m_view->installEventFilter(this);
  m_view->viewport()->installEventFilter(this);

  m_empty_text->setObjectName(QStringLiteral("nearbyEmptyText"));
  m_empty_text->setTextFormat(Qt::PlainText);
  m_empty_text->setWordWrap(true);
  m_empty_text->setAlignment(Qt::AlignCenter);
  m_empty_button->setObjectName(QStringLiteral("nearbyEmptyButton"));
  m_empty_button->setAutoDefault(false);
  auto* const empty = new QWidget(this);
  auto* const empty_column = new QVBoxLayout(empty);
  empty_column->addStretch(1);
  empty_column->addWidget(m_empty_text);
  empty_column->addWidget(m_empty_button, 0, Qt::AlignHCenter);
  empty_column->addStretch(1);
  m_pages->addWidget(m_view);
  m_pages->addWidget(empty);
  m_pages->setFrameShape(QFrame::StyledPanel);
  m_pages->setBackgroundRole(QPalette::Base);
  m_pages->setAutoFillBackground(true);

  // Two servers, or the words that stand in their place.
  m_pages->setMinimumHeight(2 * ServerDelegate::heightFor(m_view->font()) + 4);
  setMinimumWidth(ServerDelegate::widthFor(m_view->font()));

  auto* const add = new QToolButton(this);
  add->setText(tr("+ Add by address"));
  add->setObjectName(QStringLiteral("addByAddressButton"));
  add->setAutoRaise(true);
  add->setFocusPolicy(Qt::StrongFocus);

  auto* const header = new QHBoxLayout;
  header->addWidget(title, 1);
  header->addWidget(options);
  auto* const column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addLayout(header);
  column->addWidget(m_pages, 1);
  column->addWidget(add);
  column->setSpacing(2);
  m_tab_order = {options, m_view, m_empty_button, add};

  connect(m_view, &QListView::doubleClicked, this, &NearbyPanel::choose);
  connect(m_view, &QListView::customContextMenuRequested, this, &NearbyPanel::showMenu);
  connect(add, &QToolButton::clicked, this, &NearbyPanel::addByAddressRequested);
  connect(m_empty_button, &QPushButton::clicked, m_choice.switchAction(), &QAction::trigger);
  connect(&m_choice, &DiscoveryChoice::changed, this, &NearbyPanel::updateEmptyState);
  connect(&m_choice, &DiscoveryChoice::shown, this, &NearbyPanel::updateEmptyState);
  connect(&m_servers, &ServerModel::rowsInserted, this, &NearbyPanel::updateEmptyState);
  connect(&m_servers, &ServerModel::rowsRemoved, this, &NearbyPanel::updateEmptyState);
  updateEmptyState();
}

void NearbyPanel::updateEmptyState() {
  const bool on = m_choice.settings().on;
  m_empty_text->setText(on ? tr("No server found yet. One that starts on this network appears here.")
                           : tr("Finding servers is switched off."));
  m_empty_button->setVisible(!on);
  m_pages->setCurrentIndex(m_servers.rowCount() > 0 ? 0 : 1);
}

void NearbyPanel::choose(const QModelIndex& index) {
  if (index.isValid()) {
    Q_EMIT chosen(m_servers.serverAt(index.row()));
  }
}

bool NearbyPanel::eventFilter(QObject* watched, QEvent* event) {
  if (watched == m_view && event->type() == QEvent::FocusOut &&
      static_cast<QFocusEvent*>(event)->reason() != Qt::PopupFocusReason &&
      m_view->selectionModel()->model() != nullptr) {  // none when the window ends
    m_view->selectionModel()->clear();  // beside the chosen conversation it would look like a second choice
  }
  if (watched == m_view && event->type() == QEvent::FocusIn && !m_view->currentIndex().isValid()) {
    m_view->setCurrentIndex(m_servers.index(0));
  }
  if (watched == m_view && event->type() == QEvent::KeyPress) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
      choose(m_view->currentIndex());
      return true;
    }
  }
  if (watched == m_view->viewport() && event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    const QModelIndex index = m_view->indexAt(help->pos());
    if (index.isValid()) {
      const QString text = index.data(ServerModel::LabelRole).toString() + QLatin1Char('\n') +
                           index.data(ServerModel::AddressesRole).toStringList().join(QLatin1Char('\n')) +
                           QLatin1Char('\n') + tr("Its key: %1").arg(m_servers.serverAt(index.row()).id.hex());
      // Tool tips guess whether they are given HTML, and a name may look like it.
      QToolTip::showText(help->globalPos(), Qt::convertFromPlainText(text, Qt::WhiteSpaceNormal), m_view);
    }
    return true;
  }
  return QWidget::eventFilter(watched, event);
}

void NearbyPanel::showMenu(const QPoint& position) {
  const QModelIndex index = m_view->indexAt(position);
  if (!index.isValid()) {
    return;
  }
  const session::FoundServer server = m_servers.serverAt(index.row());
  auto* const menu = new QMenu(this);
  menu->setObjectName(QStringLiteral("nearbyMenu"));
  menu->setAttribute(Qt::WA_DeleteOnClose);
  QAction* const connect_action =
      menu->addAction(icon(Icon::Connect), tr("Connect"), this, [this, server] { Q_EMIT chosen(server); });
  connect_action->setEnabled(!index.data(models::ServerModel::CurrentRole).toBool());
  menu->setDefaultAction(connect_action);
  const auto copy = [](const QString& text) { QGuiApplication::clipboard()->setText(text); };
  menu->addAction(icon(Icon::Copy), tr("Copy the address"), this, [copy, server] { copy(server.addresses.first()); });
  menu->addAction(icon(Icon::Copy), tr("Copy the key"), this, [copy, server] { copy(server.id.hex()); });
  menu->popup(m_view->viewport()->mapToGlobal(position));
}

}  // namespace landline::widgets
