#include "session/node_thread.h"

namespace landline::session {

NodeThread::NodeThread(std::unique_ptr<Node> node) : m_node(node.release()) {
  m_thread.setObjectName(QStringLiteral("node"));
  m_node->moveToThread(&m_thread);
  m_courier.moveToThread(&m_thread);
  QObject::connect(&m_thread, &net::NetworkThread::ending, m_node, &QObject::deleteLater);
  // Direct: the thread that owns m_thread may be waiting in the destructor.
  QObject::connect(m_node, &Node::stopped, &m_thread, &QThread::quit, Qt::DirectConnection);
  // Ahead of everything that faces post between now and start().
  QMetaObject::invokeMethod(m_node, &Node::start, Qt::QueuedConnection);
}

NodeThread::~NodeThread() {
  if (m_started) {
    stop();
    m_thread.wait();
  } else {
    delete m_node;
  }
}

void NodeThread::start() {
  m_started = true;
  m_thread.start();
}

void NodeThread::stop() {
  // Runs only while the thread's event loop does, and so long the node is there.
  QMetaObject::invokeMethod(
      &m_courier, [node = m_node] { node->stop(); }, Qt::QueuedConnection);
}

}  // namespace landline::session
