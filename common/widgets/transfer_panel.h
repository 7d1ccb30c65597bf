#pragma once

#include <QList>
#include <QUrl>
#include <QWidget>

#include <functional>

#include "core/peer_id.h"

class QAction;
class QLabel;
class QProgressBar;
class QStackedWidget;
class QTableView;

namespace landline::models {
class TransferModel;
}

namespace landline::widgets {

/// The table of transfers with what can be done to them, and one progress bar for the whole batch. Does nothing by
/// itself: what the person wants comes out as signals, to be connected to session::Node's slots.
class TransferPanel : public QWidget {
  Q_OBJECT

 public:
  using Opener = std::function<void(const QUrl&)>;

  /// `model` must outlive the panel.
  explicit TransferPanel(models::TransferModel& model, QWidget* parent = nullptr);

  /// What opens files and folders; QDesktopServices::openUrl() unless set.
  void setOpener(Opener opener) { m_opener = std::move(opener); }

  /// What stands where there are no transfers yet.
  void setEmptyText(const QString& text);

  /// Where "Save as" begins.
  void setSaveFolder(const QString& folder) { m_save_folder = folder; }

  /// Column widths, for QSettings.
  QByteArray saveState() const;
  void restoreState(const QByteArray& state);

 Q_SIGNALS:
  /// `save_as`: a full path that the person chose; empty: the usual name in the save folder.
  void acceptRequested(const landline::PeerId& offerer, const QString& transfer, const QString& save_as);
  void declineRequested(const landline::PeerId& offerer, const QString& transfer);
  void cancelRequested(const landline::PeerId& offerer, const QString& transfer);
  void retryRequested(const landline::PeerId& offerer, const QString& transfer);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void makeActions();
  QWidget* makeToolBar();
  void updateActions();
  void updateTotals();
  void showContextMenu(const QPoint& position);
  QList<int> selectedRows() const;

  void accept();
  void saveAs();
  void decline();
  void cancel();
  void retry();
  void open();
  void showInFolder();
  void copyDetails();
  void clearFinished();
  void activate();

  models::TransferModel& m_model;
  Opener m_opener;
  QString m_save_folder;
  QStackedWidget* m_pages = nullptr;
  QTableView* m_view = nullptr;
  QLabel* m_empty = nullptr;
  QProgressBar* m_progress = nullptr;
  QAction* m_accept = nullptr;
  QAction* m_save_as = nullptr;
  QAction* m_decline = nullptr;
  QAction* m_cancel = nullptr;
  QAction* m_retry = nullptr;
  QAction* m_open = nullptr;
  QAction* m_show = nullptr;
  QAction* m_copy = nullptr;
  QAction* m_clear = nullptr;
};

}  // namespace landline::widgets
