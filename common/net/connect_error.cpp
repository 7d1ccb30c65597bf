#include "net/connect_error.h"

#include <QSslError>
#include <QSslSocket>

#include <cerrno>
#include <cstring>

namespace landline::net {

namespace {

Error connectionRefused(const QString& address) {
  return {
      codes::kConnectionRefused,
      QStringLiteral("Nothing listens at %1. Check the port, and that the server was told to listen.").arg(address)};
}

Error unreachable(const QString& address, const QString& why) {
  return {codes::kUnreachable,
          QStringLiteral("%1 cannot be reached: %2. Check the address and the network.").arg(address, why)};
}

}  // namespace

Error connectError(const QSslSocket& socket, QAbstractSocket::SocketError error, const QString& address, bool server) {
  switch (error) {
    case QAbstractSocket::HostNotFoundError:
      return {codes::kHostNotFound,
              QStringLiteral("The host of %1 was not found. Check its spelling, or use its IP address.").arg(address)};
    case QAbstractSocket::ConnectionRefusedError:
      return connectionRefused(address);
    case QAbstractSocket::RemoteHostClosedError:
      return {codes::kConnectionLost,
              server
                  ? QStringLiteral("%1 closed the connection before the TLS handshake was done.").arg(address)
                  : QStringLiteral("%1 closed the connection before the TLS handshake was done. It may have too many "
                                   "connections, or may not be a Landline server.")
                        .arg(address)};
    case QAbstractSocket::SslHandshakeFailedError:
    case QAbstractSocket::SslInternalError:
    case QAbstractSocket::SslInvalidUserDataError:
      return {codes::kTls,
              server ? QStringLiteral("The TLS handshake with %1 failed: %2.").arg(address, socket.errorString())
                     : QStringLiteral("The TLS handshake with %1 failed: %2. It may not be a Landline "
                                      "server, or one of another version.")
                           .arg(address, socket.errorString())};
    case QAbstractSocket::SocketTimeoutError:
      return {codes::kTimeout, QStringLiteral("%1 did not answer. Check the address and the network.").arg(address)};
    default:
      return unreachable(address, socket.errorString());
  }
}

Error connectError(int system_error, const QString& address) {
  switch (system_error) {
    case ECONNREFUSED:
      return connectionRefused(address);
    case ETIMEDOUT:
      return {codes::kTimeout, QStringLiteral("%1 did not answer. Check the address and the network.").arg(address)};
    default:
      return unreachable(address, QString::fromLocal8Bit(std::strerror(system_error)));
  }
}

}  // namespace landline::net
