// The Qt lesson's server: shows what each client writes and answers it. Nothing has a line end.
//
//     qt_text_server PORT
//
// Prints "listening on PORT", "got [TEXT]" for each readyRead(), and "disconnected". What is typed goes to all clients.

#include "typed_lines.h"
#include <QCoreApplication>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTextStream>

int main(int argc, char** argv) {
  const QCoreApplication app(argc, argv);
  QTextStream out(stdout);
  QTcpServer server;
  QObject::connect(&server, &QTcpServer::newConnection, &server, [&] {
    QTcpSocket* const client = server.nextPendingConnection();
    QObject::connect(client, &QTcpSocket::readyRead, client, [&out, client] {
      const QByteArray text = client->readAll();
      out << "got [" << QString::fromUtf8(text) << "]" << Qt::endl;
      client->write("You said: " + text.trimmed());
    });
    QObject::connect(client, &QTcpSocket::disconnected, client, [&out, client] {
      out << "disconnected" << Qt::endl;
      client->deleteLater();
    });
  });
  onTypedLines(&server, [&server](const QByteArray& line) {
    const auto clients = server.findChildren<QTcpSocket*>();
    for (QTcpSocket* const client : clients) {
      client->write(line);
    }
  });
  if (!server.listen(QHostAddress::LocalHost, app.arguments().at(1).toUShort())) {
    return 1;
  }
  out << "listening on " << server.serverPort() << Qt::endl;
  return QCoreApplication::exec();
}
