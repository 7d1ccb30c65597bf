#pragma once

#include <QWidget>

#include "models/preferences.h"

class QLabel;
class QProgressBar;
class QStackedWidget;
class QTableView;

namespace landline::models {
class TransferModel;
}

namespace landline::widgets {

class ElidedLabel;
class TransferActions;

/// The table of transfers with what can be done to them (actions()), one line about the one that is looked at, and one
/// progress bar for everything that is under way.
class TransferPanel : public QWidget {
  Q_OBJECT

 public:
  /// `model` must outlive the panel.
  explicit TransferPanel(models::TransferModel& model, QWidget* parent = nullptr);

  TransferActions& actions() { return *m_actions; }

  /// What stands where there are no transfers yet.
  void setEmptyText(const QString& text);

  /// How transfers are run; shown without choicesChanged().
  void setChoices(const models::TransferChoices& choices);
  const models::TransferChoices& choices() const { return m_choices; }

  /// Column widths, for QSettings.
  QByteArray saveState() const;
  void restoreState(const QByteArray& state);

 public Q_SLOTS:
  void showSettings();

 Q_SIGNALS:
  /// The person chose otherwise.
  void choicesChanged(const landline::models::TransferChoices& choices);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void makeView();
  QWidget* makeToolBar();
  void updateTotals();
  void updateDetails();
  int rowInView() const;
  void showContextMenu(const QPoint& position);

  models::TransferModel& m_model;
  models::TransferChoices m_choices;
  TransferActions* m_actions = nullptr;
  QStackedWidget* m_pages = nullptr;
  QTableView* m_view = nullptr;
  QLabel* m_empty = nullptr;
  ElidedLabel* m_details = nullptr;
  QProgressBar* m_progress = nullptr;
};

}  // namespace landline::widgets
