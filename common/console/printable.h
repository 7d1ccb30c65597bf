#pragma once

#include <QString>

namespace landline::console {

/// `text` so that a terminal only shows it: control characters, line and paragraph separators, and the characters that
/// turn the direction of writing, become escapes as in `\x1b` and `\u202e`; a line break becomes `\n`.
QString printable(const QString& text);

}  // namespace landline::console
