#pragma once

#include <QWidget>

class QLabel;

namespace landline::widgets {

/// A line of plain text with an icon that says how much it matters: beside a control, where a bar across the window
/// (MessageBar) would say too much.
class HintLine : public QWidget {
  Q_OBJECT

 public:
  enum class Kind { Quiet, Notice, Warning, Error };

  explicit HintLine(QWidget* parent = nullptr);

  /// An empty text leaves the line empty, in its place.
  void show(Kind kind, const QString& text);
  void clear() { show(Kind::Quiet, {}); }
  Kind kind() const { return m_kind; }
  QString text() const;

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void updateLook();

  Kind m_kind = Kind::Quiet;
  QLabel* m_icon;
  QLabel* m_text;
};

}  // namespace landline::widgets
