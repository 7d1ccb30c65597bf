#include "files/part_name.h"

#include <QCryptographicHash>

namespace landline::files {

namespace {

const QLatin1String kPrefix(".landline-");
const QLatin1String kSuffix(".part");
constexpr int kKeyDigits = 24;

}  // namespace

QByteArray partName(const PeerId& sender, const QStringList& components, int writer) {
  QCryptographicHash hash(QCryptographicHash::Sha256);
  hash.addData(sender.hex().toLatin1() + '\0' + components.join(QLatin1Char('/')).toUtf8());
  QByteArray name = kPrefix.latin1() + hash.result().toHex().left(kKeyDigits);
  if (writer > 1) {
    name += '-' + QByteArray::number(writer);
  }
  return name + kSuffix.latin1();
}

bool isPartName(const QString& name) {
  return name.startsWith(kPrefix, Qt::CaseInsensitive) && name.endsWith(kSuffix, Qt::CaseInsensitive);
}

}  // namespace landline::files
