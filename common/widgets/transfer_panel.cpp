#include "widgets/transfer_panel.h"

#include <QAction>
#include <QClipboard>
#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QStackedWidget>
#include <QTableView>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

#include "models/display_text.h"
#include "models/format.h"
#include "models/transfer_model.h"
#include "widgets/copy_key.h"
#include "widgets/error_text.h"
#include "widgets/icons.h"
#include "widgets/transfer_delegate.h"

namespace landline::widgets {

using models::TransferModel;
using session::TransferInfo;

namespace {

bool asksUs(const TransferInfo& info) {
  return info.state == TransferInfo::State::Offered && info.direction == TransferInfo::Direction::Down;
}

bool canRetry(const TransferInfo& info) {
  return info.direction == TransferInfo::Direction::Up && info.over() && info.state != TransferInfo::State::Done;
}

bool hasFile(const TransferInfo& info) {
  return !info.path.isEmpty();
}

}  // namespace

TransferPanel::TransferPanel(models::TransferModel& model, QWidget* parent)
    : QWidget(parent), m_model(model), m_opener([](const QUrl& url) { QDesktopServices::openUrl(url); }) {
  m_view = new QTableView;
  m_view->setObjectName(QStringLiteral("transferView"));
  m_view->setAccessibleName(tr("Transfers"));
  m_view->setModel(&m_model);
  m_view->setItemDelegate(new TransferDelegate(m_view));
  m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
  m_view->setShowGrid(false);
  m_view->setWordWrap(false);
  m_view->setTextElideMode(Qt::ElideMiddle);
  m_view->setTabKeyNavigation(false);
  m_view->setContextMenuPolicy(Qt::CustomContextMenu);
  m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  m_view->verticalHeader()->hide();
  m_view->verticalHeader()->setDefaultSectionSize(m_view->fontMetrics().height() + 12);
  m_view->installEventFilter(this);
  new CopyKey(m_view, [this] { copyDetails(); });

  QHeaderView* const header = m_view->horizontalHeader();
  header->setHighlightSections(false);
  header->setMinimumSectionSize(4 * m_view->fontMetrics().averageCharWidth());
  header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  const int letter = m_view->fontMetrics().averageCharWidth();
  const int widths[TransferModel::ColumnCount] = {11, 30, 14, 10, 16, 13, 11, 30};
  for (int column = 0; column < TransferModel::ColumnCount; ++column) {
    header->resizeSection(column, widths[column] * letter);
  }
  // The name takes what is left, so that the state is in sight without scrolling.
  header->setSectionResizeMode(TransferModel::FileColumn, QHeaderView::Stretch);

  m_empty = new QLabel;
  m_empty->setObjectName(QStringLiteral("noTransfersLabel"));
  m_empty->setTextFormat(Qt::PlainText);
  m_empty->setAlignment(Qt::AlignCenter);
  m_empty->setWordWrap(true);
  setEmptyText(tr("No transfers yet. Drop a file onto the window to send it."));

  m_pages = new QStackedWidget;
  m_pages->addWidget(m_empty);
  m_pages->addWidget(m_view);

  m_progress = new QProgressBar;
  m_progress->setObjectName(QStringLiteral("progressBar"));
  m_progress->setAccessibleName(tr("Progress of all transfers"));
  m_progress->setRange(0, 1000);

  makeActions();
  auto* const layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(makeToolBar());
  layout->addWidget(m_pages, 1);
  layout->addWidget(m_progress);

  connect(m_view, &QTableView::customContextMenuRequested, this, &TransferPanel::showContextMenu);
  connect(m_view, &QTableView::doubleClicked, this, &TransferPanel::activate);
  connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &TransferPanel::updateActions);
  connect(&m_model, &TransferModel::totalsChanged, this, &TransferPanel::updateTotals);
  updateTotals();
}

void TransferPanel::setEmptyText(const QString& text) {
  m_empty->setText(text);
}

QByteArray TransferPanel::saveState() const {
  return m_view->horizontalHeader()->saveState();
}

void TransferPanel::restoreState(const QByteArray& state) {
  m_view->horizontalHeader()->restoreState(state);
}

