// The Qt lesson's sender of files: writes `name&size`, waits for `ok`, then writes the file in blocks of 64 KiB, each
// when the one before has left.
//
//     qt_file_sender HOST PORT FILE...
//
// Prints "got [TEXT]" for each answer and "sent NAME" for each file, one after another on one connection, and ends when
// the last one has left or the other side has.

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QTcpSocket>
#include <QTextStream>

namespace {

class FileSender : public QObject {
 public:
  FileSender(const QString& host, quint16 port, const QStringList& paths) : m_paths(paths) {
    connect(&m_socket, &QTcpSocket::connected, this, [this] { announce(); });
    connect(&m_socket, &QTcpSocket::readyRead, this, [this] { readAnswer(); });
    connect(&m_socket, &QTcpSocket::bytesWritten, this, [this] { sendMore(); });
    connect(&m_socket, &QTcpSocket::disconnected, this, [this] { QCoreApplication::exit(m_paths.isEmpty() ? 0 : 1); });
    m_socket.connectToHost(host, port);
  }

 private:
  void announce() {
    m_file.setFileName(m_paths.first());
    if (!m_file.open(QIODevice::ReadOnly)) {
      QCoreApplication::exit(1);
      return;
    }
    m_left = m_file.size();
    m_agreed = false;
    m_socket.write(QStringLiteral("%1&%2").arg(QFileInfo(m_file).fileName()).arg(m_left).toUtf8());
  }

  void readAnswer() {
    const QByteArray answer = m_socket.readAll();
    m_out << "got [" << QString::fromUtf8(answer).trimmed() << "]" << Qt::endl;
    if (answer == "ok") {
      m_agreed = true;
      sendMore();
    }
  }

  void sendMore() {
    if (!m_agreed || m_socket.bytesToWrite() > 0) {
      return;
    }
    if (m_left > 0) {
      const QByteArray block = m_file.read(64 * 1024);
      m_left -= block.size();
      m_socket.write(block);
      return;
    }
    m_file.close();
    m_out << "sent " << QFileInfo(m_paths.takeFirst()).fileName() << Qt::endl;
    if (m_paths.isEmpty()) {
      m_socket.disconnectFromHost();
    } else {
      announce();
    }
  }

  QTextStream m_out{stdout};
  QTcpSocket m_socket;
  QStringList m_paths;  // the first one is being sent
  QFile m_file;
  qint64 m_left = 0;
  bool m_agreed = false;
};

}  // namespace

int main(int argc, char** argv) {
  const QCoreApplication app(argc, argv);
  const QStringList words = app.arguments();
  const FileSender sender(words.at(1), words.at(2).toUShort(), words.mid(3));
  return QCoreApplication::exec();
}
