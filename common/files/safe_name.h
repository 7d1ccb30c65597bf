#pragma once

#include <QString>
#include <QStringList>

#include "core/result.h"

namespace landline::files {

// What may become of a name that a peer gave (design: "Files: one contract for every byte that lands", point 1).
// Nothing here looks at a disk: links are the business of PartFile.

/// Whose rules a name has to obey on top of those that hold everywhere.
enum class NameRules {
  Posix,    ///< nothing more: `aux.c`, `a:b` and `x.` are ordinary names and a source tree survives the copy
  Windows,  ///< also no device names, none of <>:"|?*, no trailing dot or space
};

/// The rules of the system that this program runs on.
NameRules systemNameRules();

/// The longest component, in octets of UTF-8, and the longest path.
inline constexpr int kComponentOctets = 255;
inline constexpr int kPathOctets = 4000;

/// The path that a peer gave, as plain components under the save folder; only `/` separates them.
///
/// Refused everywhere, with `unsafe-name` and a sentence that says what is wrong: absolute paths, empty, blank and
/// invisible components, `.` and `..`, backslashes, control characters (C0, DEL, C1, line and paragraph
/// separators), bidi overrides and isolates, invalid Unicode, over-long components and paths, and the names of
/// our own part files. Two more that are harmless here but are never meant well: a path that begins with a drive,
/// which is an upper-case letter and a colon (`C:x`) or any letter and a colon alone (`c:/x`); `a:b` is kept.
Result<QStringList> safeComponents(const QString& path, NameRules rules = systemNameRules());

/// One component by the same rules; the title of a single file is one.
Result<void> checkComponent(const QString& name, NameRules rules = systemNameRules());
bool isSafeComponent(const QString& name, NameRules rules = systemNameRules());

/// True for safe names that deserve a warning: a leading `-` (an option to a careless command) or `.` (hidden,
/// maybe read by a shell), and what a file manager would start (`.desktop`, `.exe`, ...).
bool isSuspicious(const QString& name);

/// `NAME (n)`: the extension stays (`a (1).txt`, `b (1).tar.gz`) and the stem gives way, at a character, where
/// the whole would be over 255 octets.
QString numberedName(const QString& name, int number);

}  // namespace landline::files
