#include "widgets/transfer_actions.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QFileInfo>
#include <QGuiApplication>
#include <QItemSelectionModel>
#include <QWidget>

#include <algorithm>

#include "models/format.h"
#include "models/open_danger.h"
#include "models/transfer_model.h"
#include "models/transfer_text.h"
#include "widgets/error_text.h"
#include "widgets/icons.h"
#include "widgets/result_dialog.h"
#include "widgets/save_as_dialog.h"

namespace landline::widgets {

using models::asksUs;
using models::TransferModel;
using session::TransferInfo;
using State = TransferInfo::State;

namespace {

bool canCancel(const TransferInfo& info) {
  return !info.over() && !asksUs(info);
}

bool canPause(const TransferInfo& info) {
  if (info.plain) {
    return false;  // the plain wire has no word for it
  }
  switch (info.state) {
    case State::Queued:
    case State::Waiting:
    case State::Running:
      return true;
    case State::Paused:
      return !info.paused_here;  // the other side's pause does not keep this side from its own
    default:
      return false;
  }
}

bool canContinue(const TransferInfo& info) {
  return info.state == State::Paused && !info.plain && (info.paused_here || !info.paused_there);
}

bool canGoFirst(const TransferInfo& info) {
  return info.state == State::Queued && !info.queued_there && !info.plain;
}

bool hasFile(const TransferInfo& info) {
  return !info.path.isEmpty();
}

bool hasResult(const TransferInfo& info) {
  return info.state == State::Done || info.state == State::Incomplete || info.state == State::Failed ||
         (info.over() && !info.result_path.isEmpty());
}

}  // namespace

TransferActions::TransferActions(TransferModel& model, QItemSelectionModel& selection, QWidget* window)
    : QObject(window), m_model(model), m_selection(selection), m_window(window), m_opener([](const QUrl& url) {
        QDesktopServices::openUrl(url);
      }) {
  makeSelectionActions();
  makeQueueActions();
  connect(&m_selection, &QItemSelectionModel::selectionChanged, this, &TransferActions::update);
  connect(&m_model, &TransferModel::totalsChanged, this, &TransferActions::update);
  update();
}

QAction* TransferActions::make(const char* name, Icon which, const QString& text, const QString& tip) {
  auto* const action = new QAction(icon(which), text, this);
  action->setObjectName(QLatin1String(name));
  action->setToolTip(tip);
  return action;
}

QAction* TransferActions::makeForEach(const char* name, Icon which, const QString& text, const QString& tip,
                                      const Test& fits, Signal signal) {
  QAction* const action = make(name, which, text, tip);
  connect(action, &QAction::triggered, this, [this, fits, signal] {
    for (const int row : selectedRows()) {
      if (fits(m_model.at(row))) {
        Q_EMIT(this->*signal)(m_model.offerer(row), m_model.at(row).transfer);
      }
    }
  });
  m_for_each.push_back({action, fits});
  return action;
}

void TransferActions::makeSelectionActions() {
  m_accept = make("acceptTransferAction", Icon::Accept, tr("Accept"), tr("Receive what is offered (Space)"));
  connect(m_accept, &QAction::triggered, this, &TransferActions::accept);
  m_save_as = make("saveTransferAsAction", Icon::Folder, tr("Save as..."),
                   tr("Receive it under another name, or into another folder"));
  connect(m_save_as, &QAction::triggered, this, &TransferActions::saveAs);
  m_decline = makeForEach("declineTransferAction", Icon::Cancel, tr("Decline"), tr("Do not receive it (Del)"), asksUs,
                          &TransferActions::declineRequested);
  m_pause = makeForEach("pauseTransferAction", Icon::Pause, tr("Pause"), tr("Stop for now; nothing is lost (Space)"),
                        canPause, &TransferActions::pauseRequested);
  m_continue = makeForEach("continueTransferAction", Icon::Continue, tr("Continue"),
                           tr("Go on where it stopped (Space)"), canContinue, &TransferActions::continueRequested);
  m_cancel = makeForEach("cancelTransferAction", Icon::Stop, tr("Cancel"), tr("Stop the transfer for good (Del)"),
                         canCancel, &TransferActions::cancelRequested);
  m_retry = makeForEach(
      "retryTransferAction", Icon::Retry, tr("Retry"),
      tr("Offer it again; what is there already is not sent again (Space)"),
      [this](const TransferInfo& info) { return canRetry(info); }, &TransferActions::retryRequested);
  m_top =
      makeForEach("moveTransferToTopAction", Icon::Top, tr("Move to top"),
                  tr("Begin it before the others that are queued"), canGoFirst, &TransferActions::moveToTopRequested);
  m_open = make("openTransferAction", Icon::Open, tr("Open"), {});
  connect(m_open, &QAction::triggered, this, &TransferActions::open);
  m_show = make("showTransferAction", Icon::File, tr("Show in folder"), tr("Open the folder that it is in"));
  connect(m_show, &QAction::triggered, this, &TransferActions::showInFolder);
  m_result = make("showResultAction", Icon::Result, tr("Result..."), tr("What became of each file (Alt+Enter)"));
  connect(m_result, &QAction::triggered, this, &TransferActions::showResult);
  m_copy = make("copyTransferAction", Icon::Copy, tr("Copy details"),
                tr("Copy name, state, path and digest of the selected transfers"));
  connect(m_copy, &QAction::triggered, this, &TransferActions::copyDetails);
  // Shown in the menu only: the view's own keys are handled by the panel.
  m_copy->setShortcut(QKeySequence::Copy);
  m_copy->setShortcutContext(Qt::WidgetShortcut);
}

void TransferActions::makeQueueActions() {
  m_pause_all = make("pauseAllAction", Icon::Pause, tr("Pause all"), tr("Pause every transfer"));
  m_continue_all =
      make("continueAllAction", Icon::Continue, tr("Continue all"), tr("Go on with everything that is paused here"));
  m_retry_failed =
      make("retryFailedAction", Icon::Retry, tr("Retry failed"), tr("Offer everything again that did not arrive"));
  m_clear = make("clearTransfersAction", Icon::Clear, tr("Clear finished"),
                 tr("Remove what is over from the list; files stay"));
  connect(m_pause_all, &QAction::triggered, this, &TransferActions::pauseAllRequested);
  connect(m_continue_all, &QAction::triggered, this, &TransferActions::continueAllRequested);
  connect(m_retry_failed, &QAction::triggered, this, &TransferActions::retryFailedRequested);
  connect(m_clear, &QAction::triggered, this, &TransferActions::clearFinishedRequested);
}

QList<QAction*> TransferActions::selectionActions() const {
  return {m_accept, m_decline, nullptr, m_pause, m_continue, m_cancel, m_retry, nullptr, m_open, m_show, m_result};
}

QList<QAction*> TransferActions::queueActions() const {
  return {m_top, m_pause_all, m_continue_all, m_retry_failed, m_clear};
}

QList<QAction*> TransferActions::menuActions() const {
  QList<QAction*> actions;
  for (QAction* const action : {m_accept, m_save_as, m_decline, m_pause, m_continue, m_cancel, m_retry, m_top, m_open,
                                m_show, m_result, m_copy}) {
    if (action->isEnabled() || action == m_open) {
      actions << action;
    }
  }
  return actions;
}

QList<int> TransferActions::selectedRows() const {
  QList<int> rows;
  for (const QModelIndex& index : m_selection.selectedRows()) {
    rows << index.row();
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

const TransferInfo* TransferActions::onlySelected() const {
  const QList<int> rows = selectedRows();
  return rows.size() == 1 ? &m_model.at(rows.first()) : nullptr;
}

bool TransferActions::anySelected(const Test& fits) const {
  const QList<int> rows = selectedRows();
  return std::any_of(rows.begin(), rows.end(), [&](int row) { return fits(m_model.at(row)); });
}

bool TransferActions::any(const Test& fits) const {
  for (int row = 0; row < m_model.rowCount(); ++row) {
    if (fits(m_model.at(row))) {
      return true;
    }
  }
  return false;
}

void TransferActions::setPresence(std::function<bool(const PeerId&)> is_here) {
  m_is_here = std::move(is_here);
  update();
}

bool TransferActions::canRetry(const TransferInfo& info) const {
  const bool is_left_over = info.direction == TransferInfo::Direction::Up && info.over() && info.state != State::Done;
  // Nothing waits for a plain peer that is away.
  return is_left_over && (!info.plain || m_is_here(info.peer));
}

void TransferActions::update() {
  // One button: which of the two it is follows from what is selected. Before they are enabled: an action that is not
  // visible cannot be.
  const bool goes_on = anySelected(canContinue) && !anySelected(canPause);
  m_continue->setVisible(goes_on);
  m_pause->setVisible(!goes_on);
  for (const ForEach& one : m_for_each) {
    one.action->setEnabled(anySelected(one.fits));
  }
  const bool asked = anySelected(asksUs);
  const TransferInfo* const only = onlySelected();
  const QString danger = only == nullptr ? QString() : models::openDanger(*only);
  m_accept->setEnabled(asked);
  m_save_as->setEnabled(asked && only != nullptr);
  m_open->setEnabled(only != nullptr && hasFile(*only) && danger.isEmpty());
  m_open->setToolTip(danger.isEmpty() ? tr("Open the file or folder (Enter)") : models::toolTipText(danger));
  m_show->setEnabled(only != nullptr && hasFile(*only));
  m_result->setEnabled(only != nullptr && hasResult(*only));
  m_copy->setEnabled(m_selection.hasSelection());
  m_pause_all->setEnabled(any(canPause));
  m_continue_all->setEnabled(any(canContinue));
  m_retry_failed->setEnabled(any([this](const TransferInfo& info) { return canRetry(info); }));
  m_clear->setEnabled(m_model.hasFinished());
}

void TransferActions::accept() {
  for (const int row : selectedRows()) {
    if (asksUs(m_model.at(row))) {
      Q_EMIT acceptRequested(m_model.offerer(row), m_model.at(row).transfer, {{}, m_conflict});
    }
  }
}

void TransferActions::saveAs() {
  const TransferInfo* const only = onlySelected();
  if (only == nullptr || !asksUs(*only)) {
    return;
  }
  auto* const dialog = new SaveAsDialog(*only, m_save_folder, m_window);
  connect(dialog, &QFileDialog::fileSelected, this,
          [this, offerer = only->peer, transfer = only->transfer](const QString& path) {
            Q_EMIT acceptRequested(offerer, transfer, {path, m_conflict});
          });
  dialog->open();
}

void TransferActions::open() {
  const TransferInfo* const only = onlySelected();
  if (only == nullptr || !hasFile(*only)) {
    return;
  }
  if (models::openDanger(*only).isEmpty()) {
    m_opener(QUrl::fromLocalFile(only->path));
  } else {
    showInFolder();
  }
}

void TransferActions::showInFolder() {
  const TransferInfo* const only = onlySelected();
  if (only != nullptr && hasFile(*only)) {
    m_opener(QUrl::fromLocalFile(QFileInfo(only->path).absolutePath()));
  }
}

void TransferActions::showResult() {
  const TransferInfo* const only = onlySelected();
  if (only != nullptr && hasResult(*only)) {
    (new ResultDialog(*only, m_window))->show();
  }
}

void TransferActions::copyDetails() {
  QStringList lines;
  for (const int row : selectedRows()) {
    const TransferInfo& info = m_model.at(row);
    QStringList parts{info.title, models::TransferText::status(info)};
    if (!info.error.code.isEmpty()) {
      parts << describeWithDetail(info.error);
    }
    parts << info.path << info.digest;
    parts.removeAll(QString());
    lines << parts.join(QLatin1Char('\t'));
  }
  QGuiApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

void TransferActions::activate() {
  const TransferInfo* const only = onlySelected();
  if (only == nullptr) {
    return;
  }
  if (asksUs(*only)) {
    accept();
  } else if (only->state == State::Incomplete || only->state == State::Failed) {
    showResult();
  } else {
    open();
  }
}

bool TransferActions::pressed(int key) {
  switch (key) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
      activate();
      return true;
    case Qt::Key_Space:
      // The first that can be done to any of them: what runs and what is paused are not swapped.
      for (QAction* const action : {m_accept, m_pause, m_continue, m_retry}) {
        if (action->isEnabled()) {
          action->trigger();
          break;
        }
      }
      return true;
    case Qt::Key_Delete:
      m_cancel->trigger();
      m_decline->trigger();
      return true;
    default:
      return false;
  }
}

}  // namespace landline::widgets
