// How long the UI thread is busy at a stretch, and how long chat takes, while a large file goes from one window to the
// other. Both real windows live in this one process and share its UI thread, so what is measured is worse than what a
// person has. Usage: bench_ui FOLDER [GIBIBYTES]; FOLDER should be on a memory file system.

#include <QAbstractEventDispatcher>
#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <vector>

#include "client/client_node.h"
#include "client/client_window.h"
#include "server/hub.h"
#include "server/server_window.h"
#include "session/node_thread.h"
#include "wire/messages.h"

namespace {

using namespace landline;

/// Measures each stretch from the moment the event loop wakes up until it waits again.
class BusyMeter {
 public:
  BusyMeter() {
    auto* dispatcher = QAbstractEventDispatcher::instance();
    QObject::connect(dispatcher, &QAbstractEventDispatcher::awake, dispatcher, [this] {
      if (!m_stretch.isValid()) {
        m_stretch.start();
      }
    });
    QObject::connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, dispatcher, [this] {
      if (m_stretch.isValid()) {
        if (m_on) {
          m_stretches_us.push_back(m_stretch.nsecsElapsed() / 1000);
        }
        m_stretch.invalidate();
      }
    });
  }
  void setOn(bool on) { m_on = on; }
  std::vector<qint64>& stretchesUs() { return m_stretches_us; }

 private:
  QElapsedTimer m_stretch;
  std::vector<qint64> m_stretches_us;
  bool m_on = false;
};

double quantileMs(std::vector<qint64>& us, double quantile) {
  if (us.empty()) {
    return 0;
  }
  std::sort(us.begin(), us.end());
  const auto index = static_cast<std::size_t>(quantile * static_cast<double>(us.size() - 1));
  return static_cast<double>(us[index]) / 1000.0;
}

/// Sends a message every 10 ms from the client to the server and takes the time until its receipt, in the node's
/// thread.
class ChatMeter : public QObject {
 public:
  ChatMeter(client::ClientNode& node, PeerId server) : m_node(node), m_server(server) {
    moveToThread(node.thread());
    connect(&node, &session::Node::deliveryChanged, this,
            [this](const QString& id, session::Delivery delivery, const Error&) {
              if (delivery == session::Delivery::Received && id == m_open) {
                m_round_trips_us.push_back(m_clock.nsecsElapsed() / 1000);
                m_open.clear();
              }
            });
  }
  void start() {
    QMetaObject::invokeMethod(this, [this] {
      m_timer = new QTimer(this);
      connect(m_timer, &QTimer::timeout, this, [this] {
        if (m_open.isEmpty()) {
          m_open = wire::newUuid();
          m_clock.start();
          m_node.sendMessage(m_open, m_server.hex(), QStringLiteral("tick"));
        }
      });
      m_timer->start(10);
    });
  }
  /// Ends in the node's thread before this object is deleted there.
  std::vector<qint64> finish() {
    std::vector<qint64> result;
    QMetaObject::invokeMethod(
        this,
        [this, &result] {
          m_timer->stop();
          result = m_round_trips_us;
          deleteLater();
        },
        Qt::BlockingQueuedConnection);
    return result;
  }

 private:
  client::ClientNode& m_node;
  PeerId m_server;
  QTimer* m_timer = nullptr;
  QElapsedTimer m_clock;
  QString m_open;
  std::vector<qint64> m_round_trips_us;
};

}  // namespace

