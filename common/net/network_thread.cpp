#include "net/network_thread.h"

#include <QCoreApplication>
#include <QEvent>
#include <openssl/crypto.h>

namespace landline::net {

void NetworkThread::run() {
  exec();
  Q_EMIT ending();
  QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);  // sockets, which call OpenSSL once more
  OPENSSL_thread_stop();
}

}  // namespace landline::net
