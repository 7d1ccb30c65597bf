#include "widgets/application.h"

#include <QApplication>
#include <QIcon>

namespace landline::widgets {

std::unique_ptr<QCoreApplication> makeApplication(bool headless, const QString& name, int& argc, char** argv) {
  QCoreApplication::setApplicationName(name);
  QCoreApplication::setApplicationVersion(QStringLiteral(LANDLINE_VERSION));
  if (headless) {
    return std::make_unique<QCoreApplication>(argc, argv);
  }
#if QT_VERSION_MAJOR < 6
  QCoreApplication::setAttribute(Qt::AA_EnableHighDpiScaling);
  QCoreApplication::setAttribute(Qt::AA_UseHighDpiPixmaps);
#endif
  auto application = std::make_unique<QApplication>(argc, argv);
  QGuiApplication::setDesktopFileName(name);
  QGuiApplication::setWindowIcon(QIcon::fromTheme(name));
  return application;
}

}  // namespace landline::widgets
