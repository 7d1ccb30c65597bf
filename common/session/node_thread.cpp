#include "session/node_thread.h"

namespace landline::session {

NodeThread::NodeThread(std::unique_ptr<Node> node) : m_node(node.release()) {
  m_thread.setObjectName(QStringLiteral("node"));
  m_node->moveToThread(&m_thread);
  QObject::connect(&m_thread, &QThread::finished, m_node, &QObject::deleteLater);
  QObject::connect(m_node, &Node::stopped, &m_thread, &QThread::quit);
}

NodeThread::~NodeThread() {
  if (m_started) {
    QMetaObject::invokeMethod(m_node, &Node::stop, Qt::QueuedConnection);
    m_thread.wait();
  } else {
    delete m_node;
  }
}

void NodeThread::start() {
  m_started = true;
  m_thread.start();
  QMetaObject::invokeMethod(m_node, &Node::start, Qt::QueuedConnection);
}

}  // namespace landline::session
