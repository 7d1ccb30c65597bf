#pragma once

#include "session/plain_desk.h"
#include "session/transfer_manager.h"

namespace landline::session {

/// What both programs' nodes have in common: the slots of Node that are about transfers. `Interface` is Node or what a
/// program makes of it.
template <typename Interface>
class TransferringNode : public Interface {
 public:
  using Interface::Interface;

  void acceptTransfer(const PeerId& offerer, const QString& transfer, const AcceptChoice& choice) override {
    if (!m_plain || !m_plain->accept(offerer, transfer, choice)) {
      m_transfers->accept(offerer, transfer, choice);
    }
  }
  void declineTransfer(const PeerId& offerer, const QString& transfer) override {
    if (!m_plain || !m_plain->decline(offerer, transfer)) {
      m_transfers->decline(offerer, transfer);
    }
  }
  void cancelTransfer(const PeerId& offerer, const QString& transfer) override {
    if (!m_plain || !m_plain->cancel(offerer, transfer)) {
      m_transfers->cancel(offerer, transfer);
    }
  }
  void retryTransfer(const PeerId& offerer, const QString& transfer) override {
    if (!m_plain || !m_plain->retry(offerer, transfer)) {
      m_transfers->retry(offerer, transfer);
    }
  }
  void pauseTransfer(const PeerId& offerer, const QString& transfer) override {
    if (!refusePlain(transfer)) {
      m_transfers->pause(offerer, transfer);
    }
  }
  void continueTransfer(const PeerId& offerer, const QString& transfer) override {
    if (!refusePlain(transfer)) {
      m_transfers->resume(offerer, transfer);
    }
  }
  void moveToTop(const PeerId& offerer, const QString& transfer) override {
    if (!refusePlain(transfer)) {
      m_transfers->moveToTop(offerer, transfer);
    }
  }
  void pauseAll() override { m_transfers->pauseAll(); }
  void continueAll() override { m_transfers->resumeAll(); }
  void retryFailed() override {
    m_transfers->retryFailed();
    if (m_plain) {
      m_plain->retryFailed();
    }
  }
  void clearFinished() override {
    m_transfers->clearFinished();
    if (m_plain) {
      m_plain->clearFinished();
    }
  }
  void setSaveFolder(const QString& folder) override {
    m_transfers->setSaveFolder(folder);
    if (m_plain) {
      m_plain->setSaveFolder(folder);
    }
  }
  void setAcceptRule(AcceptRule rule) override {
    m_transfers->setAcceptRule(rule);
    if (m_plain) {
      m_plain->setAcceptRule(rule);
    }
  }
  void setConflict(Conflict conflict) override {
    m_transfers->setConflict(conflict);
    if (m_plain) {
      m_plain->setConflict(conflict);
    }
  }
  void setTransfersAtOnce(int per_peer, int in_all) override { m_transfers->setTransfersAtOnce(per_peer, in_all); }
  void setRateLimit(qint64 octets_per_second) override { m_transfers->setRateLimit(octets_per_second); }

 protected:
  /// Called once, in start(). The manager becomes a child of this object, and its news become the node's.
  void setTransfers(TransferManager* transfers) {
    m_transfers = transfers;
    transfers->setParent(this);
    QObject::connect(transfers, &TransferManager::changed, this, &Node::transferChanged);
    QObject::connect(transfers, &TransferManager::removed, this, &Node::transferRemoved);
    QObject::connect(transfers, &TransferManager::filesFinished, this, &Node::filesFinished);
    QObject::connect(transfers, &TransferManager::errorOccurred, this, &Node::errorOccurred);
  }

  /// The same for plain peers. Called once, in start(), after setTransfers(), by a node that has such; `own` is its
  /// identity. The rate limit and the free space are
  /// for both kinds of transfers together. The node itself connects what is not about transfers,
  /// and calls stop() and join().
  void setPlain(PlainDesk* plain, const PeerId& own) {
    m_plain = plain;
    plain->setParent(this);
    plain->setOwnId(own);
    plain->setRateLimit(m_transfers->rateLimit());
    plain->setPromisedBesides([this](const QString& folder) { return m_transfers->promisedIn(folder); });
    m_transfers->setPromisedBesides([this](const QString& folder) { return m_plain->promisedIn(folder); });
    QObject::connect(plain, &PlainDesk::transferChanged, this, &Node::transferChanged);
    QObject::connect(plain, &PlainDesk::transferRemoved, this, &Node::transferRemoved);
    QObject::connect(plain, &PlainDesk::filesFinished, this, &Node::filesFinished);
    QObject::connect(plain, &PlainDesk::errorOccurred, this, &Node::errorOccurred);
  }

  TransferManager* m_transfers = nullptr;
  PlainDesk* m_plain = nullptr;

 private:
  /// Whether it is a plain transfer, which can do none of what only transfers with a queue and a protocol can.
  bool refusePlain(const QString& transfer) {
    const bool plain = m_plain && m_plain->owns(transfer);
    if (plain) {
      Q_EMIT this->errorOccurred(
          {codes::kUnsupported, QStringLiteral("A plain transfer cannot be paused, and keeps its place.")});
    }
    return plain;
  }
};

}  // namespace landline::session
