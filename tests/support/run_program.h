#pragma once

#include <QByteArray>
#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStringList>
#include <QVector>

#include <csignal>

#include "support/wait_for.h"

namespace landline::test {

/// One of the two programs, without a window, under a script.
///
///     RunProgram server("server", {"--listen", "127.0.0.1:0"});
///     const QJsonObject listening = server.await("listening");
class RunProgram {
 public:
  /// `before` is a command that runs the program, such as nsenter; empty: none.
  RunProgram(const char* which, const QStringList& options, const QStringList& before = {}) {
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    QObject::connect(&m_process, &QProcess::readyReadStandardOutput, &m_process, [this] { read(); });
    const QString name = QString::fromLatin1(which);
    QStringList command = before;
    command << QStringLiteral(LANDLINE_BUILD_DIR "/%1/landline-%1").arg(name) << QStringLiteral("--headless")
            << QStringLiteral("--json") << options;
    m_process.start(command.takeFirst(), command);
  }
  RunProgram(const RunProgram&) = delete;
  RunProgram& operator=(const RunProgram&) = delete;
  ~RunProgram() {
    if (m_process.state() != QProcess::NotRunning) {
      m_process.kill();
      m_process.waitForFinished();
    }
  }

  /// The first event of that name, waited for; empty where it does not come.
  QJsonObject await(const char* name) {
    return await(name, [](const QJsonObject&) { return true; });
  }
  template <typename Predicate>
  QJsonObject await(const char* name, Predicate is_it, int timeout_ms = 20'000) {
    QJsonObject found;
    waitFor(
        [&] {
          for (const QJsonObject& event : m_events) {
            if (event[QStringLiteral("event")] == QLatin1String(name) && is_it(event)) {
              found = event;
              return true;
            }
          }
          return false;
        },
        timeout_ms);
    return found;
  }

  /// How many events of that name it has told until now.
  int count(const char* name) {
    return count(name, [](const QJsonObject&) { return true; });
  }
  template <typename Predicate>
  int count(const char* name, Predicate is_it) {
    read();
    int result = 0;
    for (const QJsonObject& event : m_events) {
      result += event[QStringLiteral("event")] == QLatin1String(name) && is_it(event) ? 1 : 0;
    }
    return result;
  }

  void tell(const QByteArray& command) { m_process.write(command + '\n'); }
  void terminate() { ::kill(static_cast<pid_t>(m_process.processId()), SIGTERM); }

  /// The exit code, waited for; -1 where it does not end or was killed.
  int exitCode(int timeout_ms = 20'000) {
    const bool ended = waitFor([this] { return m_process.state() == QProcess::NotRunning; }, timeout_ms);
    read();
    return ended && m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
  }

  /// What it has told, for a failure's message.
  QByteArray told() const {
    QByteArray result;
    for (const QJsonObject& event : m_events) {
      result += QJsonDocument(event).toJson(QJsonDocument::Compact) + '\n';
    }
    return result;
  }

 private:
  void read() {
    m_unread += m_process.readAllStandardOutput();
    for (auto end = m_unread.indexOf('\n'); end >= 0; end = m_unread.indexOf('\n')) {
      m_events.append(QJsonDocument::fromJson(m_unread.left(end)).object());
      m_unread.remove(0, end + 1);
    }
  }

  QVector<QJsonObject> m_events;
  QByteArray m_unread;
  QProcess m_process;
};

}  // namespace landline::test
