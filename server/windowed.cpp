#include "server/windowed.h"

#include <utility>

#include "console/windowed_run.h"
#include "models/log_relay.h"
#include "server/server_window.h"

namespace landline::server {

namespace {

// Qt takes a plain function as its message handler, so what that function needs cannot be passed in.
models::LogRelay* log_relay = nullptr;
QtMessageHandler usual_handler = nullptr;

void handleMessage(QtMsgType type, const QMessageLogContext& context, const QString& message) {
  usual_handler(type, context, message);
  log_relay->handle(type, context, message);
}

/// While it lives, what is logged is shown in the window, too.
class LogCapture {
 public:
  explicit LogCapture(models::LogModel& log) {
    QObject::connect(&m_relay, &models::LogRelay::lineLogged, &log, &models::LogModel::append);
    log_relay = &m_relay;
    usual_handler = qInstallMessageHandler(handleMessage);
  }
  LogCapture(const LogCapture&) = delete;
  LogCapture& operator=(const LogCapture&) = delete;
  ~LogCapture() { qInstallMessageHandler(usual_handler); }

 private:
  models::LogRelay m_relay;
};

}  // namespace

int runWindowed(std::unique_ptr<Hub> hub, const Profile& profile, const console::ServerOptions& options,
                net::SingleInstance& instance) {
  Hub& node = *hub;
  const SystemClock clock;
  session::NodeThread thread(std::move(hub));
  const ServerOverrides overrides{console::overridesOf(options.common, options.listen, options.address, options.port),
                                  options.access, options.plain};
  ServerWindow window(node, clock, profile.path(QStringLiteral("settings.ini")), overrides);
  const LogCapture capture(window.log());
  return console::runWindow(window, node, thread, instance);
}

}  // namespace landline::server
