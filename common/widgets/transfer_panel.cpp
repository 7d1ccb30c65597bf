#include "widgets/transfer_panel.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QProgressBar>
#include <QStackedWidget>
#include <QTableView>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "models/format.h"
#include "models/transfer_model.h"
#include "models/transfer_text.h"
#include "widgets/copy_key.h"
#include "widgets/elided_label.h"
#include "widgets/error_text.h"
#include "widgets/icons.h"
#include "widgets/list_style.h"
#include "widgets/transfer_actions.h"
#include "widgets/transfer_delegate.h"
#include "widgets/transfer_settings_dialog.h"

namespace landline::widgets {

using models::TransferModel;
using session::TransferInfo;

namespace {

QString dotted(const QStringList& parts) {
  return parts.join(QStringLiteral("  \u00B7  "));
}

}  // namespace

TransferPanel::TransferPanel(models::TransferModel& model, QWidget* parent) : QWidget(parent), m_model(model) {
  makeView();
  m_actions = new TransferActions(m_model, *m_view->selectionModel(), this);
  new CopyKey(m_view, [this] { m_actions->copyDetails(); });

  m_empty = new QLabel;
  m_empty->setObjectName(QStringLiteral("noTransfersLabel"));
  m_empty->setTextFormat(Qt::PlainText);
  m_empty->setAlignment(Qt::AlignCenter);
  m_empty->setWordWrap(true);
  setEmptyText(tr("No transfers yet. Drop files or folders onto the window to send them."));

  m_pages = new QStackedWidget;
  m_pages->addWidget(m_empty);
  m_pages->addWidget(m_view);

  m_details = new ElidedLabel;
  m_details->setObjectName(QStringLiteral("transferDetails"));
  m_progress = new QProgressBar;
  m_progress->setObjectName(QStringLiteral("progressBar"));
  m_progress->setAccessibleName(tr("Progress of all transfers"));
  m_progress->setRange(0, 1000);

  auto* const layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(makeToolBar());
  layout->addWidget(m_pages, 1);
  layout->addWidget(m_details);
  layout->addWidget(m_progress);

  connect(m_view, &QTableView::customContextMenuRequested, this, &TransferPanel::showContextMenu);
  connect(m_view, &QTableView::doubleClicked, m_actions, &TransferActions::activate);
  connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &TransferPanel::updateDetails);
  connect(&m_model, &TransferModel::totalsChanged, this, &TransferPanel::updateTotals);
  updateTotals();
}

void TransferPanel::makeView() {
  m_view = new QTableView;
  m_view->setObjectName(QStringLiteral("transferView"));
  m_view->setAccessibleName(tr("Transfers"));
  m_view->setModel(&m_model);
  m_view->setItemDelegate(new TransferDelegate(m_view));
  styleTable(*m_view, {9, 30, 12, 12, 11, 13, 13, 11, 25}, 12);
  m_view->setTextElideMode(Qt::ElideMiddle);
  m_view->setContextMenuPolicy(Qt::CustomContextMenu);
  m_view->installEventFilter(this);
  // The name takes what is left, so that the state is in sight without scrolling.
  m_view->horizontalHeader()->setSectionResizeMode(TransferModel::FileColumn, QHeaderView::Stretch);
}

QWidget* TransferPanel::makeToolBar() {
  auto* const bar = new QToolBar;
  bar->setObjectName(QStringLiteral("transferToolBar"));
  bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  bar->setIconSize(QSize(16, 16));
  for (QAction* const action : m_actions->selectionActions()) {
    action == nullptr ? static_cast<void>(bar->addSeparator()) : bar->addAction(action);
  }
  bar->addSeparator();
  auto* const queue = new QMenu(this);
  queue->setObjectName(QStringLiteral("queueMenu"));
  queue->addActions(m_actions->queueActions());
  queue->addSeparator();
  QAction* const settings = queue->addAction(icon(Icon::Settings), tr("Settings for transfers..."));
  settings->setObjectName(QStringLiteral("transferSettingsAction"));
  connect(settings, &QAction::triggered, this, &TransferPanel::showSettings);
  auto* const queue_button = new QToolButton;
  queue_button->setObjectName(QStringLiteral("queueButton"));
  queue_button->setText(tr("All"));
  queue_button->setAccessibleName(tr("All transfers"));
  queue_button->setToolTip(tr("What can be done to all transfers, and how they are run"));
  queue_button->setIcon(icon(Icon::Queue));
  queue_button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  queue_button->setPopupMode(QToolButton::InstantPopup);
  queue_button->setMenu(queue);
  bar->addWidget(queue_button);
  // A tool bar makes its buttons for the mouse only.
  for (QToolButton* const button : bar->findChildren<QToolButton*>()) {
    button->setFocusPolicy(Qt::TabFocus);
  }
  return bar;
}

