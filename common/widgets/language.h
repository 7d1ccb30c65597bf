#pragma once

#include <QString>
#include <QStringList>

class QCoreApplication;

namespace landline::widgets {

/// What installLanguage() takes: "en" and every language that there is a translation for ("zh_CN").
QStringList languages();

/// Makes `application` speak `requested` ("en", "zh_CN", "zh-Hans" ...), or, where it is empty, the first language of
/// the user's locale that we have; English where there is none. Loads our translation and Qt's own, and sets the
/// default QLocale, so that figures read as the words do. Called once, before the first window. Returns the language
/// taken.
QString installLanguage(QCoreApplication& application, const QString& requested = {});

}  // namespace landline::widgets
