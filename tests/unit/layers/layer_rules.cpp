#include "layer_rules.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>

#include <algorithm>

namespace landline::test {

namespace {

const QStringList& layers() {
  static const QStringList list =
      QStringLiteral("core wire files trust net session history models widgets console").split(QLatin1Char(' '));
  return list;
}

bool isProgram(const QString& folder) {
  return folder == QLatin1String("client") || folder == QLatin1String("server");
}

/// The place of a folder from left to right; programs stand at the right of all.
int rank(const QString& folder) {
  return isProgram(folder) ? static_cast<int>(layers().size()) : static_cast<int>(layers().indexOf(folder));
}

bool isLeftOf(const QString& folder, const char* layer) {
  return rank(folder) < rank(QString::fromLatin1(layer));
}

QSet<QString> namesIn(const QString& folder) {
  const QStringList names = QDir(folder).entryList(QDir::Files);
  return {names.cbegin(), names.cend()};
}

/// The module's name may stand before: <QtNetwork/QTcpSocket>.
QString withoutModule(const QString& header) {
  return header.section(QLatin1Char('/'), -1);
}

const QSet<QString>& sockets() {
  static const QSet<QString> names{
      QStringLiteral("QAbstractSocket"), QStringLiteral("QTcpSocket"),       QStringLiteral("QSslSocket"),
      QStringLiteral("QUdpSocket"),      QStringLiteral("QTcpServer"),       QStringLiteral("QLocalSocket"),
      QStringLiteral("QLocalServer"),    QStringLiteral("QNetworkDatagram"), QStringLiteral("QNetworkProxy")};
  return names;
}

/// What wire may not know of: objects, sockets, files, clocks, threads, logs.
bool isForbiddenInWire(const QString& header) {
  static const QRegularExpression pattern(QStringLiteral(
      "^(QObject|QIODevice|QFile|QFileInfo|QFileDevice|QSaveFile|QTemporary.*|QDir|QDirIterator|QDateTime|QDate|QTime|"
      "QTimer|QElapsedTimer|QDeadlineTimer|QThread|QMutex|QLoggingCategory|QDebug|QSettings|QCoreApplication|QProcess|"
      "fcntl\\.h|unistd\\.h|poll\\.h|stdio\\.h|time\\.h|sys/.*|netinet/.*|arpa/.*|openssl/"
      ".*|fstream|filesystem|iostream|"
      "cstdio|ctime|thread|mutex|core/(clock|logging|profile|stream|worker_threads)\\.h)$"));
  return pattern.match(header).hasMatch();
}

QStringList allSources(const QString& root, const QStringList& folders) {
  QStringList result;
  for (const QString& folder : folders) {
    QDirIterator files(root + QLatin1Char('/') + folder, {QStringLiteral("*.h"), QStringLiteral("*.cpp")}, QDir::Files,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
      result.append(files.next());
    }
  }
  result.sort();
  return result;
}

const QStringList& productFolders() {
  static const QStringList folders{QStringLiteral("common"), QStringLiteral("client"), QStringLiteral("server")};
  return folders;
}

QStringList linesOf(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) {
    return {};
  }
  QStringList lines = QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'));
  lines.removeLast();  // behind the last line feed
  return lines;
}

/// "wire" for common/wire/header.h, "client" for client/main.cpp.
QString folderOf(const QString& relative) {
  const QString top = relative.section(QLatin1Char('/'), 0, 0);
  return top == QLatin1String("common") ? relative.section(QLatin1Char('/'), 1, 1) : top;
}

}  // namespace

QtHeaders QtHeaders::read(const QString& network, const QString& widgets, const QString& gui, const QString& sql) {
  return {namesIn(network), namesIn(widgets), namesIn(gui), namesIn(sql)};
}

int LayerRules::sourceCount(const QString& root) {
  return static_cast<int>(allSources(root, productFolders()).size());
}

QStringList LayerRules::breaches(const QString& root) const {
  static const QRegularExpression include(QStringLiteral(R"re(^\s*#\s*include\s*([<"])([^>"]+)[>"])re"));
  const QDir top(root);
  QStringList result;
  for (const QString& path : allSources(root, productFolders() + QStringList(QStringLiteral("tests")))) {
    const QString relative = top.relativeFilePath(path);
    const QStringList lines = linesOf(path);
    if (lines.size() > kMostLines) {
      result.append(QStringLiteral("%1:%2: over %3 lines").arg(relative).arg(lines.size()).arg(kMostLines));
    }
    if (relative.startsWith(QLatin1String("tests/"))) {
      continue;  // tests may include anything
    }
    const QString folder = folderOf(relative);
    if (rank(folder) < 0) {
      result.append(QStringLiteral("%1:1: %2 is not a layer").arg(relative, folder));
      continue;
    }
    for (int i = 0; i < lines.size(); ++i) {
      const QRegularExpressionMatch match = include.match(lines[i]);
      if (!match.hasMatch()) {
        continue;
      }
      for (const QString& what : includeBreaches(folder, match.captured(2), match.captured(1) == QLatin1String("\""))) {
        result.append(QStringLiteral("%1:%2: %3").arg(relative).arg(i + 1).arg(what));
      }
    }
  }
  return result;
}

