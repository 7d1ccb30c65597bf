#include "session/plain_desk.h"

#include <utility>

namespace landline::session {

PlainDesk::PlainDesk(const Limits& limits, const Clock& clock, QObject* parent)
    : QObject(parent), m_limits(limits), m_clock(clock), m_mailbox(std::make_shared<Mailbox<PlainDesk>>(*this)) {}

PlainDesk::~PlainDesk() {
  m_mailbox->close();
  stop();
  join();
}

void PlainDesk::setOwnId(const PeerId& own) {
  m_own = own;
}
void PlainDesk::setMode(PlainMode mode) {
  m_mode = mode;
}
void PlainDesk::setSaveFolder(const QString& folder) {
  m_save_folder = folder;
}
void PlainDesk::setAcceptRule(AcceptRule rule) {
  m_rule = rule;
}
void PlainDesk::setConflict(Conflict conflict) {
  m_conflict = conflict;
}
void PlainDesk::setResultsFolder(const QString& folder) {
  m_results_folder = folder;
}
void PlainDesk::setRateLimit(std::shared_ptr<RateLimit> limit) {
  m_rate_limit = std::move(limit);
}
void PlainDesk::adopt(net::Incoming) {}
PeerId PlainDesk::connectTo(const QString&, quint16) {
  return {};
}
void PlainDesk::sendText(const PeerId&, const QString&, const QString&, const QString&) {}
void PlainDesk::sendTextToAll(const QString&, const QString&, const PeerId&) {}
void PlainDesk::disconnectPeer(const PeerId&, const Error&) {}
bool PlainDesk::has(const PeerId&) const {
  return false;
}
QVector<PeerInfo> PlainDesk::peers() const {
  return {};
}
void PlainDesk::offer(const PeerId&, const QStringList&) {}
bool PlainDesk::accept(const PeerId&, const QString&, const AcceptChoice&) {
  return false;
}
bool PlainDesk::decline(const PeerId&, const QString&) {
  return false;
}
bool PlainDesk::cancel(const PeerId&, const QString&) {
  return false;
}
bool PlainDesk::retry(const PeerId&, const QString&) {
  return false;
}
bool PlainDesk::owns(const QString&) const {
  return false;
}
void PlainDesk::retryFailed() {}
void PlainDesk::clearFinished() {}
int PlainDesk::runningCount() const {
  return 0;
}
int PlainDesk::openCount() const {
  return 0;
}
void PlainDesk::stop() {
  m_stopped = true;
}
void PlainDesk::join() {
  m_workers.joinAll();
}

}  // namespace landline::session
