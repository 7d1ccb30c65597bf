#pragma once

#include <QString>

/// What somebody else wrote, made fit for a screen: still the same words, but nothing in it can freeze, reorder or
/// imitate what the program itself says. Only for showing: what is copied, stored or sent stays as it was.
namespace landline::models {

inline constexpr int kMarksPerCharacter = 8;   ///< combining marks on one character, beyond them "…"
inline constexpr int kDisplayLines = 120;      ///< lines of one message, beyond them "…"
inline constexpr int kDisplayNameLength = 64;  ///< code points

/// A message. Line ends become LF; other control characters become visible pictures; lone surrogates U+FFFD.
QString displayText(const QString& text);

/// One line of any length in which nothing is moved or hidden, for lists: controls become visible pictures, white space
/// at its end goes, invisible characters (also those that turn the direction) become U+FFFD.
QString displayLine(const QString& line);

/// The name of a peer or a file, in one line: no control, no bidi control, no invisible character, white space
/// simplified. Never empty.
QString displayName(const QString& name);

/// `text` between FSI and PDI, so that its direction cannot move what stands beside it. Closes what it left open.
QString isolated(const QString& text);

/// Equal for names that look alike: NFKC, case folded, without invisible characters and white space, and with the
/// letters that Latin, Greek and Cyrillic share (and 0/o, 1/l/i, rn/m) taken for one another.
QString lookAlikeKey(const QString& name);

}  // namespace landline::models
