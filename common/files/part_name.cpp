#include "files/part_name.h"

#include <QCryptographicHash>

#include <algorithm>

namespace landline::files {

namespace {

const QLatin1String kPrefix(".landline-");
const QLatin1String kSuffix(".part");
constexpr int kKeyDigits = 24;

}  // namespace

QByteArray partKey(const PeerId& sender, const QStringList& components) {
  QCryptographicHash hash(QCryptographicHash::Sha256);
  hash.addData(sender.hex().toLatin1() + '\0' + components.join(QLatin1Char('/')).toUtf8());
  return hash.result().toHex().left(kKeyDigits);
}

QByteArray partName(const QByteArray& key, int writer) {
  QByteArray name = kPrefix.latin1() + key;
  if (writer > 1) {
    name += '-' + QByteArray::number(writer);
  }
  return name + kSuffix.latin1();
}

QByteArray partName(const PeerId& sender, const QStringList& components, int writer) {
  return partName(partKey(sender, components), writer);
}

bool isPartName(const QString& name) {
  return name.startsWith(kPrefix, Qt::CaseInsensitive) && name.endsWith(kSuffix, Qt::CaseInsensitive);
}

bool isExactPartName(const QByteArray& name) {
  if (!name.startsWith(kPrefix.latin1()) || !name.endsWith(kSuffix.latin1())) {
    return false;
  }
  const int between = name.size() - kPrefix.size() - kSuffix.size();
  const QByteArray middle = name.mid(kPrefix.size(), between);
  const QByteArray key = middle.left(kKeyDigits);
  const QByteArray number = middle.mid(kKeyDigits);
  const auto is_key_digit = [](char digit) { return (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f'); };
  return between >= kKeyDigits && std::all_of(key.begin(), key.end(), is_key_digit) &&
         (number.isEmpty() ||
          (number.size() == 2 && number.at(0) == '-' && number.at(1) >= '2' && number.at(1) <= '9'));
}

}  // namespace landline::files
