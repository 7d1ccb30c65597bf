#pragma once

#include <QWidget>

namespace landline::widgets {

/// One line of plain text that takes the room it gets: what does not fit ends in "..." and is told in the tool tip.
class ElidedLabel : public QWidget {
  Q_OBJECT

 public:
  explicit ElidedLabel(QWidget* parent = nullptr);

  const QString& text() const { return m_text; }
  void setText(const QString& text);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString m_text;
};

}  // namespace landline::widgets
