#include "session/node.h"

#include <QMetaType>

#include "wire/messages.h"

namespace landline::session {

namespace {
Error notHere(const char* what) {
  return {codes::kUnsupported, QStringLiteral("This program has nothing to %1.").arg(QLatin1String(what))};
}
}  // namespace

void Node::admit(const PeerId&) {
  Q_EMIT errorOccurred(notHere("admit"));
}
void Node::deny(const PeerId&) {
  Q_EMIT errorOccurred(notHere("deny"));
}
void Node::disconnectPeer(const PeerId&) {
  Q_EMIT errorOccurred(notHere("disconnect"));
}
void Node::trust(const PeerId&) {
  Q_EMIT errorOccurred(notHere("trust"));
}

void registerMetaTypes() {
  qRegisterMetaType<Error>("landline::Error");
  qRegisterMetaType<PeerId>("landline::PeerId");
  qRegisterMetaType<wire::ControlMessage>("landline::wire::ControlMessage");
  qRegisterMetaType<PeerInfo>("landline::session::PeerInfo");
  qRegisterMetaType<LinkState>("landline::session::LinkState");
  qRegisterMetaType<ChatMessage>("landline::session::ChatMessage");
  qRegisterMetaType<Delivery>("landline::session::Delivery");
  qRegisterMetaType<JoinRequest>("landline::session::JoinRequest");
  qRegisterMetaType<TransferInfo>("landline::session::TransferInfo");
  qRegisterMetaType<AcceptRule>("landline::session::AcceptRule");
}

}  // namespace landline::session
