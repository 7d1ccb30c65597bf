#include "net/single_instance.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QLocalSocket>
#include <QStandardPaths>
#include <QTimer>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/logging.h"

namespace landline::net {

namespace {

constexpr char kRaise[] = "raise\n";
constexpr qint64 kRaiseSize = sizeof kRaise - 1;
constexpr int kCallers = 8;           // at once; the next ones wait in the kernel
constexpr int kCallerLifeMs = 2'000;  // of one that says nothing

bool fitsSocket(const QString& path) {
  return static_cast<std::size_t>(QFile::encodeName(path).size()) < sizeof(sockaddr_un::sun_path);
}

QString systemReason() {
  return QString::fromLocal8Bit(std::strerror(errno));
}

}  // namespace

SingleInstance::SingleInstance(const Profile& profile, QObject* parent)
    : QObject(parent), m_directory(profile.directory()), m_lock_path(profile.path(QStringLiteral("instance.lock"))) {
  const QString beside = profile.path(QStringLiteral("instance.socket"));
  if (fitsSocket(beside)) {
    m_socket_paths.append(beside);
  }
  // Qt makes a folder below /tmp, with a warning, where the session has no runtime folder: only when there is need.
  if (m_socket_paths.isEmpty() || qEnvironmentVariableIsSet("XDG_RUNTIME_DIR")) {
    const QByteArray where = QFile::encodeName(QDir(profile.directory()).canonicalPath());
    const QByteArray key = QCryptographicHash::hash(where, QCryptographicHash::Sha256).toHex().left(16);
    const QString runtime = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation) +
                            QStringLiteral("/landline-") + QString::fromLatin1(key);
    if (fitsSocket(runtime)) {
      m_socket_paths.append(runtime);
    }
  }
}

SingleInstance::~SingleInstance() {
  // The callers belong to m_server and would tell of their end when half of this object is gone.
  for (QLocalSocket* caller : m_server.findChildren<QLocalSocket*>()) {
    caller->disconnect(this);
  }
  m_server.close();
  if (m_lock >= 0) {
    // The file stays: removing it would let a third program lock a file that the second one no longer sees.
    ::close(m_lock);
  }
}

Result<void> SingleInstance::acquire() {
  if (m_lock >= 0) {
    return {};
  }
  const int lock = ::open(QFile::encodeName(m_lock_path).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (lock < 0) {
    return Error{codes::kPermission, QStringLiteral("%1 cannot be opened: %2.").arg(m_lock_path, systemReason())};
  }
  if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
    const bool busy = errno == EWOULDBLOCK;
    const Error error =
        busy ? Error{codes::kBusy,
                     QStringLiteral("The profile %1 is in use by a program that runs already.").arg(m_directory)}
             : Error{codes::kInternal, QStringLiteral("%1 cannot be locked: %2.").arg(m_lock_path, systemReason())};
    ::close(lock);
    return error;
  }
  m_lock = lock;
  return {};
}

bool SingleInstance::listen() {
  if (m_lock < 0) {
    return false;
  }
  m_server.setSocketOptions(QLocalServer::UserAccessOption);
  m_server.setMaxPendingConnections(kCallers);
  connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::greet);
  for (const QString& path : std::as_const(m_socket_paths)) {
    // Whoever holds the lock is alone, so a socket that is there was left by one that was killed.
    QLocalServer::removeServer(path);
    if (m_server.listen(path)) {
      return true;
    }
  }
  qCWarning(logApp) << "Another start cannot raise this window:" << m_server.errorString();
  return false;
}

bool SingleInstance::askFirstToShow(int timeout_ms) const {
  for (const QString& path : m_socket_paths) {
    QLocalSocket socket;
    socket.connectToServer(path);
    if (socket.waitForConnected(timeout_ms) && socket.write(kRaise, kRaiseSize) == kRaiseSize &&
        (socket.bytesToWrite() == 0 || socket.waitForBytesWritten(timeout_ms))) {
      return true;
    }
  }
  return false;
}

void SingleInstance::greet() {
  while (QLocalSocket* caller = m_server.nextPendingConnection()) {
    // One octet more than the word is enough to see that it is another; the rest is never taken from the
    // kernel.
    caller->setReadBufferSize(kRaiseSize + 1);
    const auto listen_to = [this, caller] {
      const QByteArray said = caller->peek(kRaiseSize + 1);
      if (said == QByteArray(kRaise)) {
        Q_EMIT showRequested();
      } else if (QByteArray(kRaise).startsWith(said) && caller->state() == QLocalSocket::ConnectedState) {
        return;  // not all of it yet
      }
      caller->disconnect(this);
      caller->abort();
      caller->deleteLater();
    };
    connect(caller, &QLocalSocket::readyRead, this, listen_to);
    connect(caller, &QLocalSocket::disconnected, this, listen_to);
    QTimer::singleShot(kCallerLifeMs, caller, [caller] { caller->abort(); });
    listen_to();
  }
}

}  // namespace landline::net
