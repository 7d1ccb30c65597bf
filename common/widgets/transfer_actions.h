#pragma once

#include <QAction>
#include <QList>
#include <QObject>
#include <QUrl>

#include <functional>
#include <vector>

#include "core/peer_id.h"
#include "session/node.h"
#include "widgets/icons.h"

class QItemSelectionModel;

namespace landline::models {
class TransferModel;
}

namespace landline::widgets {

/// What can be done to the transfers that are selected in a view, and to all of them: the actions for tool bars and
/// menus, enabled where they make sense. Does nothing to a transfer by itself: what the person wants comes out as
/// signals that fit session::Node's slots.
///
/// Names: `acceptTransferAction`, `saveTransferAsAction`, `declineTransferAction`, `pauseTransferAction`,
/// `continueTransferAction`, `cancelTransferAction`, `retryTransferAction`, `moveTransferToTopAction`,
/// `openTransferAction`, `showTransferAction`, `showResultAction`, `copyTransferAction`; `pauseAllAction`,
/// `continueAllAction`, `retryFailedAction`, `clearTransfersAction`.
class TransferActions : public QObject {
  Q_OBJECT

 public:
  using Opener = std::function<void(const QUrl&)>;

  /// `model` and `selection` must outlive this; `window` is the parent of dialogs.
  TransferActions(models::TransferModel& model, QItemSelectionModel& selection, QWidget* window);

  /// What opens files and folders; QDesktopServices::openUrl() unless set.
  void setOpener(Opener opener) { m_opener = std::move(opener); }
  /// Where "Save as" begins.
  void setSaveFolder(const QString& folder) { m_save_folder = folder; }
  /// Who is here: over a plain connection nothing can be tried again once it is over. Everybody, unless set; update()
  /// has to be called when it answers otherwise.
  void setPresence(std::function<bool(const PeerId&)> is_here);
  /// What accept() does where names are taken.
  void setConflict(session::Conflict conflict) { m_conflict = conflict; }

  /// For the selection, in groups; a null pointer stands between two.
  QList<QAction*> selectionActions() const;
  /// For the whole list.
  QList<QAction*> queueActions() const;
  /// The actions of a context menu: those of the selection that can be done, and Open, which says why not.
  QList<QAction*> menuActions() const;

  /// What a key means here (Qt::Key); false: nothing.
  bool pressed(int key);

 public Q_SLOTS:
  void update();
  /// The obvious thing with a single row.
  void activate();
  void copyDetails();
  void showResult();

 Q_SIGNALS:
  void acceptRequested(const landline::PeerId& offerer, const QString& transfer,
                       const landline::session::AcceptChoice& choice);
  void declineRequested(const landline::PeerId& offerer, const QString& transfer);
  void pauseRequested(const landline::PeerId& offerer, const QString& transfer);
  void continueRequested(const landline::PeerId& offerer, const QString& transfer);
  void cancelRequested(const landline::PeerId& offerer, const QString& transfer);
  void retryRequested(const landline::PeerId& offerer, const QString& transfer);
  void moveToTopRequested(const landline::PeerId& offerer, const QString& transfer);
  void pauseAllRequested();
  void continueAllRequested();
  void retryFailedRequested();
  void clearFinishedRequested();

 private:
  using Signal = void (TransferActions::*)(const PeerId&, const QString&);
  using Test = std::function<bool(const session::TransferInfo&)>;

  /// One that is asked of each selected transfer for which `fits` holds.
  struct ForEach {
    QAction* action;
    Test fits;
  };

  QAction* make(const char* name, Icon which, const QString& text, const QString& tip);
  QAction* makeForEach(const char* name, Icon which, const QString& text, const QString& tip, const Test& fits,
                       Signal signal);
  void makeSelectionActions();
  void makeQueueActions();
  QList<int> selectedRows() const;
  const session::TransferInfo* onlySelected() const;
  bool anySelected(const Test& fits) const;
  bool any(const Test& fits) const;
  bool canRetry(const session::TransferInfo& info) const;

  void accept();
  void saveAs();
  void open();
  void showInFolder();

  models::TransferModel& m_model;
  QItemSelectionModel& m_selection;
  QWidget* m_window;
  Opener m_opener;
  std::function<bool(const PeerId&)> m_is_here = [](const PeerId&) { return true; };
  QString m_save_folder;
  session::Conflict m_conflict = session::Conflict::Rename;

  std::vector<ForEach> m_for_each;
  QAction* m_accept = nullptr;
  QAction* m_save_as = nullptr;
  QAction* m_decline = nullptr;
  QAction* m_pause = nullptr;
  QAction* m_continue = nullptr;
  QAction* m_cancel = nullptr;
  QAction* m_retry = nullptr;
  QAction* m_top = nullptr;
  QAction* m_open = nullptr;
  QAction* m_show = nullptr;
  QAction* m_result = nullptr;
  QAction* m_copy = nullptr;
  QAction* m_pause_all = nullptr;
  QAction* m_continue_all = nullptr;
  QAction* m_retry_failed = nullptr;
  QAction* m_clear = nullptr;
};

}  // namespace landline::widgets
