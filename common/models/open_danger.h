#pragma once

#include <QString>

#include "session/node.h"

namespace landline::models {

/// Why a transferred file is not opened by a click in this program, only shown in its folder; empty where it may be
/// opened. A file that came from somebody else and whose name hides it, looks like an option, or whose kind is run
/// rather than viewed, is left to the person (bad-input 23). One's own files are one's own business.
QString openDanger(const session::TransferInfo& info);

/// Whether opening a file of this name may run what is in it: programs, scripts, launchers, installers, and documents
/// that are asked to carry macros. Decided by the name alone, as desktops do.
bool mayRun(const QString& name);

}  // namespace landline::models
