#pragma once

#include <QThread>

#include <memory>

#include "session/node.h"

namespace landline::session {

/// The thread that a node lives in. Begins with start(), ends with stop(): the destructor waits for both the node's
/// orderly end and the thread. Connect the faces between construction and start().
class NodeThread {
 public:
  explicit NodeThread(std::unique_ptr<Node> node);
  NodeThread(const NodeThread&) = delete;
  NodeThread& operator=(const NodeThread&) = delete;
  ~NodeThread();

  void start();

 private:
  QThread m_thread;
  Node* m_node;  // lives in m_thread, deleted when it ends
  bool m_started = false;
};

}  // namespace landline::session
