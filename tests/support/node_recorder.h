#pragma once

#include <QHash>
#include <QObject>
#include <QVector>

#include <algorithm>
#include <functional>
#include <optional>

#include "session/node.h"

namespace landline::test {

/// A face that writes down what a node says. Lives in the test's thread; the node in its own.
class NodeRecorder : public QObject {
 public:
  explicit NodeRecorder(session::Node& node) {
    using session::Node;
    connect(&node, &Node::stateChanged, this, [this](const session::LinkState& s) {
      state = s;
      phases.append(s.phase);
    });
    connect(&node, &Node::peerJoined, this, [this](const session::PeerInfo& p) { peers.append(p); });
    connect(&node, &Node::peerLeft, this, [this](const session::PeerInfo& p) {
      peers.erase(std::remove_if(peers.begin(), peers.end(), [&p](const auto& other) { return other.id == p.id; }),
                  peers.end());
    });
    connect(&node, &Node::peerRenamed, this, [this](const session::PeerInfo& p) {
      for (session::PeerInfo& peer : peers) {
        if (peer.id == p.id) {
          peer = p;
        }
      }
    });
    connect(&node, &Node::messageAdded, this, [this](const session::ChatMessage& m) { messages.append(m); });
    connect(&node, &Node::deliveryChanged, this, [this](const QString& id, session::Delivery d, const Error& reason) {
      deliveries[id] = d;
      rejections[id] = reason;
    });
    connect(&node, &Node::joinRequested, this, [this](const session::JoinRequest& r) { requests.append(r); });
    connect(&node, &Node::joinRequestGone, this, [this](const PeerId& id) {
      requests.erase(std::remove_if(requests.begin(), requests.end(), [&id](const auto& r) { return r.id == id; }),
                     requests.end());
    });
    connect(&node, &Node::transferChanged, this, [this](const session::TransferInfo& t) {
      transfers[t.transfer] = t;
      if (onTransfer) {
        onTransfer(t);
      }
    });
    connect(&node, &Node::errorOccurred, this, [this](const Error& e) { errors.append(e); });
  }

  bool is(session::LinkState::Phase phase) const { return state.phase == phase; }
  bool hasText(const QString& text) const { return countText(text) > 0; }
  int countText(const QString& text) const {
    return static_cast<int>(std::count_if(messages.begin(), messages.end(),
                                          [&text](const auto& m) { return m.text == text && m.incoming(); }));
  }
  const session::PeerInfo* peer(const QString& name) const {
    const auto it = std::find_if(peers.begin(), peers.end(), [&name](const auto& p) { return p.name == name; });
    return it == peers.end() ? nullptr : &*it;
  }
  /// The only transfer, once there is one.
  std::optional<session::TransferInfo> transfer() const {
    return transfers.size() == 1 ? std::optional(*transfers.begin()) : std::nullopt;
  }
  bool transferIs(session::TransferInfo::State wanted) const {
    return transfers.size() == 1 && transfers.begin()->state == wanted;
  }

  session::LinkState state;
  QVector<session::LinkState::Phase> phases;
  QVector<session::PeerInfo> peers;
  QVector<session::ChatMessage> messages;
  QHash<QString, session::Delivery> deliveries;
  QHash<QString, Error> rejections;
  QVector<session::JoinRequest> requests;
  QHash<QString, session::TransferInfo> transfers;
  QVector<Error> errors;
  std::function<void(const session::TransferInfo&)> onTransfer;
};

}  // namespace landline::test
