#pragma once

#include "session/transfer_manager.h"

namespace landline::session {

/// What both programs' nodes have in common: the slots of Node that are about transfers. `Interface` is Node or what a
/// program makes of it.
template <typename Interface>
class TransferringNode : public Interface {
 public:
  using Interface::Interface;

  void acceptTransfer(const PeerId& offerer, const QString& transfer, const AcceptChoice& choice) override {
    m_transfers->accept(offerer, transfer, choice);
  }
  void declineTransfer(const PeerId& offerer, const QString& transfer) override {
    m_transfers->decline(offerer, transfer);
  }
  void cancelTransfer(const PeerId& offerer, const QString& transfer) override {
    m_transfers->cancel(offerer, transfer);
  }
  void retryTransfer(const PeerId& offerer, const QString& transfer) override { m_transfers->retry(offerer, transfer); }
  void pauseTransfer(const PeerId& offerer, const QString& transfer) override { m_transfers->pause(offerer, transfer); }
  void continueTransfer(const PeerId& offerer, const QString& transfer) override {
    m_transfers->resume(offerer, transfer);
  }
  void moveToTop(const PeerId& offerer, const QString& transfer) override { m_transfers->moveToTop(offerer, transfer); }
  void pauseAll() override { m_transfers->pauseAll(); }
  void continueAll() override { m_transfers->resumeAll(); }
  void retryFailed() override { m_transfers->retryFailed(); }
  void clearFinished() override { m_transfers->clearFinished(); }
  void setSaveFolder(const QString& folder) override { m_transfers->setSaveFolder(folder); }
  void setAcceptRule(AcceptRule rule) override { m_transfers->setAcceptRule(rule); }
  void setConflict(Conflict conflict) override { m_transfers->setConflict(conflict); }
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

  TransferManager* m_transfers = nullptr;
};

}  // namespace landline::session
