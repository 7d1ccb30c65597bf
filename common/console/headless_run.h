#pragma once

#include <QObject>

#include <functional>
#include <memory>

#include "console/json_face.h"
#include "console/options.h"
#include "console/process.h"
#include "console/text_face.h"
#include "session/node_thread.h"

namespace landline::console {

/// One run of either program without a window: the node in its thread, the face that was asked for, the signals of the
/// process, and the exit code. Built in main(), after the application object.
class HeadlessRun : public QObject {
  Q_OBJECT

 public:
  HeadlessRun(std::unique_ptr<session::Node> node, const CommonOptions& options);

  /// Ends the run in order; exec() then returns `exit_code`. The first call counts.
  void end(int exit_code);

  void showError(const Error& error);

  /// Starts the node, posts `begin` to its thread, and runs until end() is done.
  int exec(std::function<void()> begin);

 private:
  session::Node& m_node;
  session::NodeThread m_thread;
  TerminationSignals m_signals;
  std::unique_ptr<JsonFace> m_json;  // one of the two
  std::unique_ptr<TextFace> m_text;
  bool m_ending = false;
  int m_exit_code = 0;
};

}  // namespace landline::console
