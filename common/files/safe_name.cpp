#include "files/safe_name.h"

#include <QStringList>

#include <algorithm>
#include <array>

#include "files/part_name.h"

namespace landline::files {

namespace {

constexpr int kLongestExtension = 32;  // octets; what is longer, or has a space in it, is no extension but prose

Error unsafe(const QString& why) {
  return {codes::kUnsafeName, why};
}

bool isControl(char16_t unit) {
  return unit < 0x20 || (unit >= 0x7F && unit <= 0x9F) || unit == 0x2028 || unit == 0x2029;
}

/// Characters that change the order in which the rest is shown: `gpj.exe` may read as `exe.jpg`. The joiners and
/// the plain marks stay: Persian and emoji names need them.
bool isBidiControl(char16_t unit) {
  return (unit >= 0x202A && unit <= 0x202E) || (unit >= 0x2066 && unit <= 0x2069);
}

bool isAsciiLetter(QChar unit) {
  return (unit >= QLatin1Char('a') && unit <= QLatin1Char('z')) ||
         (unit >= QLatin1Char('A') && unit <= QLatin1Char('Z'));
}

bool hasVisible(const QString& name) {
  return std::any_of(name.begin(), name.end(),
                     [](QChar unit) { return !unit.isSpace() && unit.category() != QChar::Other_Format; });
}

bool beginsWithDrive(const QString& path) {
  if (path.size() < 2 || !isAsciiLetter(path.at(0)) || path.at(1) != QLatin1Char(':')) {
    return false;
  }
  return path.at(0).isUpper() || path.size() == 2 || path.at(2) == QLatin1Char('/');
}

/// CON, nul.txt, COM1.log, "LPT¹", CONIN$: devices whatever follows the first dot.
bool isWindowsDevice(const QString& name) {
  static const std::array devices{QLatin1String("CON"), QLatin1String("PRN"),    QLatin1String("AUX"),
                                  QLatin1String("NUL"), QLatin1String("CONIN$"), QLatin1String("CONOUT$")};
  const QString stem = name.section(QLatin1Char('.'), 0, 0).trimmed().toUpper();
  if (std::find(devices.begin(), devices.end(), stem) != devices.end()) {
    return true;
  }
  static const QString digits = QString::fromUtf8("0123456789¹²³");
  return stem.size() == 4 && (stem.startsWith(QLatin1String("COM")) || stem.startsWith(QLatin1String("LPT"))) &&
         digits.contains(stem.at(3));
}

Result<void> checkWindowsRules(const QString& name) {
  static const QString forbidden = QStringLiteral("<>:\"|?*");
  for (const QChar unit : name) {
    if (forbidden.contains(unit)) {
      return unsafe(QStringLiteral("The name contains “%1”, which this system does not allow.").arg(unit));
    }
  }
  if (name.endsWith(QLatin1Char('.')) || name.endsWith(QLatin1Char(' '))) {
    return unsafe(QStringLiteral("The name ends with a dot or a space, which this system does not allow."));
  }
  if (isWindowsDevice(name)) {
    return unsafe(QStringLiteral("The name is that of a device on this system."));
  }
  return {};
}

/// Where the extension begins, its dot included; the length of the name where there is none.
int extensionStart(const QString& name) {
  const int whole = int(name.size());
  const int dot = int(name.lastIndexOf(QLatin1Char('.')));
  if (dot <= 0 || dot == whole - 1) {
    return whole;
  }
  const QString extension = name.mid(dot);
  if (extension.contains(QLatin1Char(' ')) || extension.toUtf8().size() > kLongestExtension) {
    return whole;
  }
  static const QString tar = QStringLiteral(".tar");  // a.tar.gz: the two belong together
  return name.left(dot).endsWith(tar, Qt::CaseInsensitive) && dot > tar.size() ? dot - int(tar.size()) : dot;
}

}  // namespace

NameRules systemNameRules() {
#ifdef Q_OS_WIN
  return NameRules::Windows;
#else
  return NameRules::Posix;
#endif
}

Result<void> checkComponent(const QString& name, NameRules rules) {
  if (name.isEmpty()) {
    return unsafe(QStringLiteral("A name in the path is empty."));
  }
  if (name == QLatin1String(".") || name == QLatin1String("..")) {
    return unsafe(QStringLiteral("The path steps out of its folder with “%1”.").arg(name));
  }
  for (const QChar unit : name) {
    if (unit == QLatin1Char('/') || unit == QLatin1Char('\\')) {
      return unsafe(QStringLiteral("The name contains “%1”, which separates folders.").arg(unit));
    }
    if (isControl(unit.unicode())) {
      return unsafe(QStringLiteral("The name contains a control character (U+%1).")
                        .arg(int(unit.unicode()), 4, 16, QLatin1Char('0')));
    }
    if (isBidiControl(unit.unicode())) {
      return unsafe(QStringLiteral("The name contains a character that reverses how it reads (U+%1).")
                        .arg(int(unit.unicode()), 4, 16, QLatin1Char('0')));
    }
  }
  if (!name.isValidUtf16()) {
    return unsafe(QStringLiteral("The name is not valid Unicode."));
  }
  if (!hasVisible(name)) {
    return unsafe(QStringLiteral("The name has no visible character."));
  }
  if (name.toUtf8().size() > kComponentOctets) {
    return unsafe(QStringLiteral("The name is longer than %1 octets.").arg(kComponentOctets));
  }
  if (isPartName(name)) {
    return unsafe(QStringLiteral("The name is one that Landline gives to unfinished files."));
  }
  return rules == NameRules::Windows ? checkWindowsRules(name) : Result<void>();
}

bool isSafeComponent(const QString& name, NameRules rules) {
  return checkComponent(name, rules).ok();
}

Result<QStringList> safeComponents(const QString& path, NameRules rules) {
  if (path.startsWith(QLatin1Char('/'))) {
    return unsafe(QStringLiteral("The path is absolute."));
  }
  if (beginsWithDrive(path)) {
    return unsafe(QStringLiteral("The path begins with a drive."));
  }
  if (path.toUtf8().size() > kPathOctets) {
    return unsafe(QStringLiteral("The path is longer than %1 octets.").arg(kPathOctets));
  }
  const QStringList components = path.split(QLatin1Char('/'));
  for (const QString& component : components) {
    if (auto checked = checkComponent(component, rules); !checked) {
      return checked.error();
    }
  }
  return components;
}

bool isSuspicious(const QString& name) {
  static const std::array started{QLatin1String(".desktop"), QLatin1String(".exe"), QLatin1String(".scr"),
                                  QLatin1String(".bat"),     QLatin1String(".cmd"), QLatin1String(".com"),
                                  QLatin1String(".msi"),     QLatin1String(".ps1"), QLatin1String(".vbs"),
                                  QLatin1String(".lnk"),     QLatin1String(".url")};
  return name.startsWith(QLatin1Char('-')) || name.startsWith(QLatin1Char('.')) ||
         std::any_of(started.begin(), started.end(),
                     [&name](QLatin1String extension) { return name.endsWith(extension, Qt::CaseInsensitive); });
}

QString numberedName(const QString& name, int number) {
  const int extension_start = extensionStart(name);
  const QString tail = QStringLiteral(" (%1)").arg(number) + name.mid(extension_start);
  QString stem = name.left(extension_start);
  const int room = kComponentOctets - int(tail.toUtf8().size());
  while (stem.toUtf8().size() > room) {
    stem.chop(stem.size() >= 2 && stem.at(stem.size() - 1).isLowSurrogate() ? 2 : 1);
  }
  return stem + tail;
}

}  // namespace landline::files
