#pragma once

#include <QProcess>
#include <QRegularExpression>
#include <QString>
#include <QStringList>

#include <string>

#include "support/wait_for.h"

namespace landline::test {

/// A program that knows nothing of Landline: its standard input is typed by the test, its output read.
///
///     Peer server(Peer::own("qt_text_server"), {"0"});
///     server.port();                 // it says "listening on PORT"
///     server.says("got [Hello]");
class Peer {
 public:
  /// The path of one of the programs in tests/interop/peers.
  static QString own(const char* name) {
    return QStringLiteral(LANDLINE_BUILD_DIR "/tests/interop/peers/%1").arg(QLatin1String(name));
  }

  /// `before` is a command that runs the program, such as nsenter; empty: none.
  Peer(const QString& program, const QStringList& arguments, const QStringList& before = {}) {
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    QStringList command = before;
    command << program << arguments;
    m_process.start(command.takeFirst(), command);
  }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;
  ~Peer() {
    if (m_process.state() != QProcess::NotRunning) {
      m_process.kill();
      m_process.waitForFinished();
    }
  }

  void type(const QString& text) { m_process.write(text.toUtf8()); }
  void typeLine(const QString& line) { type(line + QLatin1Char('\n')); }
  void endInput() { m_process.closeWriteChannel(); }

  /// Whether it has printed this, or does so yet.
  bool says(const QString& text) {
    return waitFor([&] { return said().contains(text); });
  }
  bool says(const char* text) { return says(QString::fromUtf8(text)); }
  /// How often it has printed this until now.
  int count(const QString& text) { return static_cast<int>(said().count(text)); }
  const QString& said() {
    m_octets += m_process.readAll();
    m_said = QString::fromUtf8(m_octets);
    return m_said;
  }
  /// All of that, for a failure's message.
  std::string told() { return said().toStdString(); }

  /// The port that it says it listens on, waited for; 0: it says none.
  quint16 port() {
    static const QRegularExpression listening(QStringLiteral("[Ll]istening on (?:.*[ :])?(\\d+)\\n"));
    QRegularExpressionMatch match;
    const bool found = waitFor([&] { return (match = listening.match(said())).hasMatch(); });
    return found ? static_cast<quint16>(match.captured(1).toUShort()) : quint16{0};
  }

  bool ends() {
    return waitFor([this] { return m_process.state() == QProcess::NotRunning; });
  }
  /// The exit code, waited for; -1 where it does not end by itself.
  int exitCode() { return ends() && m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1; }

 private:
  QProcess m_process;
  QByteArray m_octets;
  QString m_said;
};

}  // namespace landline::test
