#pragma once

#include <QObject>
#include <QStringList>

#include <functional>

class QMimeData;
class QWidget;

namespace landline::widgets {

/// Makes a whole window a target for files: lights up while files are over it, and says what would happen. Give it the
/// window; it is the window's child. Files only: anything else that is dropped is left to the widget below.
class DropTarget : public QObject {
  Q_OBJECT

 public:
  explicit DropTarget(QWidget* window);

  /// What to say while files are above the window ("Drop to send to desk-7"), and whether they can be dropped.
  struct Answer {
    bool possible = false;
    QString text;
  };
  void setAnswer(std::function<Answer()> answer) { m_answer = std::move(answer); }

  bool isLit() const;
  bool eventFilter(QObject* watched, QEvent* event) override;

  /// The local files and folders among what is dragged or pasted, absolute, each once.
  static QStringList localFiles(const QMimeData* data);

 Q_SIGNALS:
  void filesDropped(const QStringList& paths);

 private:
  class Overlay;

  void light(const Answer& answer);
  void putOut();

  QWidget* m_window;
  Overlay* m_overlay;
  std::function<Answer()> m_answer;
};

}  // namespace landline::widgets