int main(int argc, char** argv) {
  // GLib's dispatcher handles events between aboutToBlock() and awake(), where they would not be counted.
  qputenv("QT_NO_GLIB", "1");
  QApplication application(argc, argv);
  session::registerMetaTypes();
  const QStringList arguments = QCoreApplication::arguments();
  if (arguments.size() < 2) {
    std::fputs("usage: bench_ui FOLDER [GIBIBYTES]\n", stderr);
    return 2;
  }
  const qint64 size = (arguments.size() > 2 ? arguments[2].toLongLong() : 4) << 30;
  const QTemporaryDir folder(arguments[1] + QStringLiteral("/bench-ui-XXXXXX"));
  QFile source(folder.filePath(QStringLiteral("source.img")));
  if (!source.open(QIODevice::WriteOnly)) {
    std::perror("source");
    return 1;
  }
  const QByteArray block(1 << 20, 'x');
  for (qint64 written = 0; written < size; written += block.size()) {
    source.write(block);
  }
  source.close();

  const SystemClock clock;
  auto hub = server::Hub::create(*Profile::open(folder.filePath(QStringLiteral("server"))), {});
  auto made = client::ClientNode::create(*Profile::open(folder.filePath(QStringLiteral("client"))), {});
  if (!hub || !made) {
    return 1;
  }
  server::Hub& server_node = **hub;
  client::ClientNode& client_node = **made;
  const PeerId server_id = server_node.id();
  session::NodeThread server_thread(std::move(*hub));
  session::NodeThread client_thread(std::move(*made));
  server::ServerOverrides server_overrides;
  server_overrides.address = QStringLiteral("127.0.0.1");
  server_overrides.port = quint16(0);
  server_overrides.access = trust::Access::Open;
  server_overrides.accept_rule = session::AcceptRule::All;
  server_overrides.save_folder = folder.filePath(QStringLiteral("saved"));
  server_overrides.begin = true;
  server::ServerWindow server_window(server_node, clock, folder.filePath(QStringLiteral("server.ini")),
                                     server_overrides);
  client::ClientWindow client_window(client_node, clock, folder.filePath(QStringLiteral("client.ini")));
  server_window.show();
  client_window.show();

  BusyMeter busy;
  auto* chat = new ChatMeter(client_node, server_id);
  QElapsedTimer transfer_time;
  QObject::connect(&server_node, &session::Node::stateChanged, qApp, [&](const session::LinkState& state) {
    if (state.phase == session::LinkState::Phase::Listening) {
      QMetaObject::invokeMethod(&client_node, [&client_node, port = state.port] {
        client_node.connectTo(QStringLiteral("127.0.0.1"), port, QStringLiteral("desk-7"));
      });
    }
  });
  QObject::connect(&client_node, &session::Node::stateChanged, qApp, [&](const session::LinkState& state) {
    if (state.phase == session::LinkState::Phase::Online && !transfer_time.isValid()) {
      transfer_time.start();
      busy.setOn(true);
      chat->start();
      QMetaObject::invokeMethod(&client_node, [&client_node, server_id, path = source.fileName()] {
        client_node.sendFiles(server_id.hex(), {path});
      });
    }
  });
  double seconds = 0;
  bool done = false;
  QObject::connect(&client_node, &session::Node::transferChanged, qApp, [&](const session::TransferInfo& info) {
    if (info.over()) {
      busy.setOn(false);
      seconds = static_cast<double>(transfer_time.elapsed()) / 1000.0;
      done = info.state == session::TransferInfo::State::Done;
      QCoreApplication::quit();
    }
  });
  server_thread.start();
  client_thread.start();
  QApplication::exec();

  std::vector<qint64> round_trips = chat->finish();
  std::printf("transfer   %s, %.2f GiB in %.2f s, %.0f MB/s\n", done ? "done" : "FAILED",
              static_cast<double>(size) / (1 << 30), seconds, static_cast<double>(size) / seconds / 1e6);
  std::printf("ui busy    %zu stretches, median %.2f ms, p99 %.2f ms, longest %.2f ms\n", busy.stretchesUs().size(),
              quantileMs(busy.stretchesUs(), 0.5), quantileMs(busy.stretchesUs(), 0.99),
              quantileMs(busy.stretchesUs(), 1.0));
  std::printf("chat       %zu round trips, median %.2f ms, p99 %.2f ms, longest %.2f ms\n", round_trips.size(),
              quantileMs(round_trips, 0.5), quantileMs(round_trips, 0.99), quantileMs(round_trips, 1.0));
  return done ? 0 : 1;
}
