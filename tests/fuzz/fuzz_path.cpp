#include "fuzz_targets.h"
#include <QString>
#include <QStringList>

#include "files/part_name.h"
#include "files/safe_name.h"

namespace landline::fuzz {

namespace {

using files::NameRules;

/// Written anew, and stricter to read than to satisfy: what no component may be whatever the rules.
void checkTaken(const QString& component) {
  FUZZ_CHECK(!component.isEmpty());
  FUZZ_CHECK(component != QLatin1String(".") && component != QLatin1String(".."));
  FUZZ_CHECK(!component.contains(QLatin1Char('/')) && !component.contains(QLatin1Char('\\')));
  FUZZ_CHECK(!component.contains(QChar(0)) && !component.contains(QLatin1Char('\n')));
  FUZZ_CHECK(component.toUtf8().size() <= files::kComponentOctets);
  FUZZ_CHECK(QString::fromUtf8(component.toUtf8()) == component);
  FUZZ_CHECK(!files::isPartName(component));
}

}  // namespace

void path(std::string_view input) {
  const QByteArray octets(input.data(), int(input.size()));
  const QString text = QString::fromUtf8(octets);
  const Result<QStringList> posix = files::safeComponents(text, NameRules::Posix);
  const Result<QStringList> windows = files::safeComponents(text, NameRules::Windows);
  FUZZ_CHECK(posix.ok() || !windows.ok());
  if (!posix) {
    FUZZ_CHECK(posix.error().is(codes::kUnsafeName) && !posix.error().detail.isEmpty());
    return;
  }
  FUZZ_CHECK(posix->join(QLatin1Char('/')) == text);
  FUZZ_CHECK(text.toUtf8().size() <= files::kPathOctets);
  for (const QString& component : *posix) {
    checkTaken(component);
    for (const int number : {1, 9999}) {
      const QString numbered = files::numberedName(component, number);
      FUZZ_CHECK(numbered != component);
      checkTaken(numbered);
    }
  }
}

}  // namespace landline::fuzz
