#include "wire/forms.h"

#include <algorithm>

#include "core/limits.h"

namespace landline::wire {

namespace {

constexpr int kReasonCodePoints = 512;

bool isHexDigit(QChar c) {
  return (c >= QLatin1Char('0') && c <= QLatin1Char('9')) || (c >= QLatin1Char('a') && c <= QLatin1Char('f'));
}

bool isHex(const QString& text, int digits) {
  return text.size() == digits && std::all_of(text.cbegin(), text.cend(), isHexDigit);
}

bool isUuid(const QString& text) {
  if (text.size() != 36) {
    return false;
  }
  for (int i = 0; i < 36; ++i) {
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    if (hyphen ? text[i] != QLatin1Char('-') : !isHexDigit(text[i])) {
      return false;
    }
  }
  return true;
}

bool isCode(const QString& text) {
  return !text.isEmpty() && text.size() <= 64 && std::all_of(text.cbegin(), text.cend(), [](QChar c) {
    return (c >= QLatin1Char('a') && c <= QLatin1Char('z')) || (c >= QLatin1Char('0') && c <= QLatin1Char('9')) ||
           c == QLatin1Char('-');
  });
}

auto codePoints(const QString& text) {
  return std::count_if(text.cbegin(), text.cend(), [](QChar c) { return !c.isLowSurrogate(); });
}

/// At most so many code points, and no C0, DEL or C1 among them.
bool isLine(const QString& text, int most) {
  const auto is_control = [](QChar c) { return c.unicode() < 0x20 || (c.unicode() >= 0x7F && c.unicode() <= 0x9F); };
  return std::none_of(text.cbegin(), text.cend(), is_control) && codePoints(text) <= most;
}

}  // namespace

const char* brokenForm(Form form, const QString& text) {
  constexpr int kNameCodePoints = Limits{}.name_code_points;
  switch (form) {
    case Form::Anything:
      return nullptr;
    case Form::Uuid:
      return isUuid(text) ? nullptr : "a UUID in lower case";
    case Form::Secret:
      return isHex(text, 64) ? nullptr : "64 lower-case hex digits";
    case Form::Digest:
      return isHex(text, 32) ? nullptr : "32 lower-case hex digits";
    case Form::Receiver:
      return text == QLatin1String("*") || isHex(text, 64) ? nullptr : "\"*\" or 64 lower-case hex digits";
    case Form::Name:
      return !text.isEmpty() && isLine(text, kNameCodePoints) ? nullptr
                                                              : "1 to 64 code points without control characters";
    case Form::Label:
      return isLine(text, kNameCodePoints) ? nullptr : "at most 64 code points without control characters";
    case Form::Address:
      return isLine(text, 128) ? nullptr : "at most 128 code points without control characters";
    case Form::Code:
      return isCode(text) ? nullptr : "1 to 64 lower-case letters, digits and hyphens";
    case Form::Reason:
      return codePoints(text) <= kReasonCodePoints ? nullptr : "at most 512 code points";
  }
  return "a form";  // not reached: every form returns above
}

QString shortened(const QString& reason) {
  int kept = 0;
  for (int i = 0; i < reason.size(); ++i) {
    if (!reason[i].isLowSurrogate() && ++kept > kReasonCodePoints) {
      return reason.left(i);
    }
  }
  return reason;
}

}  // namespace landline::wire
