#include "models/open_danger.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>
#include <array>

#include "files/safe_name.h"

namespace landline::models {

namespace {

// Sorted. On Linux a received file is never executable, but file managers start some of these by their kind, and
// the save folder may be shared with a system that starts the others.
constexpr std::array kRunnable{
    "action", "app",  "appimage", "apk",  "bash", "bat",  "bin", "cmd", "com",  "command",    "cpl",
    "csh",    "deb",  "desktop",  "dll",  "dmg",  "docm", "elf", "exe", "fish", "flatpakref", "gadget",
    "hta",    "inf",  "ins",      "iso",  "jar",  "js",   "jse", "ksh", "lnk",  "lua",        "mjs",
    "msc",    "msi",  "msp",      "osx",  "out",  "pif",  "pkg", "pl",  "pptm", "ps1",        "psm1",
    "py",     "pyc",  "pyw",      "rb",   "reg",  "rpm",  "run", "scf", "scpt", "scr",        "service",
    "sh",     "snap", "so",       "svg",  "tcl",  "url",  "vb",  "vbe", "vbs",  "webloc",     "workflow",
    "ws",     "wsf",  "wsh",      "xlsm", "zsh",
};

}  // namespace

bool mayRun(const QString& name) {
  const QByteArray suffix = QFileInfo(name).suffix().toLower().toUtf8();
  return std::any_of(kRunnable.begin(), kRunnable.end(),
                     [&suffix](const char* runnable) { return suffix == runnable; });
}

QString openDanger(const session::TransferInfo& info) {
  if (info.direction == session::TransferInfo::Direction::Up) {
    return {};
  }
  // The name that it was saved under is what the desktop would go by; before that, what was announced.
  const QString name = QFileInfo(info.path.isEmpty() ? info.title : info.path).fileName();
  if (mayRun(name)) {
    return QCoreApplication::translate(
        "landline::models::openDanger",
        "Not opened from here: a file of this kind may run as a program. Look at it in its "
        "folder.");
  }
  if (files::isSuspicious(name)) {
    return QCoreApplication::translate(
        "landline::models::openDanger",
        "Not opened from here: its name is unusual (hidden, or like an option). Look at it in "
        "its folder.");
  }
  return {};
}

}  // namespace landline::models
