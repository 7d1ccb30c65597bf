#pragma once

#include <memory>

#include "net/network_thread.h"
#include "session/node.h"

namespace landline::session {

/// The thread that a node lives in. Begins with Node::start(), ends with Node::stop(): the destructor waits for the
/// node's orderly end and for the thread. Connect the faces between construction and start(); what they post to
/// the node meanwhile is done after Node::start(). They must not use the node any more when this object is destroyed.
class NodeThread {
 public:
  explicit NodeThread(std::unique_ptr<Node> node);
  NodeThread(const NodeThread&) = delete;
  NodeThread& operator=(const NodeThread&) = delete;
  ~NodeThread();

  void start();

  /// Begins the orderly end; Node::stopped() follows. Called again, or after the node stopped by itself, it does
  /// nothing.
  void stop();

 private:
  net::NetworkThread m_thread;
  QObject m_courier;  // in m_thread as well, but deleted after it has ended: safe to post to at any time
  Node* m_node;       // deleted in m_thread, when it ends
  bool m_started = false;
};

}  // namespace landline::session
