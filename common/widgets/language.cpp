#include "widgets/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

// See icons.cpp.
static void initTranslationsResource() {
  Q_INIT_RESOURCE(translations);
}

namespace landline::widgets {

namespace {

const QLatin1String kEnglish("en");
const QLatin1String kSimplifiedChinese("zh_CN");

/// What we have for one language of the user's; empty: nothing.
QString translationFor(const QString& name) {
  const QLocale locale(name);
  if (locale.language() == QLocale::English) {
    return kEnglish;
  }
  // Readers of the traditional script are not given the simplified one unasked.
  if (locale.language() == QLocale::Chinese && locale.script() == QLocale::SimplifiedHanScript) {
    return kSimplifiedChinese;
  }
  return {};
}

QString pick(const QStringList& wanted) {
  for (const QString& name : wanted) {
    const QString found = translationFor(name);
    if (!found.isEmpty()) {
      return found;
    }
  }
  return kEnglish;
}

QString qtTranslations() {
#if QT_VERSION_MAJOR >= 6
  return QLibraryInfo::path(QLibraryInfo::TranslationsPath);
#else
  return QLibraryInfo::location(QLibraryInfo::TranslationsPath);
#endif
}

void install(QCoreApplication& application, const QString& file, const QString& folder) {
  auto* const translator = new QTranslator(&application);
  if (translator->load(file, folder)) {
    QCoreApplication::installTranslator(translator);
  } else {
    delete translator;
  }
}

}  // namespace

QStringList languages() {
  return {kEnglish, kSimplifiedChinese};
}

QString installLanguage(QCoreApplication& application, const QString& requested) {
  initTranslationsResource();
  const QLocale system = QLocale::system();
  const QString language = pick(requested.isEmpty() ? system.uiLanguages() : QStringList{requested});
  // The user's own dates and decimal signs stay where they belong to this language.
  if (translationFor(system.name()) != language) {
    QLocale::setDefault(QLocale(language));
  }
  if (language != kEnglish) {
    install(application, QStringLiteral("qtbase_%1").arg(language), qtTranslations());
    install(application, QStringLiteral("landline_%1").arg(language), QStringLiteral(":/landline/translations"));
  }
  return language;
}

}  // namespace landline::widgets
