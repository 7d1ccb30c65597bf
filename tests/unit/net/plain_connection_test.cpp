#include "net/plain_connection.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <string>
#include <thread>

namespace landline::net {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::chrono::seconds kPatience(20);  // only bounds a failure

PlainConnection::Time soon() {
  return steady_clock::now() + kPatience;
}

/// A connection and its other end, which blocks.
struct Pair {
  Pair() {
    int ends[2] = {-1, -1};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
    connection.open(FileDescriptor(ends[0]), QStringLiteral("the other"));
    other.reset(ends[1]);
  }
  void say(const std::string& octets) {
    EXPECT_EQ(::send(other.get(), octets.data(), octets.size(), 0), octets.size());
  }

  PlainConnection connection;
  FileDescriptor other;
};

/// Listens on 127.0.0.1, and on nothing else.
struct Listening {
  explicit Listening(int backlog = 4) : socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
    EXPECT_EQ(::listen(socket.get(), backlog), 0);
    socklen_t size = sizeof(address);
    EXPECT_EQ(::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
    port = ntohs(address.sin_port);
  }

  FileDescriptor socket;
  quint16 port = 0;
};

const QHostAddress kHere(QHostAddress::LocalHost);
const QHostAddress kHereInIpv6(QHostAddress::LocalHostIPv6);

}  // namespace

TEST(PlainConnection, ReadsWhatComesAndThenTheEnd) {
  Pair pair;
  char some[16];
  EXPECT_EQ(*pair.connection.read(some, sizeof(some)), 0U);
  EXPECT_FALSE(pair.connection.hasEnded());
  pair.say("hello");
  pair.other.reset();
  EXPECT_TRUE(pair.connection.wait(true, false, soon())->readable);
  EXPECT_EQ(*pair.connection.read(some, sizeof(some)), 5U);
  EXPECT_EQ(*pair.connection.read(some, sizeof(some)), 0U);
  EXPECT_TRUE(pair.connection.hasEnded());
}

TEST(PlainConnection, ShowsTheFirstOctetAndLeavesItThere) {
  Pair pair;
  EXPECT_FALSE(pair.connection.firstOctet());
  pair.say("\x16x");
  EXPECT_EQ(pair.connection.firstOctet(), '\x16');
  char some[16];
  EXPECT_EQ(*pair.connection.read(some, sizeof(some)), 2U);
  pair.other.reset();
  EXPECT_FALSE(pair.connection.firstOctet());
}

TEST(PlainConnection, WritesWhatTheSystemTakesAndKnowsWhatHasNotArrived) {
  Pair pair;
  const std::string much(8 * 1024 * 1024, 'x');
  EXPECT_EQ(pair.connection.unacknowledged(), 0U);
  const std::size_t written = *pair.connection.write(much);
  EXPECT_GT(written, 0U);
  EXPECT_LT(written, much.size());
  EXPECT_EQ(*pair.connection.write(much), 0U);
  EXPECT_GT(pair.connection.unacknowledged(), 0U);
  EXPECT_FALSE(pair.connection.wait(false, true, steady_clock::now())->writable);
  std::string taken(written, '\0');
  EXPECT_EQ(::recv(pair.other.get(), taken.data(), taken.size(), MSG_WAITALL), ssize_t(written));
  EXPECT_TRUE(pair.connection.wait(false, true, soon())->writable);
  EXPECT_EQ(pair.connection.unacknowledged(), 0U);
  pair.other.reset();
  const Result<std::size_t> lost = pair.connection.write(much);
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().code, QString(codes::kConnectionLost));
}

TEST(PlainConnection, AWaitEndsAtItsTimeOrWhenItIsWoken) {
  Pair pair;
  const PlainConnection::Ready none = *pair.connection.wait(true, false, steady_clock::now() + milliseconds(5));
  EXPECT_FALSE(none.readable || none.writable || none.broken);
  std::thread other([&] { pair.connection.wake(); });
  const auto begin = steady_clock::now();
  EXPECT_FALSE(pair.connection.wait(true, false, soon())->readable);
  EXPECT_LT(steady_clock::now() - begin, kPatience);
  other.join();
}

TEST(PlainConnection, CancellingEndsTheWaitAndAllThatFollow) {
  Pair pair;
  std::thread other([&] { pair.connection.cancel(); });
  EXPECT_EQ(pair.connection.wait(true, false, soon()).error().code, QString(codes::kCancelled));
  other.join();
  EXPECT_EQ(pair.connection.wait(false, false, soon()).error().code, QString(codes::kCancelled));
}

TEST(PlainConnection, TellsOnceThatItIsBroken) {
  Pair pair;
  pair.other.reset();
  EXPECT_TRUE(pair.connection.wait(false, false, soon())->broken);
  // A loop that waits for something else must not spin.
  EXPECT_FALSE(pair.connection.wait(false, false, steady_clock::now() + milliseconds(5))->broken);
  EXPECT_TRUE(pair.connection.wait(true, false, soon())->readable);
}

TEST(PlainConnection, GoesOnElsewhere) {
  Pair pair;
  pair.say("hello");
  const FileDescriptor taken = pair.connection.release();
  char some[16];
  EXPECT_EQ(::recv(taken.get(), some, sizeof(some), 0), 5);
}

