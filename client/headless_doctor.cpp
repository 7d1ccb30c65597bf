#include "client/headless_doctor.h"

#include <QTimer>

#include <utility>

#include "console/doctor_events.h"
#include "console/exit_code.h"
#include "console/headless_run.h"
#include "models/doctor_text.h"

namespace landline::client {

int runDoctor(std::unique_ptr<ClientNode> client, const console::ClientOptions& options) {
  ClientNode& node = *client;
  console::HeadlessRun run(std::move(client), options.common);
  console::DoctorLog log;
  run.setCodeWhenTold([] { return console::kExitFailed; });
  QObject::connect(&node, &ClientNode::diagnosisChanged, &run, [&](const session::DoctorReport& report) {
    const console::DoctorLog::News news = log.note(report);
    for (const QByteArray& event : news.events) {
      run.tell(event, {});
    }
    for (const QString& line : news.text) {
      run.tell({}, line);
    }
    if (report.finished) {
      run.end(models::isAllWell(report) ? console::kExitDone : console::kExitFailed);
    }
  });
  QTimer time;
  time.setSingleShot(true);
  QObject::connect(&time, &QTimer::timeout, &node, &ClientNode::cancelDiagnosis, Qt::QueuedConnection);
  if (options.timeout) {
    time.start(*options.timeout);
  }
  return run.exec([&node, &options] { node.diagnose(options.host, options.port); });
}

}  // namespace landline::client
