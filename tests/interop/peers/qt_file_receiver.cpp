// The Qt lesson's receiver of files: what comes first is a header and nothing else, `name&size`, parted at the "&". It
// answers `ok` and takes the next `size` octets for the file.
//
//     qt_file_receiver FOLDER [ANSWER]
//
// Prints "listening on PORT", "header [NAME&SIZE]" and "received NAME" for each file. ANSWER is said in place of `ok`.

#include <QCoreApplication>
#include <QFile>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTextStream>

namespace {

class FileReceiver : public QObject {
 public:
  FileReceiver(const QString& folder, const QByteArray& answer) : m_folder(folder), m_answer(answer) {
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
      m_socket = m_server.nextPendingConnection();
      connect(m_socket, &QTcpSocket::readyRead, this, [this] { read(); });
      connect(m_socket, &QTcpSocket::disconnected, this, [this] { m_file.close(); });
    });
    if (m_server.listen(QHostAddress::LocalHost)) {
      m_out << "listening on " << m_server.serverPort() << Qt::endl;
    }
  }

 private:
  void read() {
    const QByteArray octets = m_socket->readAll();
    if (!m_file.isOpen()) {
      const QString header = QString::fromUtf8(octets);
      m_out << "header [" << header << "]" << Qt::endl;
      m_file.setFileName(m_folder + QLatin1Char('/') + header.section(QLatin1Char('&'), 0, 0));
      m_left = header.section(QLatin1Char('&'), 1, 1).toLongLong();
      if (m_answer == "ok") {
        m_file.open(QIODevice::WriteOnly);
      }
      m_socket->write(m_answer);
    } else {
      m_left -= m_file.write(octets);
    }
    if (m_file.isOpen() && m_left == 0) {
      m_file.close();
      m_out << "received " << m_file.fileName().section(QLatin1Char('/'), -1) << Qt::endl;
    }
  }

  QTextStream m_out{stdout};
  QTcpServer m_server;
  QTcpSocket* m_socket = nullptr;
  QString m_folder;
  QByteArray m_answer;
  QFile m_file;
  qint64 m_left = 0;
};

}  // namespace

int main(int argc, char** argv) {
  const QCoreApplication app(argc, argv);
  const QStringList words = app.arguments();
  const FileReceiver receiver(words.at(1), words.size() > 2 ? words.at(2).toUtf8() : QByteArray("ok"));
  return QCoreApplication::exec();
}
