#pragma once

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QHash>
#include <QStringList>
#include <QTemporaryDir>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <mutex>
#include <set>
#include <utility>
#include <vector>

#include "core/file_descriptor.h"
#include "files/part_name.h"
#include "session/plain_desk.h"
#include "support/wait_for.h"

namespace landline::session {

/// The other end of a plain connection, by hand: octets out, octets in, nothing understood.
class RawPeer {
 public:
  RawPeer() = default;
  explicit RawPeer(FileDescriptor socket) : m_socket(std::move(socket)) {
    ::fcntl(m_socket.get(), F_SETFL, O_NONBLOCK);
  }

  /// As much as goes without waiting. The number of octets that went; negative where the connection is gone.
  qint64 offer(const QByteArray& octets) {
    const ssize_t sent =
        ::send(m_socket.get(), octets.constData(), static_cast<std::size_t>(octets.size()), MSG_NOSIGNAL);
    return sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) ? 0 : sent;
  }

  /// All of it, while the event loop runs.
  bool write(QByteArray octets) {
    return test::waitFor([&] {
             const qint64 sent = offer(octets);
             octets.remove(0, static_cast<int>(qMax<qint64>(sent, 0)));
             return octets.isEmpty() || sent < 0;
           }) &&
           octets.isEmpty();
  }

  /// Everything that has come so far.
  const QByteArray& received() {
    char some[64 * 1024];
    for (;;) {
      const ssize_t got = ::recv(m_socket.get(), some, sizeof(some), 0);
      if (got > 0) {
        m_received.append(some, static_cast<int>(got));
        continue;
      }
      m_ended = m_ended || got == 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
      return m_received;
    }
  }
  bool receives(const QByteArray& expected) {
    return test::waitFor([&] { return received().size() >= expected.size(); }) && received() == expected;
  }
  bool seesEnd() {
    return test::waitFor([&] {
      received();
      return m_ended;
    });
  }
  void forget() { m_received.clear(); }

  void endWriting() { ::shutdown(m_socket.get(), SHUT_WR); }
  void close() { m_socket.reset(); }
  int descriptor() const { return m_socket.get(); }

 private:
  FileDescriptor m_socket;
  QByteArray m_received;
  bool m_ended = false;
};

/// A desk, everything that it has said, and peers that are connected to it.
class PlainDeskTest : public ::testing::Test {
 protected:
  using State = TransferInfo::State;

  PlainDeskTest() : m_save_folder(m_directory.filePath(QStringLiteral("save"))) {
    registerMetaTypes();
    QDir().mkpath(m_save_folder);
    m_limits.plain_quiet = std::chrono::milliseconds(15);
    m_limits.progress_interval = std::chrono::milliseconds(1);
  }

  /// `m_limits` holds from here on.
  void start() {
    m_desk = std::make_unique<PlainDesk>(m_limits, m_clock);
    PlainDesk* const desk = m_desk.get();
    desk->setSaveFolder(m_save_folder);
    desk->setOwnId(PeerId::ofPublicKey("own"));
    QObject::connect(desk, &PlainDesk::joined, desk, [this](const PeerInfo& peer) { m_joined.append(peer); });
    QObject::connect(desk, &PlainDesk::left, desk, [this](const PeerInfo& peer, const Error& why) {
      m_left.append(peer);
      m_why = why;
    });
    QObject::connect(desk, &PlainDesk::textReceived, desk,
                     [this](const PeerId&, const QString& text) { m_texts.append(text); });
    QObject::connect(desk, &PlainDesk::delivered, desk, [this](const QString& id, Delivery delivery, const Error& why) {
      m_delivered[id] = delivery;
      m_not_delivered[id] = why.code;
    });
    QObject::connect(desk, &PlainDesk::transferChanged, desk, [this](const TransferInfo& info) {
      if (!m_rows.contains(info.transfer)) {
        m_order.append(info.transfer);
      } else if (m_rows[info.transfer].over()) {
        ++m_changes_after_the_end;
      }
      m_rows[info.transfer] = info;
      m_states[info.transfer].insert(info.state);
    });
    QObject::connect(desk, &PlainDesk::transferRemoved, desk,
                     [this](const PeerId&, const QString& transfer) { m_removed.append(transfer); });
    QObject::connect(desk, &PlainDesk::filesFinished, desk,
                     [this](const QString&, const QVector<FileResult>& files) { m_files += files; });
    QObject::connect(desk, &PlainDesk::errorOccurred, desk,
                     [this](const Error& error) { m_errors.append(error.code); });
  }