void TransferPanel::setEmptyText(const QString& text) {
  m_empty->setText(text);
}

void TransferPanel::setChoices(const models::TransferChoices& choices) {
  m_choices = choices;
  m_actions->setConflict(choices.conflict);
}

void TransferPanel::showSettings() {
  auto* const dialog = new TransferSettingsDialog(m_choices, this);
  connect(dialog, &TransferSettingsDialog::changed, this, [this](const models::TransferChoices& choices) {
    setChoices(choices);
    Q_EMIT choicesChanged(choices);
  });
  dialog->open();
}

QByteArray TransferPanel::saveState() const {
  return m_view->horizontalHeader()->saveState();
}

void TransferPanel::restoreState(const QByteArray& state) {
  m_view->horizontalHeader()->restoreState(state);
}

void TransferPanel::updateTotals() {
  m_pages->setCurrentWidget(m_model.rowCount() == 0 ? static_cast<QWidget*>(m_empty) : m_view);
  const TransferModel::Totals& totals = m_model.totals();
  const bool all_done = totals.transfers > 0 && !totals.active();
  const int permille = all_done ? 1000 : models::permille(totals.bytes_done, totals.bytes_total);
  m_progress->setValue(permille);
  m_progress->setVisible(totals.transfers > 0);
  const QLocale locale;
  if (all_done) {
    m_progress->setFormat(tr("Files done: %1").arg(locale.toString(totals.files)));
  } else {
    QStringList parts{
        tr("Files: %1 of %2").arg(locale.toString(totals.files_done), locale.toString(totals.files)),
        tr("%1 of %2", "octets").arg(models::formatBytes(totals.bytes_done), models::formatBytes(totals.bytes_total)),
        tr("%1%").arg(permille / 10)};
    if (totals.rate >= 0) {
      parts << models::formatRate(totals.rate);
    }
    if (totals.seconds_left >= 0) {
      parts << tr("%1 left").arg(models::formatDuration(totals.seconds_left));
    }
    // QProgressBar replaces only %p, %v and %m in its format: a percent sign before anything else is itself.
    m_progress->setFormat(dotted(parts));
  }
  updateDetails();
}

int TransferPanel::rowInView() const {
  const QModelIndexList selected = m_view->selectionModel()->selectedRows();
  if (!selected.isEmpty()) {
    return selected.size() == 1 ? selected.first().row() : -1;
  }
  int only_running = -1;
  for (int row = 0; row < m_model.rowCount(); ++row) {
    if (m_model.at(row).state == TransferInfo::State::Running) {
      if (only_running >= 0) {
        return -1;
      }
      only_running = row;
    }
  }
  return only_running;
}

void TransferPanel::updateDetails() {
  const int row = rowInView();
  QStringList parts;
  if (row >= 0) {
    const TransferInfo& info = m_model.at(row);
    parts << models::formatTitle(info.title);
    parts += models::TransferText::details(info);
    if (!info.error.code.isEmpty()) {
      parts << describeWithDetail(info.error);
    }
  }
  m_details->setText(parts.size() > 1 ? dotted(parts) : QString());
  m_details->setVisible(m_model.rowCount() > 0);
}

void TransferPanel::showContextMenu(const QPoint& position) {
  auto* const menu = new QMenu(this);
  menu->setObjectName(QStringLiteral("transferMenu"));
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addActions(m_actions->menuActions());
  menu->addSeparator();
  for (QAction* const action : m_actions->queueActions()) {
    if (!menu->actions().contains(action) && action->isEnabled()) {
      menu->addAction(action);
    }
  }
  menu->popup(m_view->viewport()->mapToGlobal(position));
}

bool TransferPanel::eventFilter(QObject* watched, QEvent* event) {
  if (watched != m_view || event->type() != QEvent::KeyPress) {
    return QWidget::eventFilter(watched, event);
  }
  const auto* const key = static_cast<QKeyEvent*>(event);
  const Qt::KeyboardModifiers modifiers = key->modifiers() & ~Qt::KeyboardModifiers(Qt::KeypadModifier);
  const bool is_return = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
  if (modifiers == Qt::AltModifier && is_return) {
    m_actions->showResult();
    return true;
  }
  return modifiers == Qt::NoModifier && m_actions->pressed(key->key());
}

}  // namespace landline::widgets
