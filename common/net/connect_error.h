#pragma once

#include <QAbstractSocket>
#include <QString>

#include "core/error.h"

QT_BEGIN_NAMESPACE
class QSslSocket;
QT_END_NAMESPACE

namespace landline::net {

/// Why no control connection came about: what the socket says, as a code and a sentence with what to do. `address` is
/// the other side's, `server` is true where it was the other side that connected.
Error connectError(const QSslSocket& socket, QAbstractSocket::SocketError error, const QString& address, bool server);

/// The same for the error number of a system call on a descriptor that connects.
Error connectError(int system_error, const QString& address);

}  // namespace landline::net
