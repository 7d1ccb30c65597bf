// The Qt lesson's client: what is typed is written as UTF-8, without a line end or anything else; what comes is shown.
//
//     qt_text_client HOST PORT
//
// Prints "connected", "got [TEXT]" for each readyRead(), and "disconnected".

#include "typed_lines.h"
#include <QCoreApplication>
#include <QTcpSocket>
#include <QTextStream>

int main(int argc, char** argv) {
  const QCoreApplication app(argc, argv);
  QTextStream out(stdout);
  QTcpSocket socket;
  QObject::connect(&socket, &QTcpSocket::connected, &socket, [&out] { out << "connected" << Qt::endl; });
  QObject::connect(&socket, &QTcpSocket::readyRead, &socket,
                   [&] { out << "got [" << QString::fromUtf8(socket.readAll()) << "]" << Qt::endl; });
  QObject::connect(&socket, &QTcpSocket::disconnected, &socket, [&out] {
    out << "disconnected" << Qt::endl;
    QCoreApplication::quit();
  });
  onTypedLines(&socket, [&socket](const QByteArray& line) { socket.write(line); });
  socket.connectToHost(app.arguments().at(1), app.arguments().at(2).toUShort());
  return QCoreApplication::exec();
}
