#include "session/node.h"

#include <QMetaType>

#include "session/doctor_values.h"
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

void Node::pauseTransfer(const PeerId&, const QString&) {
  Q_EMIT errorOccurred(notHere("pause"));
}
void Node::continueTransfer(const PeerId&, const QString&) {
  Q_EMIT errorOccurred(notHere("continue"));
}
void Node::moveToTop(const PeerId&, const QString&) {
  Q_EMIT errorOccurred(notHere("move"));
}
void Node::pauseAll() {
  Q_EMIT errorOccurred(notHere("pause"));
}
void Node::continueAll() {
  Q_EMIT errorOccurred(notHere("continue"));
}
void Node::retryFailed() {
  Q_EMIT errorOccurred(notHere("retry"));
}
void Node::clearFinished() {
  Q_EMIT errorOccurred(notHere("clear"));
}
void Node::setConflict(Conflict) {
  Q_EMIT errorOccurred(notHere("receive"));
}
void Node::setTransfersAtOnce(int, int) {
  Q_EMIT errorOccurred(notHere("transfer"));
}
void Node::setRateLimit(qint64) {
  Q_EMIT errorOccurred(notHere("limit"));
}

void Node::bindDatagrams(const DatagramSettings&) {
  Q_EMIT errorOccurred(notHere("bind"));
}
void Node::closeDatagrams() {
  Q_EMIT errorOccurred(notHere("close"));
}
void Node::sendDatagram(const DatagramRequest&) {
  Q_EMIT errorOccurred(notHere("send"));
}
void Node::stopDatagrams() {
  Q_EMIT errorOccurred(notHere("stop"));
}
void Node::setDiscovery(const DiscoverySettings&) {}  // nothing that a person would miss

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
  qRegisterMetaType<AcceptChoice>("landline::session::AcceptChoice");
  qRegisterMetaType<Conflict>("landline::session::Conflict");
  qRegisterMetaType<QVector<FileResult>>("QVector<landline::session::FileResult>");
  qRegisterMetaType<PlainMode>("landline::session::PlainMode");
  qRegisterMetaType<DatagramSettings>("landline::session::DatagramSettings");
  qRegisterMetaType<DatagramRequest>("landline::session::DatagramRequest");
  qRegisterMetaType<DatagramState>("landline::session::DatagramState");
  qRegisterMetaType<QVector<Datagram>>("QVector<landline::session::Datagram>");
  qRegisterMetaType<DiscoverySettings>("landline::session::DiscoverySettings");
  qRegisterMetaType<FoundServer>("landline::session::FoundServer");
  qRegisterMetaType<DoctorReport>("landline::session::DoctorReport");
}

}  // namespace landline::session