void TransferPanel::makeActions() {
  const auto make = [this](const char* name, Icon which, const QString& text, const QString& tip, auto slot) {
    auto* const action = new QAction(icon(which), text, this);
    action->setObjectName(QLatin1String(name));
    action->setToolTip(tip);
    connect(action, &QAction::triggered, this, slot);
    return action;
  };
  m_accept =
      make("acceptTransferAction", Icon::Accept, tr("Accept"), tr("Receive the file (Space)"), &TransferPanel::accept);
  m_save_as = make("saveTransferAsAction", Icon::Folder, tr("Save as..."), tr("Receive the file under another name"),
                   &TransferPanel::saveAs);
  m_decline = make("declineTransferAction", Icon::Cancel, tr("Decline"), tr("Do not receive the file (Del)"),
                   &TransferPanel::decline);
  m_cancel =
      make("cancelTransferAction", Icon::Stop, tr("Cancel"), tr("Stop the transfer (Del)"), &TransferPanel::cancel);
  m_retry =
      make("retryTransferAction", Icon::Retry, tr("Retry"), tr("Offer the file again (Space)"), &TransferPanel::retry);
  m_open = make("openTransferAction", Icon::Open, tr("Open"), tr("Open the file (Enter)"), &TransferPanel::open);
  m_show = make("showTransferAction", Icon::File, tr("Show in folder"), tr("Open the folder that the file is in"),
                &TransferPanel::showInFolder);
  m_copy = make("copyTransferAction", Icon::Copy, tr("Copy details"),
                tr("Copy name, state, path and digest of the selected transfers"), &TransferPanel::copyDetails);
  m_clear = make("clearTransfersAction", Icon::Clear, tr("Clear finished"),
                 tr("Remove what is over from the list; files stay"), &TransferPanel::clearFinished);
  // Shown in the menu only: the view's own keys reach eventFilter() first.
  m_copy->setShortcut(QKeySequence::Copy);
  m_copy->setShortcutContext(Qt::WidgetShortcut);
}

QWidget* TransferPanel::makeToolBar() {
  auto* const bar = new QToolBar;
  bar->setObjectName(QStringLiteral("transferToolBar"));
  bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  bar->setIconSize(QSize(16, 16));
  bar->addActions({m_accept, m_decline, m_cancel, m_retry});
  bar->addSeparator();
  bar->addActions({m_open, m_show});
  bar->addSeparator();
  bar->addAction(m_clear);
  // A tool bar makes its buttons for the mouse only.
  for (QToolButton* button : bar->findChildren<QToolButton*>()) {
    button->setFocusPolicy(Qt::TabFocus);
  }
  return bar;
}

