// The Qt lessons' sender and receiver of datagrams.
//
//     qt_udp_peer send ADDRESS PORT MILLISECONDS TEXT [INTERFACE]
//     qt_udp_peer receive PORT [GROUP [INTERFACE]]
//
// ADDRESS is that of a computer, of everybody or of a group, which is sent to with TTL 1. INTERFACE is the name of the
// one by which a group is reached. The receiver prints "listening on PORT" and "from HOST got [TEXT]".

#include <QCoreApplication>
#include <QNetworkDatagram>
#include <QNetworkInterface>
#include <QTextStream>
#include <QTimer>
#include <QUdpSocket>
#include <QVariant>

int main(int argc, char** argv) {
  const QCoreApplication app(argc, argv);
  const QStringList words = app.arguments();
  QTextStream out(stdout);
  QUdpSocket socket;
  QTimer interval;
  if (words.value(1) == QLatin1String("send")) {
    const QHostAddress to(words.at(2));
    socket.bind(QHostAddress(QHostAddress::AnyIPv4), 0);
    if (to.isMulticast()) {
      socket.setSocketOption(QAbstractSocket::MulticastTtlOption, 1);
      socket.setMulticastInterface(QNetworkInterface::interfaceFromName(words.value(6)));
    }
    QObject::connect(&interval, &QTimer::timeout, &socket,
                     [&socket, to, words] { socket.writeDatagram(words.at(5).toUtf8(), to, words.at(3).toUShort()); });
    interval.start(words.at(4).toInt());
    return QCoreApplication::exec();
  }
  if (!socket.bind(QHostAddress::AnyIPv4, words.at(2).toUShort(),
                   QUdpSocket::ShareAddress | QUdpSocket::ReuseAddressHint)) {
    return 1;
  }
  if (words.size() > 3 &&
      !socket.joinMulticastGroup(QHostAddress(words.at(3)), QNetworkInterface::interfaceFromName(words.value(4)))) {
    return 1;
  }
  QObject::connect(&socket, &QUdpSocket::readyRead, &socket, [&] {
    while (socket.hasPendingDatagrams()) {
      const QNetworkDatagram datagram = socket.receiveDatagram();
      out << "from " << datagram.senderAddress().toString() << " got [" << QString::fromUtf8(datagram.data()) << "]"
          << Qt::endl;
    }
  });
  out << "listening on " << socket.localPort() << Qt::endl;
  return QCoreApplication::exec();
}
