#pragma once

#include <QHash>
#include <QMap>
#include <QString>

#include "core/peer_id.h"
#include "core/profile.h"
#include "core/result.h"

namespace landline::trust {

/// What this profile remembers of other peers: the keys that a client has pinned to addresses, and whom a
/// server lets in. `known_peers.json` in the profile, rewritten as a whole (QSaveFile) at each change; a
/// change that cannot be written is taken back and reported. Used from one thread.
class KnownPeers {
 public:
  /// A missing file is an empty one. A damaged one is set aside under a new name and reported by warning():
  /// pins are lost then, and whoever opens the profile must say so. Errors: `permission` for a file that
  /// cannot be read, `unsupported` for one of a later version of the program.
  static Result<KnownPeers> open(const Profile& profile);

  /// Empty, or one sentence for the user on what happened to the file.
  const QString& warning() const { return m_warning; }

  // --- A client's pins
  // ---------------------------------------------------------------------------------------

  enum class Verdict {
    Known,     ///< this key is pinned: at this address, or at another one (addresses change, DHCP)
    FirstUse,  ///< nothing is known of the address, nor of the key
    Changed,   ///< another key is pinned at this address, and this one is unknown: a person must decide
  };
  struct Judgement {
    Verdict verdict = Verdict::FirstUse;
    PeerId known;        ///< Changed: whose key was expected. Known: the presented one
    QString known_name;  ///< the name it was pinned under, or the local one
  };

  /// The address that keys are pinned to. `host` is as a person typed it, IPv6 without brackets.
  static QString addressOf(const QString& host, quint16 port);

  /// `address` is one of addressOf(); letter case and surrounding blanks mean nothing.
  Judgement judge(const QString& address, const PeerId& presented) const;

  /// Remembers that `peer` is who answers at `address`; replaces what was pinned there.
  Result<void> pin(const QString& address, const PeerId& peer, const QString& name);

  /// Whether this key is pinned at any address, or at this one.
  bool isPinned(const PeerId& peer) const;
  bool isPinnedAt(const QString& address, const PeerId& peer) const;

  // --- A server's admissions
  // ---------------------------------------------------------------------------------

  bool isAdmitted(const PeerId& peer) const;
  bool isBlocked(const PeerId& peer) const;
  Result<void> admit(const PeerId& peer, const QString& name);  ///< also lifts a block
  Result<void> block(const PeerId& peer);                       ///< also takes an admission back
  Result<void> forget(const PeerId& peer);                      ///< admission, block, local name and pins

  // --- Local names
  // -------------------------------------------------------------------------------------------

  /// An empty name takes the local name back.
  Result<void> rename(const PeerId& peer, const QString& local_name);

  /// Empty where the user gave none.
  QString localName(const PeerId& peer) const;

 private:
  enum class Standing { None, Admitted, Blocked };
  struct Pin {
    PeerId peer;
    QString name;
  };
  struct Record {
    Standing standing = Standing::None;
    QString name;
    QString local_name;
  };
  struct Contents {
    QMap<QString, Pin> pins;  // by normalised address
    QHash<PeerId, Record> records;
  };

  explicit KnownPeers(QString path) : m_path(std::move(path)) {}

  static Result<Contents> parse(const QByteArray& json);
  static QByteArray serialise(const Contents& contents);
  Result<void> replace(Contents contents);

  QString m_path;
  QString m_warning;
  Contents m_contents;
};

}  // namespace landline::trust
