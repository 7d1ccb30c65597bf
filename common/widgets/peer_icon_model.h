#pragma once

#include <QIdentityProxyModel>

#include "models/peer_model.h"
#include "widgets/icons.h"

namespace landline::widgets {

/// Everyone, the server, a peer, or a peer whose connection is not encrypted. `peer` is an index of a PeerModel.
Icon peerIcon(const QModelIndex& peer);

/// A PeerModel with icons (Qt::DecorationRole), for views that have no delegate which draws them, as comboboxes.
class PeerIconModel : public QIdentityProxyModel {
  Q_OBJECT

 public:
  explicit PeerIconModel(models::PeerModel& peers, QObject* parent = nullptr);

  QVariant data(const QModelIndex& index, int role) const override;
};

}  // namespace landline::widgets
