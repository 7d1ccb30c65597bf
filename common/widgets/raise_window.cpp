#include "widgets/raise_window.h"

#include <QWidget>

namespace landline::widgets {

void raise(QWidget& window) {
  window.setWindowState(window.windowState() & ~Qt::WindowMinimized);
  window.show();
  window.raise();
  window.activateWindow();
}

}  // namespace landline::widgets