QStringList LayerRules::includeBreaches(const QString& folder, const QString& header, bool quoted) const {
  QStringList result = quoted ? ownHeaderBreaches(folder, header) : foreignHeaderBreaches(folder, header);
  // <QtCore/QFile> is QFile, but <sys/stat.h> is not stat.h.
  const QString name = header.startsWith(QLatin1String("Qt")) ? withoutModule(header) : header;
  if (folder == QLatin1String("wire") && isForbiddenInWire(name)) {
    result.append(QStringLiteral("wire is sans I/O: no %1").arg(header));
  }
  return result;
}

QStringList LayerRules::ownHeaderBreaches(const QString& folder, const QString& header) const {
  const QString other = header.section(QLatin1Char('/'), 0, 0);
  if (!header.contains(QLatin1Char('/')) || header.startsWith(QLatin1Char('.'))) {
    return {QStringLiteral("%1 is not named from the top: layer/file.h").arg(header)};
  }
  if (rank(other) < 0) {
    return {QStringLiteral("%1 is neither a layer's nor a program's").arg(header)};
  }
  if (rank(other) > rank(folder) || (isProgram(other) && other != folder)) {
    return {QStringLiteral("%1 may not include %2").arg(folder, header)};
  }
  // A panel shows plain values; how they came about is none of its business.
  static const QSet<QString> plain_values{QStringLiteral("wire/messages.h"),
                                          QStringLiteral("net/host_interfaces.h"),
                                          QStringLiteral("net/usable_interfaces.h"),
                                          QStringLiteral("session/node.h"),
                                          QStringLiteral("session/datagram_values.h"),
                                          QStringLiteral("session/datagram_text.h"),
                                          QStringLiteral("session/discovery_values.h"),
                                          QStringLiteral("session/doctor_values.h"),
                                          QStringLiteral("session/doctor_findings.h")};
  const bool shows = folder == QLatin1String("widgets") || folder == QLatin1String("models");
  const bool moves =
      other == QLatin1String("wire") || other == QLatin1String("net") || other == QLatin1String("session");
  if (shows && moves && !plain_values.contains(header)) {
    return {QStringLiteral("%1 may not include %2: plain values only").arg(folder, header)};
  }
  return {};
}

QStringList LayerRules::foreignHeaderBreaches(const QString& folder, const QString& header) const {
  QStringList result;
  const QString name = withoutModule(header);
  const auto forbid = [&](bool condition, const char* why) {
    if (condition) {
      result.append(QStringLiteral("%1 may not include %2: %3").arg(folder, header, QString::fromLatin1(why)));
    }
  };
  const bool is_net = folder == QLatin1String("net");
  const bool is_trust = folder == QLatin1String("trust");
  const bool is_certificate =
      name == QLatin1String("QSslCertificate") || name == QLatin1String("QSslKey") || name == QLatin1String("QSsl");
  const bool is_system_socket = header == QLatin1String("sys/socket.h") || header == QLatin1String("sys/un.h") ||
                                header.startsWith(QLatin1String("netinet/")) ||
                                header.startsWith(QLatin1String("arpa/"));
  forbid(m_qt.network.contains(name) && isLeftOf(folder, "net") && !(is_trust && is_certificate),
         "QtNetwork begins at net, certificates at trust");
  forbid((sockets().contains(name) || is_system_socket) && !is_net, "only net owns sockets");
  forbid(m_qt.widgets.contains(name) && isLeftOf(folder, "widgets"), "QtWidgets begins at widgets");
  forbid(m_qt.gui.contains(name) && isLeftOf(folder, "models"), "QtGui begins at models");
  forbid(m_qt.sql.contains(name) && folder != QLatin1String("history"), "only history knows SQL");
  forbid(header.startsWith(QLatin1String("openssl/")) && !is_trust && !is_net, "OpenSSL is for trust and net");
  forbid(header.startsWith(QLatin1String("nlohmann/")) && folder != QLatin1String("wire") &&
             folder != QLatin1String("console"),
         "this JSON is for wire and console");
  return result;
}

}  // namespace landline::test
