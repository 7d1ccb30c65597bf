#include "console/printable.h"

namespace landline::console {

namespace {

bool isDirectional(char16_t c) {
  return c == 0x200E || c == 0x200F || c == 0x061C || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

}  // namespace

QString printable(const QString& text) {
  QString result;
  result.reserve(text.size());
  for (const QChar c : text) {
    const char16_t code = c.unicode();
    if (code == '\n') {
      result += QLatin1String("\\n");
    } else if (code < 0x20 || (code >= 0x7F && code < 0xA0)) {
      result += QStringLiteral("\\x%1").arg(code, 2, 16, QLatin1Char('0'));
    } else if (isDirectional(code) || code == 0x2028 || code == 0x2029) {
      result += QStringLiteral("\\u%1").arg(code, 4, 16, QLatin1Char('0'));
    } else {
      result += c;
    }
  }
  return result;
}

}  // namespace landline::console
