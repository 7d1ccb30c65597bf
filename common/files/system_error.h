#pragma once

#include <QString>

#include "core/error.h"

namespace landline::files {

/// What the operating system said (`number`, an errno) while a file was being received. `what` says in one
/// sentence without its full stop what could not be done: "The folder /a/b cannot be opened".
/// Codes: `no-space`, `permission`, `write-failed`.
Error systemError(int number, const QString& what);

/// The same for a call that was given a name: where the file system refuses the name itself, `unsafe-name`.
Error systemNameError(int number, const QString& what);

}  // namespace landline::files
