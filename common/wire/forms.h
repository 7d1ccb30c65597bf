#pragma once

#include <QString>

namespace landline::wire {

/// The forms that strings of messages take. See PROTOCOL.md, section "JSON rules".
enum class Form {
  Anything,
  Uuid,      ///< 8-4-4-4-12 lower-case hex digits
  Secret,    ///< 64 lower-case hex digits; a peer's ID has this form too
  Digest,    ///< 32 lower-case hex digits
  Receiver,  ///< "*" or a peer's ID
  Name,      ///< 1 to 64 code points, no control character
  Label,     ///< at most 64 code points, no control character
  Address,   ///< at most 128 code points, no control character
  Code,      ///< 1 to 64 lower-case letters, digits and hyphens
  Reason,    ///< at most 512 code points
};

/// Null where `text` has the form, else what is asked for: "a UUID".
const char* brokenForm(Form form, const QString& text);

/// At most the first 512 code points of a reason, which is for people.
QString shortened(const QString& reason);

}  // namespace landline::wire
