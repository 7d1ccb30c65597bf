// The programs and commands that the README shows to learners, at the real server.

#include "interop_test.h"
#include <QStandardPaths>

namespace landline::test {
namespace {

class Readme : public InteropTest {
 protected:
  static QString shown(const char* name) {
    return QStringLiteral(LANDLINE_BUILD_DIR "/tests/interop/readme/readme_%1").arg(QLatin1String(name));
  }

  /// It says `hello` to everyone, prints what is answered, and ends when it is sent away.
  void expectConversation(const char* program, const char* hello) {
    startServer("text");
    Peer learner(shown(program), toServer());
    ASSERT_FALSE(awaitText(*m_server, hello).isEmpty()) << m_server->told().constData() << learner.told();
    say(*m_server, QStringLiteral("everyone"), "Welcome to all");
    EXPECT_TRUE(learner.says("Room 301: Welcome to all\n")) << learner.told();
    say(*m_server, awaitPlainPeer(), "and to you");
    EXPECT_TRUE(learner.says("\nand to you\n")) << learner.told();
    m_server->tell(R"({"command":"disconnect","peer":")" + awaitPlainPeer().toLatin1() + "\"}");
    EXPECT_EQ(learner.exitCode(), 0) << learner.told();
  }
};

TEST_F(Readme, TenLinesOfC) {
  expectConversation("hello_c", "Hello from C");
}

TEST_F(Readme, TenLinesOfQt) {
  expectConversation("hello_qt", "Hello from Qt");
}

TEST_F(Readme, TheEchoAnswersTheLinesOfUdp) {
  startServer("off");
  m_server->tell(R"({"command":"datagram-bind","echo":true})");
  const int port = m_server->await("datagram-bound")[QStringLiteral("port")].toInt();
  Peer learner(shown("ask_c"), {QStringLiteral("127.0.0.1"), QString::number(port)});
  EXPECT_EQ(learner.exitCode(), 0) << learner.told();
  EXPECT_EQ(learner.said(), QStringLiteral("Is anybody there?\n"));
  EXPECT_FALSE(m_server->await("datagram").isEmpty());
  EXPECT_TRUE(m_server->await("datagram-sent")[QStringLiteral("echo")].toBool()) << m_server->told().constData();
}

TEST_F(Readme, AFileByNcInOneLine) {
  QFile readme(QStringLiteral(LANDLINE_SOURCE_DIR "/README.md"));
  ASSERT_TRUE(readme.open(QIODevice::ReadOnly));
  static const QRegularExpression line(QStringLiteral("\n    (\\(printf .*\\| nc -N) 192\\.168\\.1\\.8 6677\n"));
  const QString command = line.match(QString::fromUtf8(readme.readAll())).captured(1);
  ASSERT_FALSE(command.isEmpty()) << "the README has no such line";
  if (QStandardPaths::findExecutable(QStringLiteral("nc")).isEmpty()) {
    GTEST_SKIP() << "nc is not installed";
  }
  startServer("files");
  const QByteArray octets = makeFile("report.pdf", 100'000);
  Peer shell(QStringLiteral("sh"),
             {QStringLiteral("-c"),
              QStringLiteral("cd \"$1\" && ") + command + QStringLiteral(" ") + toServer().join(QLatin1Char(' ')),
              QStringLiteral("sh"), m_place.path()});
  EXPECT_FALSE(m_server->await("stored").isEmpty()) << m_server->told().constData() << shell.told();
  EXPECT_TRUE(read("saved/report.pdf") == octets);
  EXPECT_TRUE(shell.says("ok")) << shell.told();
}

}  // namespace
}  // namespace landline::test