QList<int> TransferPanel::selectedRows() const {
  QList<int> rows;
  for (const QModelIndex& index : m_view->selectionModel()->selectedRows()) {
    rows << index.row();
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

void TransferPanel::updateActions() {
  const QList<int> rows = selectedRows();
  const auto any = [&](auto holds) {
    return std::any_of(rows.begin(), rows.end(), [&](int row) { return holds(m_model.at(row)); });
  };
  const bool one = rows.size() == 1;
  const QString danger =
      one ? m_model.index(rows.first(), 0).data(TransferModel::OpenDangerRole).toString() : QString();
  m_accept->setEnabled(any(asksUs));
  m_save_as->setEnabled(one && any(asksUs));
  m_decline->setEnabled(any(asksUs));
  m_cancel->setEnabled(any([](const TransferInfo& info) { return !info.over() && !asksUs(info); }));
  m_retry->setEnabled(any(canRetry));
  m_open->setEnabled(one && any(hasFile) && danger.isEmpty());
  m_open->setToolTip(danger.isEmpty() ? tr("Open the file (Enter)") : models::toolTipText(danger));
  m_show->setEnabled(one && any(hasFile));
  m_copy->setEnabled(!rows.isEmpty());
  m_clear->setEnabled(m_model.hasFinished());
}

void TransferPanel::updateTotals() {
  m_pages->setCurrentWidget(m_model.rowCount() == 0 ? static_cast<QWidget*>(m_empty) : m_view);
  const TransferModel::Totals& totals = m_model.totals();
  const bool all_done = totals.files > 0 && !totals.active();
  const int permille = all_done ? 1000 : models::permille(totals.bytes_done, totals.bytes_total);
  m_progress->setValue(permille);
  m_progress->setVisible(totals.files > 0);
  if (all_done) {
    m_progress->setFormat(tr("Files done: %1").arg(totals.files));
  } else {
    QStringList parts{tr("Files: %1 of %2").arg(totals.files_done).arg(totals.files), tr("%1%").arg(permille / 10)};
    if (totals.rate >= 0) {
      parts << models::formatRate(totals.rate);
    }
    if (totals.seconds_left >= 0) {
      parts << tr("%1 left").arg(models::formatDuration(totals.seconds_left));
    }
    // QProgressBar replaces only %p, %v and %m in its format: a percent sign before anything else is itself.
    m_progress->setFormat(parts.join(QStringLiteral("  \u00B7  ")));
  }
  updateActions();
}

void TransferPanel::showContextMenu(const QPoint& position) {
  auto* const menu = new QMenu(this);
  menu->setObjectName(QStringLiteral("transferMenu"));
  menu->setAttribute(Qt::WA_DeleteOnClose);
  for (QAction* action : {m_accept, m_save_as, m_decline, m_cancel, m_retry, m_open, m_show, m_copy}) {
    if (action->isEnabled() || action == m_open) {
      menu->addAction(action);
    }
  }
  menu->addSeparator();
  menu->addAction(m_clear);
  menu->popup(m_view->viewport()->mapToGlobal(position));
}

void TransferPanel::accept() {
  for (const int row : selectedRows()) {
    if (asksUs(m_model.at(row))) {
      Q_EMIT acceptRequested(m_model.offerer(row), m_model.at(row).transfer, {});
    }
  }
}

void TransferPanel::saveAs() {
  const QList<int> rows = selectedRows();
  if (rows.size() != 1 || !asksUs(m_model.at(rows.first()))) {
    return;
  }
  const PeerId offerer = m_model.offerer(rows.first());
  const QString transfer = m_model.at(rows.first()).transfer;
  // The announced name only fills the field of the dialog; its separators must not choose a folder there.
  QString name = models::displayName(m_model.at(rows.first()).title);
  name.replace(QLatin1Char('/'), QLatin1Char('_')).replace(QLatin1Char('\\'), QLatin1Char('_'));
  auto* const dialog = new QFileDialog(this, tr("Save the file as"), m_save_folder);
  dialog->setObjectName(QStringLiteral("saveTransferAsDialog"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setOption(QFileDialog::DontConfirmOverwrite);  // an existing file is never overwritten, see the node
  dialog->selectFile(name);
  connect(dialog, &QFileDialog::fileSelected, this,
          [this, offerer, transfer](const QString& path) { Q_EMIT acceptRequested(offerer, transfer, path); });
  dialog->open();
}

void TransferPanel::decline() {
  for (const int row : selectedRows()) {
    if (asksUs(m_model.at(row))) {
      Q_EMIT declineRequested(m_model.offerer(row), m_model.at(row).transfer);
    }
  }
}

void TransferPanel::cancel() {
  for (const int row : selectedRows()) {
    if (!m_model.at(row).over() && !asksUs(m_model.at(row))) {
      Q_EMIT cancelRequested(m_model.offerer(row), m_model.at(row).transfer);
    }
  }
}

void TransferPanel::retry() {
  for (const int row : selectedRows()) {
    if (canRetry(m_model.at(row))) {
      Q_EMIT retryRequested(m_model.offerer(row), m_model.at(row).transfer);
    }
  }
}

void TransferPanel::open() {
  const QList<int> rows = selectedRows();
  if (rows.size() != 1 || !hasFile(m_model.at(rows.first()))) {
    return;
  }
  if (m_model.index(rows.first(), 0).data(TransferModel::OpenDangerRole).toString().isEmpty()) {
    m_opener(QUrl::fromLocalFile(m_model.at(rows.first()).path));
  } else {
    showInFolder();
  }
}

void TransferPanel::showInFolder() {
  const QList<int> rows = selectedRows();
  if (rows.size() == 1 && hasFile(m_model.at(rows.first()))) {
    m_opener(QUrl::fromLocalFile(QFileInfo(m_model.at(rows.first()).path).absolutePath()));
  }
}

void TransferPanel::copyDetails() {
  QStringList lines;
  for (const int row : selectedRows()) {
    const TransferInfo& info = m_model.at(row);
    QStringList parts{info.title, models::transferStateText(info)};
    if (!info.error.code.isEmpty()) {
      parts << describeWithDetail(info.error);
    }
    parts << info.path << info.digest;
    parts.removeAll(QString());
    lines << parts.join(QLatin1Char('\t'));
  }
  QGuiApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

void TransferPanel::clearFinished() {
  m_model.clearFinished();
}

void TransferPanel::activate() {
  const QList<int> rows = selectedRows();
  if (rows.size() == 1 && asksUs(m_model.at(rows.first()))) {
    accept();
  } else {
    open();
  }
}

bool TransferPanel::eventFilter(QObject* watched, QEvent* event) {
  if (watched != m_view || event->type() != QEvent::KeyPress) {
    return QWidget::eventFilter(watched, event);
  }
  const auto* const key = static_cast<QKeyEvent*>(event);
  if (key->modifiers() & ~Qt::KeypadModifier) {
    return false;
  }
  switch (key->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
      activate();
      return true;
    case Qt::Key_Space:
      accept();
      retry();
      return true;
    case Qt::Key_Delete:
      cancel();
      decline();
      return true;
    default:
      return false;
  }
}

}  // namespace landline::widgets
