#pragma once

#include <QString>

#include <memory>

class QCoreApplication;

namespace landline::widgets {

/// The application object of either program: with windows, or, where `headless`, one that needs no display. `name` is
/// that of the program and of its desktop file, e.g. "landline-server". `argc` and `argv` must outlive it.
std::unique_ptr<QCoreApplication> makeApplication(bool headless, const QString& name, int& argc, char** argv);

}  // namespace landline::widgets
