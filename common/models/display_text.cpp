#include "models/display_text.h"

#include <QCoreApplication>
#include <QVector>

#include <utility>

namespace landline::models {

namespace {

constexpr char32_t kReplacement = 0xFFFD;
constexpr QChar kEllipsis(0x2026);

bool isMark(char32_t c) {
  const QChar::Category category = QChar::category(c);
  return category == QChar::Mark_NonSpacing || category == QChar::Mark_SpacingCombining ||
         category == QChar::Mark_Enclosing;
}

bool isFormat(char32_t c) {
  return QChar::category(c) == QChar::Other_Format;
}

bool isJoiner(char32_t c) {
  return c == 0x200C || c == 0x200D;
}

bool isLineEnd(char32_t c) {
  return c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029;
}

bool isControl(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0);
}

char32_t pictureOf(char32_t control) {
  if (control < 0x20) {
    return 0x2400 + control;
  }
  return control == 0x7F ? 0x2421 : kReplacement;
}

QVector<char32_t> codePoints(const QString& text) {
  QVector<char32_t> result;
  result.reserve(text.size());
  for (int i = 0; i < text.size(); ++i) {
    const QChar unit = text.at(i);
    if (!unit.isSurrogate()) {
      result.append(unit.unicode());
    } else if (unit.isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate()) {
      result.append(QChar::surrogateToUcs4(unit, text.at(i + 1)));
      ++i;
    } else {
      result.append(kReplacement);
    }
  }
  return result;
}

void append(QString& text, char32_t c) {
  if (QChar::requiresSurrogates(c)) {
    text.append(QChar(QChar::highSurrogate(c)));
    text.append(QChar(QChar::lowSurrogate(c)));
  } else {
    text.append(QChar(static_cast<ushort>(c)));
  }
}

/// Lets through what may follow one character, and says once when it was too much.
class ClusterLimit {
 public:
  /// Whether `c` may be shown; adds the ellipsis to `into` where the first of many is left out.
  bool admits(char32_t c, QString& into) {
    if (!isMark(c) && !isFormat(c)) {
      m_count = 0;
      return true;
    }
    ++m_count;
    if (m_count == kMarksPerCharacter + 1) {
      into.append(kEllipsis);
    }
    return m_count <= kMarksPerCharacter;
  }

 private:
  int m_count = 0;
};

/// The letters that pass for a Latin one in most fonts, after case folding.
char32_t latinTwin(char32_t c) {
  static constexpr std::pair<char32_t, char> kTwins[] = {
      {0x0430, 'a'}, {0x0432, 'b'}, {0x0435, 'e'}, {0x0456, 'l'}, {0x0458, 'j'}, {0x043A, 'k'}, {0x043C, 'm'},
      {0x043D, 'h'}, {0x043E, 'o'}, {0x0440, 'p'}, {0x0441, 'c'}, {0x0442, 't'}, {0x0443, 'y'}, {0x0445, 'x'},
      {0x0455, 's'}, {0x04BB, 'h'}, {0x0501, 'd'}, {0x051B, 'q'}, {0x051D, 'w'}, {0x0433, 'r'}, {0x03B1, 'a'},
      {0x03B2, 'b'}, {0x03B5, 'e'}, {0x03B6, 'z'}, {0x03B7, 'n'}, {0x03B9, 'l'}, {0x03BA, 'k'}, {0x03BC, 'u'},
      {0x03BD, 'v'}, {0x03BF, 'o'}, {0x03C1, 'p'}, {0x03C4, 't'}, {0x03C5, 'u'}, {0x03C7, 'x'}, {0x0131, 'l'},
      {0x0251, 'a'}, {0x0261, 'g'}, {'0', 'o'},    {'1', 'l'},    {'i', 'l'},    {'|', 'l'},    {'!', 'l'},
  };
  for (const auto& [twin, latin] : kTwins) {
    if (twin == c) {
      return static_cast<char32_t>(latin);
    }
  }
  return c;
}

}  // namespace

QString displayText(const QString& text) {
  QString result;
  result.reserve(text.size());
  ClusterLimit limit;
  int lines = 1;
  const QVector<char32_t> points = codePoints(text);
  for (int i = 0; i < points.size(); ++i) {
    const char32_t c = points.at(i);
    if (isLineEnd(c)) {
      if (c == '\r' && i + 1 < points.size() && points.at(i + 1) == '\n') {
        continue;
      }
      if (++lines > kDisplayLines) {
        result.append(QLatin1Char('\n'));
        result.append(kEllipsis);
        return result;
      }
      result.append(QLatin1Char('\n'));
    } else if (isControl(c) && c != '\t') {
      append(result, pictureOf(c));
    } else if (limit.admits(c, result)) {
      append(result, c);
    }
  }
  return result;
}

QString displayLine(const QString& line) {
  int end = static_cast<int>(line.size());
  while (end > 0 && line.at(end - 1).isSpace()) {
    --end;
  }
  QString result;
  result.reserve(end);
  ClusterLimit limit;
  for (const char32_t c : codePoints(line.left(end))) {
    if (isControl(c) && c != '\t') {
      append(result, pictureOf(c));
    } else if (isLineEnd(c) || (isFormat(c) && !isJoiner(c))) {
      append(result, kReplacement);
    } else if (limit.admits(c, result)) {
      append(result, c);
    }
  }
  return result;
}

QString displayName(const QString& name) {
  QString result;
  ClusterLimit limit;
  int length = 0;
  for (const char32_t c : codePoints(name)) {
    if (isControl(c) || isLineEnd(c)) {
      result.append(QLatin1Char(' '));
    } else if ((!isFormat(c) || isJoiner(c)) && limit.admits(c, result)) {
      if (++length > kDisplayNameLength) {
        result.append(kEllipsis);
        break;
      }
      append(result, c);
    }
  }
  result = result.simplified();
  return result.isEmpty() ? QCoreApplication::translate("landline::models", "(no name)") : result;
}

QString isolated(const QString& text) {
  QString result(QChar(0x2068));
  result.append(text);
  int open = 1;
  for (const QChar c : text) {
    const ushort unit = c.unicode();
    if (unit >= 0x2066 && unit <= 0x2068) {
      ++open;
    } else if (unit == 0x2069 && open > 1) {
      --open;
    }
  }
  return result.append(QString(open, QChar(0x2069)));
}

QString lookAlikeKey(const QString& name) {
  QString key;
  const QString folded = name.normalized(QString::NormalizationForm_KC).toCaseFolded();
  for (const char32_t c : codePoints(folded)) {
    if (!isFormat(c) && !isControl(c) && !QChar::isSpace(c)) {
      append(key, latinTwin(c));
    }
  }
  return key.replace(QLatin1String("rn"), QLatin1String("m"));
}

}  // namespace landline::models
