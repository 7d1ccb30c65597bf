#include "widgets/peer_icon_model.h"

namespace landline::widgets {

using models::PeerModel;

Icon peerIcon(const QModelIndex& peer) {
  if (peer.data(PeerModel::EveryoneRole).toBool()) {
    return Icon::Everyone;
  }
  if (peer.data(PeerModel::PlainRole).toBool()) {
    return Icon::Unlocked;
  }
  return peer.data(PeerModel::ServerRole).toBool() ? Icon::Server : Icon::Peer;
}

PeerIconModel::PeerIconModel(PeerModel& peers, QObject* parent) : QIdentityProxyModel(parent) {
  setSourceModel(&peers);
}

QVariant PeerIconModel::data(const QModelIndex& index, int role) const {
  return role == Qt::DecorationRole && index.isValid() ? icon(peerIcon(index)) : QIdentityProxyModel::data(index, role);
}

}  // namespace landline::widgets