TEST(PlainConnection, Connects) {
  const Listening server;
  PlainConnection connection;
  ASSERT_TRUE(connection.connectTo({kHere}, server.port, soon()));
  EXPECT_EQ(connection.address(), QStringLiteral("127.0.0.1:%1").arg(server.port));
  const FileDescriptor other(::accept(server.socket.get(), nullptr, nullptr));
  EXPECT_EQ(*connection.write("hello"), 5U);
  char some[16];
  EXPECT_EQ(::recv(other.get(), some, sizeof(some), 0), 5);
}

// That the system notices by these is its affair; what it is asked for is ours.
TEST(PlainConnection, AsksTheSystemToNoticeWhoHasVanished) {
  Limits limits;
  limits.heartbeat = milliseconds(2'000);
  limits.silence = milliseconds(6'000);
  const Listening server;
  PlainConnection out(limits);
  ASSERT_TRUE(out.connectTo({kHere}, server.port, soon()));
  PlainConnection in(limits);
  in.open(FileDescriptor(::accept(server.socket.get(), nullptr, nullptr)), QStringLiteral("the other"));
  for (PlainConnection* connection : {&out, &in}) {
    const FileDescriptor socket = connection->release();
    const auto option = [&socket](int level, int name) {
      int value = -1;
      socklen_t size = sizeof(value);
      EXPECT_EQ(::getsockopt(socket.get(), level, name, &value, &size), 0);
      return value;
    };
    EXPECT_EQ(option(SOL_SOCKET, SO_KEEPALIVE), 1);
    EXPECT_EQ(option(IPPROTO_TCP, TCP_KEEPIDLE), 2);
    EXPECT_EQ(option(IPPROTO_TCP, TCP_KEEPINTVL), 1);
    EXPECT_EQ(option(IPPROTO_TCP, TCP_USER_TIMEOUT), 8'000);
  }
}

// The other side's system is switched off: its socket goes without a word. Needs a system that lets a test do so.
TEST(PlainConnection, FindsThatTheOtherHasVanishedAndKeepsOneThatIsOnlySilent) {
  Limits limits;
  limits.heartbeat = milliseconds(1'000);
  limits.silence = milliseconds(3'000);
  const Listening server;
  PlainConnection silent(limits);
  PlainConnection lost(limits);
  ASSERT_TRUE(silent.connectTo({kHere}, server.port, soon()));
  const FileDescriptor living(::accept(server.socket.get(), nullptr, nullptr));
  ASSERT_TRUE(lost.connectTo({kHere}, server.port, soon()));
  FileDescriptor vanishing(::accept(server.socket.get(), nullptr, nullptr));
  const int repair = 1;
  if (::setsockopt(vanishing.get(), IPPROTO_TCP, TCP_REPAIR, &repair, sizeof(repair)) != 0) {
    GTEST_SKIP() << "TCP_REPAIR needs CAP_NET_ADMIN";
  }
  vanishing.reset();
  const Result<PlainConnection::Ready> ready = lost.wait(true, false, soon());
  ASSERT_TRUE(ready);
  ASSERT_TRUE(ready->readable) << "it is there for ever";
  char some[16];
  const Result<std::size_t> read = lost.read(some, sizeof(some));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, QString(codes::kConnectionLost));
  EXPECT_FALSE(silent.wait(true, false, steady_clock::now())->readable);
}

TEST(PlainConnection, TriesOneAddressAfterTheOther) {
  const Listening server;
  PlainConnection connection;
  ASSERT_TRUE(connection.connectTo({kHereInIpv6, kHere}, server.port, soon()));
  EXPECT_EQ(connection.address(), QStringLiteral("127.0.0.1:%1").arg(server.port));
}

TEST(PlainConnection, SaysWhyItCouldNotConnect) {
  quint16 port = 0;
  { port = Listening().port; }
  PlainConnection connection;
  const Result<void> refused = connection.connectTo({kHere}, port, soon());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, QString(codes::kConnectionRefused));
  EXPECT_EQ(connection.connectTo({}, port, soon()).error().code, QString(codes::kUnreachable));
}

/// A server whose queue is full: what else comes is not answered at all.
class PlainConnectionDeaf : public ::testing::Test {
 protected:
  PlainConnectionDeaf() : m_server(0) { EXPECT_TRUE(m_first.connectTo({kHere}, m_server.port, soon())); }

  const Listening m_server;
  PlainConnection m_first;
  PlainConnection m_connection;
};

TEST_F(PlainConnectionDeaf, IsGivenUpAtTheDeadline) {
  const Result<void> connected = m_connection.connectTo({kHere}, m_server.port, steady_clock::now() + milliseconds(50));
  ASSERT_FALSE(connected);
  EXPECT_EQ(connected.error().code, QString(codes::kTimeout));
}

TEST_F(PlainConnectionDeaf, IsGivenUpWhereThatIsCancelled) {
  std::thread other([&] { m_connection.cancel(); });
  const Result<void> connected = m_connection.connectTo({kHere, kHereInIpv6}, m_server.port, soon());
  other.join();
  ASSERT_FALSE(connected);
  EXPECT_EQ(connected.error().code, QString(codes::kCancelled));
}

}  // namespace landline::net
