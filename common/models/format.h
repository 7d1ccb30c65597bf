#pragma once

#include <QString>

namespace landline::models {

// Figures as people read them, in the language of the default QLocale.

/// "12.3 MB", in powers of 1000 as file managers and network tools count. Negative: unknown, "-".
QString formatBytes(qint64 octets);

/// "38.2 MB/s". Negative or not finite: unknown, "-".
QString formatRate(double octets_per_second);

/// "0:42", "1:02:03", "3 d 4 h". Negative: unknown, "-".
QString formatDuration(qint64 seconds);

/// Thousandths of `total` that are `done`, 0 to 1000; nothing in total is 0.
int permille(qint64 done, qint64 total);

/// The name of a file that a peer gave, for one line of a table or a label: displayName(), but a long one keeps its
/// end, where the extension is; between direction isolates.
QString formatTitle(const QString& title);

/// `plain` as a tool tip. Qt guesses HTML in tool tips: here every character is literal and long lines wrap.
QString toolTipText(const QString& plain);

}  // namespace landline::models
