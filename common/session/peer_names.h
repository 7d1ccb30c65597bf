#pragma once

#include <QSet>
#include <QString>

namespace landline::session {

/// The form in which names are compared: two names with the same key look alike in a list.
QString nameKey(const QString& name);

/// `wanted` without control and bidi control characters, trimmed, at most `code_points` long, and different in its
/// nameKey() from every key in `taken` and from the words that commands use (`everyone`, `server`): a number in
/// parentheses is added until it is. A name of which nothing is left becomes "peer".
QString uniqueName(const QString& wanted, const QSet<QString>& taken, int code_points);

}  // namespace landline::session
