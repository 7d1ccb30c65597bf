#pragma once

#include <QObject>

#include <functional>
#include <memory>
#include <utility>

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

  /// What the exit code is when the process or a script says that it should end; without this kExitDone.
  void setCodeWhenTold(std::function<int()> code) { m_code_when_told = std::move(code); }

  void showError(const Error& error);

  /// What the node's faces do not know of: `event` for scripts, `text` for people; one of them may be empty.
  void tell(const QByteArray& event, const QString& text);

  /// Starts the node, tells it what the options say of transfers, posts `begin` to its thread, and runs until end() is
  /// done. What is unfinished then is kept by the node, and told.
  int exec(std::function<void()> begin);

 private:
  void endAsTold() { end(m_code_when_told ? m_code_when_told() : 0); }

  session::Node& m_node;
  CommonOptions m_options;
  session::NodeThread m_thread;
  TerminationSignals m_signals;
  std::unique_ptr<JsonFace> m_json;  // one of the two
  std::unique_ptr<TextFace> m_text;
  std::function<int()> m_code_when_told;
  bool m_ending = false;
  int m_exit_code = 0;
};

}  // namespace landline::console
