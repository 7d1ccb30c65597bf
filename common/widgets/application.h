#pragma once

#include <QString>

#include <memory>

#include "core/result.h"

class QCoreApplication;

namespace landline::widgets {

/// The application object of either program: with windows, or, where `headless`, one that needs no display; it speaks
/// `language` (see installLanguage()). `name` is that of the program and of its desktop file, e.g. "landline-server".
/// `argc` and `argv` must outlive it. Errors: `no-display`.
Result<std::unique_ptr<QCoreApplication>> makeApplication(bool headless, const QString& name, const QString& language,
                                                          int& argc, char** argv);

}  // namespace landline::widgets
