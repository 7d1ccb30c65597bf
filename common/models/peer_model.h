#pragma once

#include <QAbstractListModel>
#include <QHash>

#include <vector>

#include "session/node.h"

namespace landline::models {

/// Everybody to whom one can talk: "Everyone" first, then the server where there is one, then the peers by name.
/// Who has left stays, marked away, while there is a conversation with them. A row's key is what Node calls `to`:
/// wire::kEveryone or the hex form of the peer.
class PeerModel : public QAbstractListModel {
  Q_OBJECT

 public:
  enum Role {
    KeyRole = Qt::UserRole + 1,
    LabelRole,  ///< the name, fit for showing, with the fingerprint where two look alike
    AddressRole,
    FingerprintRole,  ///< short, for people
    UnreadRole,       ///< int
    PresentRole,      ///< bool; always true for Everyone
    ServerRole,       ///< bool
    EveryoneRole,     ///< bool
    PlainRole,        ///< bool: speaks the plain wire, unencrypted
  };

  explicit PeerModel(QObject* parent = nullptr);

  int rowCount(const QModelIndex& parent = {}) const override;
  /// DisplayRole is `name (address:port)`; of a plain peer it says that it is unencrypted.
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

  int rowOf(const QString& key) const;  ///< -1: none
  QString keyAt(int row) const;         ///< empty: no such row
  QString nameAt(int row) const;        ///< as the peer gave it, for handing on; not for showing
  bool isPresent(const QString& key) const;

  /// How this peer is called on the screen; `name` is what it called itself, for one that is not in the list.
  QString labelOf(const PeerId& peer, const QString& name) const;

  /// A peer whose name looks like one's own is told apart too.
  void setOwnName(const QString& name);

  /// Adds or updates.
  void setPeer(const session::PeerInfo& peer, bool present);
  void removePeer(const PeerId& peer);
  void setUnread(const QString& key, int unread);
  int unread(const QString& key) const;

 Q_SIGNALS:
  /// labelOf() answers differently for some peers.
  void labelsChanged();

 private:
  struct Row {
    QString key;
    session::PeerInfo info;
    QString name;  ///< displayName()
    QString look_alike;
    bool present = true;
    int unread = 0;
  };

  bool standsBefore(const Row& left, const Row& right) const;
  void countName(const QString& look_alike, int change);
  static QString displayOf(const Row& row, const QString& label);
  QString withFingerprint(const QString& name, const PeerId& peer) const;
  QString labelOf(const Row& row) const;

  std::vector<Row> m_rows;
  QHash<QString, int> m_names;  ///< look-alike key -> how many bear it, oneself included
  QString m_own_look_alike;
};

}  // namespace landline::models
