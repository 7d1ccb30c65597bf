#include "trust/known_peers.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include <algorithm>
#include <optional>
#include <utility>

#include "core/logging.h"

namespace landline::trust {

namespace {

constexpr int kVersion = 1;
constexpr qint64 kLargestFile = 64 * 1024 * 1024;

const QString kAdmitted = QStringLiteral("admitted");
const QString kBlocked = QStringLiteral("blocked");

QString normalised(const QString& address) {
  return address.trimmed().toLower();
}

Error damagedFile(const QString& what) {
  return {codes::kMalformed, what};
}

/// A name of its own beside `path` for the damaged file; the older ones stay.
std::optional<QString> setAside(const QString& path) {
  constexpr int kMostTries = 100;
  for (int n = 1; n <= kMostTries; ++n) {
    const QString aside = QStringLiteral("%1.damaged-%2").arg(path).arg(n);
    if (QFile::rename(path, aside)) {  // never replaces
      return aside;
    }
  }
  return std::nullopt;
}

}  // namespace

Result<KnownPeers> KnownPeers::open(const Profile& profile) {
  KnownPeers peers(profile.path(QStringLiteral("known_peers.json")));
  QFile file(peers.m_path);
  if (!file.exists()) {
    return peers;
  }
  if (!file.open(QIODevice::ReadOnly)) {
    return Error{codes::kPermission, QStringLiteral("%1 cannot be read: %2. Correct its owner or permissions.")
                                         .arg(peers.m_path, file.errorString())};
  }
  Result<Contents> contents = parse(file.read(kLargestFile));
  file.close();
  if (contents) {
    peers.m_contents = *std::move(contents);
    return peers;
  }
  if (contents.error().is(codes::kUnsupported)) {
    return Error{codes::kUnsupported, QStringLiteral("%1 is of a later version of Landline. Start that version, or "
                                                     "use another profile.")
                                          .arg(peers.m_path)};
  }
  const std::optional<QString> aside = setAside(peers.m_path);
  if (!aside) {
    return Error{codes::kPermission, QStringLiteral("%1 is damaged (%2) and cannot be renamed. Move it away.")
                                         .arg(peers.m_path, contents.error().detail)};
  }
  peers.m_warning = QStringLiteral(
                        "The list of known peers was damaged (%1) and is kept as %2. Keys have to be "
                        "compared and peers to be let in anew.")
                        .arg(contents.error().detail, *aside);
  qCWarning(logTrust).noquote() << peers.m_warning;
  return peers;
}

Result<KnownPeers::Contents> KnownPeers::parse(const QByteArray& json) {
  QJsonParseError error{};
  const QJsonDocument document = QJsonDocument::fromJson(json, &error);
  if (!document.isObject()) {
    return damagedFile(error.error != QJsonParseError::NoError ? error.errorString() : QStringLiteral("not an object"));
  }
  const QJsonObject root = document.object();
  const int version = root.value(QLatin1String("version")).toInt();
  if (version > kVersion) {
    return Error{codes::kUnsupported, QString::number(version)};
  }
  if (version != kVersion || !root.value(QLatin1String("pins")).isArray() ||
      !root.value(QLatin1String("peers")).isArray()) {
    return damagedFile(QStringLiteral("a part is missing"));
  }
  Contents contents;
  const QJsonArray pins = root.value(QLatin1String("pins")).toArray();
  for (const QJsonValue& value : pins) {
    const QJsonObject pin = value.toObject();
    const QString address = normalised(pin.value(QLatin1String("address")).toString());
    const std::optional<PeerId> id = PeerId::fromHex(pin.value(QLatin1String("id")).toString());
    if (!id || address.isEmpty()) {
      return damagedFile(QStringLiteral("an entry of \"pins\" is incomplete"));
    }
    contents.pins.insert(address, {*id, pin.value(QLatin1String("name")).toString()});
  }
  const QJsonArray records = root.value(QLatin1String("peers")).toArray();
  for (const QJsonValue& value : records) {
    const QJsonObject entry = value.toObject();
    const std::optional<PeerId> id = PeerId::fromHex(entry.value(QLatin1String("id")).toString());
    const QString standing = entry.value(QLatin1String("standing")).toString();
    if (!id || (!standing.isEmpty() && standing != kAdmitted && standing != kBlocked)) {
      return damagedFile(QStringLiteral("an entry of \"peers\" is incomplete"));
    }
    Record record;
    record.standing = standing == kAdmitted  ? Standing::Admitted
                      : standing == kBlocked ? Standing::Blocked
                                             : Standing::None;
    record.name = entry.value(QLatin1String("name")).toString();
    record.local_name = entry.value(QLatin1String("local_name")).toString();
    contents.records.insert(*id, record);
  }
  return contents;
}

QByteArray KnownPeers::serialise(const Contents& contents) {
  QJsonArray pins;
  for (auto pin = contents.pins.cbegin(); pin != contents.pins.cend(); ++pin) {
    pins.append(QJsonObject{{QStringLiteral("address"), pin.key()},
                            {QStringLiteral("id"), pin->peer.hex()},
                            {QStringLiteral("name"), pin->name}});
  }
  QList<PeerId> ids = contents.records.keys();
  std::sort(ids.begin(), ids.end());  // a person who compares two versions of the file sees what changed
  QJsonArray records;
  for (const PeerId& id : std::as_const(ids)) {
    const Record record = contents.records.value(id);
    QJsonObject entry{{QStringLiteral("id"), id.hex()}, {QStringLiteral("name"), record.name}};
    if (record.standing != Standing::None) {
      entry.insert(QStringLiteral("standing"), record.standing == Standing::Admitted ? kAdmitted : kBlocked);
    }
    if (!record.local_name.isEmpty()) {
      entry.insert(QStringLiteral("local_name"), record.local_name);
    }
    records.append(entry);
  }
  const QJsonObject root{
      {QStringLiteral("version"), kVersion}, {QStringLiteral("pins"), pins}, {QStringLiteral("peers"), records}};
  return QJsonDocument(root).toJson();
}

Result<void> KnownPeers::replace(Contents contents) {
  QSaveFile file(m_path);
  const bool written = file.open(QIODevice::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) &&
                       file.write(serialise(contents)) >= 0 && file.commit();
  if (!written) {
    return Error{codes::kWriteFailed, QStringLiteral("%1 cannot be written: %2. What was changed is not remembered.")
                                          .arg(m_path, file.errorString())};
  }
  m_contents = std::move(contents);
  return {};
}

QString KnownPeers::addressOf(const QString& host, quint16 port) {
  return host + QLatin1Char(':') + QString::number(port);
}

KnownPeers::Judgement KnownPeers::judge(const QString& address, const PeerId& presented) const {
  const auto is_presented = [&presented](const Pin& pin) { return pin.peer == presented; };
  const auto here = m_contents.pins.constFind(normalised(address));
  const bool pinned_here = here != m_contents.pins.cend();
  auto pin = pinned_here && is_presented(*here)
                 ? here
                 : std::find_if(m_contents.pins.cbegin(), m_contents.pins.cend(), is_presented);
  Judgement judgement;
  if (pin != m_contents.pins.cend()) {
    judgement.verdict = Verdict::Known;
  } else if (pinned_here) {
    judgement.verdict = Verdict::Changed;
    pin = here;
  } else {
    return judgement;
  }
  judgement.known = pin->peer;
  const QString local = localName(pin->peer);
  judgement.known_name = local.isEmpty() ? pin->name : local;
  return judgement;
}

Result<void> KnownPeers::pin(const QString& address, const PeerId& peer, const QString& name) {
  Contents changed = m_contents;
  changed.pins.insert(normalised(address), {peer, name});
  return replace(std::move(changed));
}

bool KnownPeers::isPinned(const PeerId& peer) const {
  return std::any_of(m_contents.pins.cbegin(), m_contents.pins.cend(),
                     [&peer](const Pin& pin) { return pin.peer == peer; });
}

bool KnownPeers::isPinnedAt(const QString& address, const PeerId& peer) const {
  const auto here = m_contents.pins.constFind(normalised(address));
  return here != m_contents.pins.cend() && here->peer == peer;
}

bool KnownPeers::isAdmitted(const PeerId& peer) const {
  return m_contents.records.value(peer).standing == Standing::Admitted;
}

bool KnownPeers::isBlocked(const PeerId& peer) const {
  return m_contents.records.value(peer).standing == Standing::Blocked;
}

Result<void> KnownPeers::admit(const PeerId& peer, const QString& name) {
  Contents changed = m_contents;
  Record& record = changed.records[peer];
  record.standing = Standing::Admitted;
  record.name = name;
  return replace(std::move(changed));
}

Result<void> KnownPeers::block(const PeerId& peer) {
  Contents changed = m_contents;
  changed.records[peer].standing = Standing::Blocked;
  return replace(std::move(changed));
}

Result<void> KnownPeers::forget(const PeerId& peer) {
  Contents changed = m_contents;
  changed.records.remove(peer);
  for (auto pin = changed.pins.begin(); pin != changed.pins.end();) {
    pin = pin->peer == peer ? changed.pins.erase(pin) : std::next(pin);
  }
  return replace(std::move(changed));
}

Result<void> KnownPeers::rename(const PeerId& peer, const QString& local_name) {
  Contents changed = m_contents;
  changed.records[peer].local_name = local_name;
  return replace(std::move(changed));
}

QString KnownPeers::localName(const PeerId& peer) const {
  return m_contents.records.value(peer).local_name;
}

}  // namespace landline::trust
