#include "models/format.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

#include "models/display_text.h"

namespace landline::models {

namespace {

constexpr qint64 kMinute = 60;
constexpr qint64 kHour = 60 * kMinute;
constexpr qint64 kDay = 24 * kHour;

QString unknown() {
  return QStringLiteral("-");
}

QString twoDigits(qint64 number) {
  return QStringLiteral("%1").arg(number, 2, 10, QLatin1Char('0'));
}

}  // namespace

QString formatBytes(qint64 octets) {
  if (octets < 0) {
    return unknown();
  }
  return QLocale().formattedDataSize(octets, 1, QLocale::DataSizeSIFormat);
}

QString formatRate(double octets_per_second) {
  // The upper bound keeps the conversion below defined; no wire is that fast.
  if (!std::isfinite(octets_per_second) || octets_per_second < 0 || octets_per_second > 1e18) {
    return unknown();
  }
  //: A speed; %1 is an amount such as "38 MB"
  return QCoreApplication::translate("landline::models::format", "%1/s")
      .arg(formatBytes(std::llround(octets_per_second)));
}

QString formatDuration(qint64 seconds) {
  if (seconds < 0) {
    return unknown();
  }
  if (seconds >= kDay) {
    //: Days and hours
    return QCoreApplication::translate("landline::models::format", "%1 d %2 h")
        .arg(seconds / kDay)
        .arg(seconds % kDay / kHour);
  }
  if (seconds >= kHour) {
    return QStringLiteral("%1:%2:%3")
        .arg(seconds / kHour)
        .arg(twoDigits(seconds % kHour / kMinute), twoDigits(seconds % kMinute));
  }
  return QStringLiteral("%1:%2").arg(seconds / kMinute).arg(twoDigits(seconds % kMinute));
}

int permille(qint64 done, qint64 total) {
  if (total <= 0) {
    return 0;
  }
  const double share = static_cast<double>(done) / static_cast<double>(total);
  return static_cast<int>(std::clamp(share, 0.0, 1.0) * 1000.0);
}

QString formatTitle(const QString& title) {
  constexpr int kBeginning = 40;
  constexpr int kEnd = 20;
  if (title.size() <= kBeginning + kEnd) {
    return isolated(displayName(title));
  }
  return isolated(displayName(title.left(kBeginning)) + QChar(0x2026) + displayName(title.right(kEnd)));
}

QString toolTipText(const QString& plain) {
  return QStringLiteral("<qt>%1</qt>").arg(plain.toHtmlEscaped().replace(QLatin1Char('\n'), QLatin1String("<br>")));
}

}  // namespace landline::models
