#include "console/headless_run.h"

#include <QCoreApplication>
#include <unistd.h>

#include <utility>

#include "console/exit_code.h"
#include "console/post.h"

namespace landline::console {

HeadlessRun::HeadlessRun(std::unique_ptr<session::Node> node, const CommonOptions& options)
    : m_node(*node), m_options(options), m_thread(std::move(node)) {
  if (options.json) {
    m_json = std::make_unique<JsonFace>(m_node, options.conflictRule(), STDIN_FILENO, STDOUT_FILENO);
    connect(m_json.get(), &JsonFace::quitRequested, this, &HeadlessRun::endAsTold);
    connect(m_json.get(), &JsonFace::outputFailed, this, [this] { end(kExitFailed); });
  } else {
    m_text = std::make_unique<TextFace>(m_node, options.acceptRule(), STDOUT_FILENO);
    connect(m_text.get(), &TextFace::outputFailed, this, [this] { end(kExitFailed); });
  }
  connect(&m_signals, &TerminationSignals::received, this, &HeadlessRun::endAsTold);
  connect(&m_node, &session::Node::stopped, qApp, &QCoreApplication::quit);
}

void HeadlessRun::end(int exit_code) {
  if (!m_ending) {
    m_ending = true;
    m_exit_code = exit_code;
    m_thread.stop();
  }
}

void HeadlessRun::showError(const Error& error) {
  if (m_json) {
    m_json->showError(error);
  } else {
    m_text->showError(error);
  }
}

void HeadlessRun::tell(const QByteArray& event, const QString& text) {
  if (m_json && !event.isEmpty()) {
    m_json->tell(event);
  } else if (m_text && !text.isEmpty()) {
    m_text->say(text);
  }
}

int HeadlessRun::exec(std::function<void()> begin) {
  m_thread.start();
  post(m_node, [&node = m_node, options = m_options] { options.applyTo(node); });
  QMetaObject::invokeMethod(&m_node, std::move(begin), Qt::QueuedConnection);
  QCoreApplication::exec();
  if (m_json) {
    m_json->finish();
  } else {
    m_text->finish();
  }
  return m_exit_code;
}

}  // namespace landline::console
