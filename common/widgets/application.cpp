#include "widgets/application.h"

#include <QApplication>
#include <QIcon>
#if QT_VERSION_MAJOR < 6
#include <QTextCodec>
#endif

#include "widgets/language.h"

namespace landline::widgets {

namespace {

/// Qt ends the process where it finds no display; this finds out before.
bool hasDisplay() {
  for (const char* variable : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) {
    if (!qEnvironmentVariableIsEmpty(variable)) {
      return true;
    }
  }
  return false;
}

}  // namespace

Result<std::unique_ptr<QCoreApplication>> makeApplication(bool headless, const QString& name, const QString& language,
                                                          int& argc, char** argv) {
#if QT_VERSION_MAJOR < 6
  // Names of files are UTF-8 here whatever the locale says (Qt 6 has it so by itself): under LANG=C the command line
  // and the file dialogs would otherwise lose every name that is not ASCII.
  QTextCodec::setCodecForLocale(QTextCodec::codecForName("UTF-8"));
#endif
  QCoreApplication::setApplicationName(name);
  QCoreApplication::setApplicationVersion(QStringLiteral(LANDLINE_VERSION));
  std::unique_ptr<QCoreApplication> application;
  if (headless) {
    application = std::make_unique<QCoreApplication>(argc, argv);
  } else {
#if QT_VERSION_MAJOR < 6
    QCoreApplication::setAttribute(Qt::AA_EnableHighDpiScaling);
    QCoreApplication::setAttribute(Qt::AA_UseHighDpiPixmaps);
#endif
    if (!hasDisplay()) {
      return Error{codes::kNoDisplay,
                   QStringLiteral("There is no display to open a window on. With --headless no window is needed.")};
    }
    application = std::make_unique<QApplication>(argc, argv);
    QGuiApplication::setDesktopFileName(name);
    QGuiApplication::setWindowIcon(QIcon::fromTheme(name));
  }
  installLanguage(*application, language);
  return application;
}

}  // namespace landline::widgets
