#pragma once

#include "session/datagram_desk.h"

namespace landline::session {

/// What both programs' nodes have in common: the slots of Node that are about datagrams. `Interface` is Node or what a
/// program makes of it.
template <typename Interface>
class DatagramNode : public Interface {
 public:
  using Interface::Interface;

  void bindDatagrams(const DatagramSettings& settings) override { m_datagrams->bind(settings); }
  void closeDatagrams() override { m_datagrams->close(); }
  void sendDatagram(const DatagramRequest& request) override { m_datagrams->send(request); }
  void stopDatagrams() override { m_datagrams->stopRepeating(); }

 protected:
  /// Called once, in start().
  void startDatagrams(const Limits& limits, const Clock& clock) {
    m_datagrams = new DatagramDesk(limits, clock, this);
    QObject::connect(m_datagrams, &DatagramDesk::stateChanged, this, &Node::datagramStateChanged);
    QObject::connect(m_datagrams, &DatagramDesk::moved, this, &Node::datagramsMoved);
  }

  DatagramDesk* m_datagrams = nullptr;
};

}  // namespace landline::session
