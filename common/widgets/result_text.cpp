#include "widgets/result_text.h"

#include <QFile>
#include <QSaveFile>
#include <QStringList>

#include "models/display_text.h"

namespace landline::widgets {

namespace {

constexpr qint64 kBlock = 256 * 1024;
constexpr qint64 kLongestLine = 16 * 1024;  // octets; a path has 4096 at most, percent-encoded three times as many

}  // namespace

ResultText ResultText::read(const QString& path) {
  ResultText result;
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) {
    return result;
  }
  result.readable = true;
  QStringList lines;
  qint64 octets = 0;
  while (lines.size() < kMostLines && octets < kMostOctets) {
    const QByteArray line = file.readLine(kLongestLine);
    if (line.isEmpty()) {
      break;
    }
    octets += line.size();
    lines << models::displayLine(QString::fromUtf8(line));
  }
  result.more = !file.atEnd();
  result.lines = static_cast<int>(lines.size());
  while (!file.atEnd() && result.failures < kMostFailures) {
    const QByteArray line = file.readLine(kLongestLine);
    if (line.startsWith("failed\t")) {
      if (result.failures++ == 0) {
        lines << QStringLiteral("\u2026");
      }
      lines << models::displayLine(QString::fromUtf8(line));
    }
  }
  result.text = lines.join(QLatin1Char('\n'));
  return result;
}

bool saveResultAs(const QString& result_path, const QString& path) {
  QFile from(result_path);
  QSaveFile to(path);
  if (!from.open(QIODevice::ReadOnly) || !to.open(QIODevice::WriteOnly)) {
    return false;
  }
  while (!from.atEnd()) {
    const QByteArray block = from.read(kBlock);
    if (block.isEmpty() || to.write(block) != block.size()) {
      return false;  // what was written so far goes with `to`
    }
  }
  return to.commit();
}

}  // namespace landline::widgets
