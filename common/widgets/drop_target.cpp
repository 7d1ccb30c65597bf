#include "widgets/drop_target.h"

#include <QDir>
#include <QDragEnterEvent>
#include <QDragMoveEvent>
#include <QDropEvent>
#include <QMimeData>
#include <QPainter>
#include <QUrl>
#include <QWidget>

#include "widgets/palette_colors.h"

namespace landline::widgets {

/// Lies over the window while files are above it; lets every event through.
class DropTarget::Overlay final : public QWidget {
 public:
  explicit Overlay(QWidget* window) : QWidget(window) {
    setObjectName(QStringLiteral("dropOverlay"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
  }

  void say(const Answer& answer) {
    m_answer = answer;
    setAccessibleName(answer.text);
    setGeometry(parentWidget()->rect());
    raise();
    show();
    update();
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    const QColor accent = m_answer.possible ? palette().color(QPalette::Highlight) : warningAccent(palette());
    const QColor base = palette().color(QPalette::Window);
    QColor veil = blend(base, accent, 0.12);
    veil.setAlphaF(0.94F);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), veil);
    painter.setPen(QPen(accent, 3, m_answer.possible ? Qt::SolidLine : Qt::DashLine));
    painter.drawRoundedRect(rect().adjusted(10, 10, -10, -10), 10, 10);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.5);
    painter.setFont(large);
    painter.setPen(palette().color(QPalette::WindowText));
    // drawText() does not guess HTML.
    painter.drawText(rect().adjusted(40, 40, -40, -40), Qt::AlignCenter | Qt::TextWordWrap, m_answer.text);
  }

 private:
  Answer m_answer;
};

DropTarget::DropTarget(QWidget* window) : QObject(window), m_window(window), m_overlay(new Overlay(window)) {
  window->setAcceptDrops(true);
  window->installEventFilter(this);
}

bool DropTarget::isLit() const {
  return !m_overlay->isHidden();
}

QStringList DropTarget::localFiles(const QMimeData* data) {
  QStringList paths;
  if (data != nullptr && data->hasUrls()) {
    const QList<QUrl> urls = data->urls();
    for (const QUrl& url : urls) {
      if (url.isLocalFile()) {
        paths.append(QDir::cleanPath(url.toLocalFile()));  // folders come with a slash at the end
      }
    }
  }
  paths.removeDuplicates();
  return paths;
}

bool DropTarget::eventFilter(QObject* watched, QEvent* event) {
  switch (event->type()) {
    case QEvent::DragEnter:
    case QEvent::DragMove: {
      auto* drag = static_cast<QDragMoveEvent*>(event);
      if (localFiles(drag->mimeData()).isEmpty()) {
        break;
      }
      const Answer answer = m_answer ? m_answer() : Answer{true, tr("Drop to send")};
      light(answer);
      // Always a copy: a move would let a file manager delete the source.
      drag->setDropAction(Qt::CopyAction);
      // Accepted even where it is not possible: otherwise the window is not told when the drag goes away.
      drag->accept();
      return true;
    }
    case QEvent::DragLeave:
      putOut();
      break;
    case QEvent::Drop: {
      auto* drop = static_cast<QDropEvent*>(event);
      const QStringList paths = localFiles(drop->mimeData());
      putOut();
      if (paths.isEmpty()) {
        break;
      }
      drop->setDropAction(Qt::CopyAction);
      drop->accept();
      Q_EMIT filesDropped(paths);
      return true;
    }
    case QEvent::Resize:
      m_overlay->setGeometry(m_window->rect());
      break;
    default:
      break;
  }
  return QObject::eventFilter(watched, event);
}

void DropTarget::light(const Answer& answer) {
  m_overlay->say(answer);
}

void DropTarget::putOut() {
  m_overlay->hide();
}

}  // namespace landline::widgets
