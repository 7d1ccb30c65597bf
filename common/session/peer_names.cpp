#include "session/peer_names.h"

#include <QVector>

namespace landline::session {

namespace {

bool isBidiControl(uint c) {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

QString cut(const QVector<uint>& code_points, int length) {
  const QVector<uint> kept = code_points.mid(0, length);
#if QT_VERSION_MAJOR >= 6
  return QString::fromUcs4(reinterpret_cast<const char32_t*>(kept.constData()), kept.size());
#else
  return QString::fromUcs4(kept.constData(), kept.size());
#endif
}

QString cleaned(const QString& wanted) {
  QVector<uint> kept;
  const auto code_points = wanted.toUcs4();
  for (const auto c : code_points) {
    if (!isBidiControl(static_cast<uint>(c)) && QChar::category(static_cast<uint>(c)) != QChar::Other_Control) {
      kept.append(static_cast<uint>(c));
    }
  }
  return cut(kept, static_cast<int>(kept.size())).simplified();
}

QVector<uint> codePoints(const QString& text) {
  QVector<uint> result;
  const auto ucs4 = text.toUcs4();
  for (const auto c : ucs4) {
    result.append(static_cast<uint>(c));
  }
  return result;
}

}  // namespace

QString nameKey(const QString& name) {
  return name.normalized(QString::NormalizationForm_KC).toCaseFolded();
}

QString uniqueName(const QString& wanted, const QSet<QString>& taken, int code_points) {
  QString base = cleaned(wanted);
  if (base.isEmpty()) {
    base = QStringLiteral("peer");
  }
  const QVector<uint> all = codePoints(base);
  const auto is_free = [&taken](const QString& name) {
    const QString key = nameKey(name);
    return !taken.contains(key) && key != QLatin1String("everyone") && key != QLatin1String("server");
  };
  QString name = cut(all, code_points).trimmed();
  for (int n = 2; !is_free(name); ++n) {
    const QString suffix = QStringLiteral(" (%1)").arg(n);
    name = cut(all, code_points - static_cast<int>(suffix.size())).trimmed() + suffix;
  }
  return name;
}

}  // namespace landline::session