  /// A peer that has connected to a server's desk. `address` is all that it is known by; `pipe`, where it is not 0, how
  /// many octets to it the system holds, about.
  RawPeer join(const QString& address = QStringLiteral("192.0.2.7:4711"), int pipe = 0) {
    if (!m_desk) {
      start();
    }
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
      ADD_FAILURE() << "no socket pair";
      return {};
    }
    ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
    if (pipe > 0) {
      ::setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &pipe, sizeof(pipe));
    }
    net::Incoming incoming;
    incoming.descriptor = FileDescriptor(ends[0]);
    incoming.address = address;
    const int before = m_joined.size();
    m_desk->adopt(std::move(incoming));
    EXPECT_TRUE(test::waitFor([&] { return m_joined.size() > before; }));
    m_peer = m_joined.isEmpty() ? PeerId() : m_joined.last().id;
    return RawPeer(FileDescriptor(ends[1]));
  }
  RawPeer joinAndAcceptAll() {
    start();
    m_desk->setAcceptRule(AcceptRule::All);
    return join();
  }

  // The first transfer, or the `number`th
  TransferInfo row(int number = 0) const { return m_rows.value(m_order.value(number)); }
  bool reaches(State state, int number = 0) {
    return test::waitFor([&] { return m_order.size() > number && row(number).state == state; });
  }
  bool isLeft() {
    return test::waitFor([&] { return !m_left.isEmpty(); });
  }
  bool hears(const QStringList& texts) {
    return test::waitFor([&] { return m_texts.size() >= texts.size(); }) && m_texts == texts;
  }

  QString writeSource(const QString& name, const QByteArray& octets) {
    QFile file(m_directory.filePath(name));
    EXPECT_TRUE(file.open(QIODevice::WriteOnly));
    EXPECT_EQ(file.write(octets), octets.size());
    return file.fileName();
  }

  /// Every name in the save folder, parts too.
  QStringList saved() const {
    return QDir(m_save_folder)
        .entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDir::Name);
  }
  QByteArray content(const QString& name) const {
    QFile file(m_save_folder + QLatin1Char('/') + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("there is no such file");
  }

  static QByteArray someOctets(int count) {
    QByteArray octets(count, Qt::Uninitialized);
    quint32 state = 1;
    for (char& octet : octets) {
      state = state * 1664525U + 1013904223U;
      octet = static_cast<char>(state >> 24U);
    }
    return octets;
  }

  QTemporaryDir m_directory;
  QString m_save_folder;
  Limits m_limits;
  SystemClock m_clock;
  PeerId m_peer;  // the one that joined last
  QVector<PeerInfo> m_joined;
  QVector<PeerInfo> m_left;
  Error m_why;  // of the last that left
  QStringList m_texts;
  QHash<QString, Delivery> m_delivered;
  QHash<QString, QString> m_not_delivered;  // the code
  QHash<QString, TransferInfo> m_rows;
  QHash<QString, std::set<State>> m_states;
  QStringList m_order;
  QStringList m_removed;
  QVector<FileResult> m_files;
  QStringList m_errors;
  int m_changes_after_the_end = 0;
  std::unique_ptr<PlainDesk> m_desk;  // last: it goes first
};

/// A server of the tutorials: listens on the loopback, takes one connection at a time.
class RawServer {
 public:
  RawServer() : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::bind(m_socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
    EXPECT_EQ(::listen(m_socket.get(), 4), 0);
    socklen_t size = sizeof(address);
    EXPECT_EQ(::getsockname(m_socket.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
    m_port = ntohs(address.sin_port);
  }

  quint16 port() const { return m_port; }
  RawPeer accept() {
    int taken = -1;
    EXPECT_TRUE(test::waitFor([&] {
      taken = ::accept4(m_socket.get(), nullptr, nullptr, SOCK_CLOEXEC);
      return taken >= 0;
    }));
    return RawPeer(FileDescriptor(taken));
  }

 private:
  FileDescriptor m_socket;
  quint16 m_port = 0;
};

/// Header and body as a sender that waits for nothing writes them.
inline QByteArray atOneGo(const QByteArray& name, const QByteArray& body) {
  return name + '&' + QByteArray::number(body.size()) + '\n' + body;
}

}  // namespace landline::session
