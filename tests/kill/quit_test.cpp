#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTemporaryDir>
#include <gtest/gtest.h>

#include <optional>
#include <random>

#include "console/exit_code.h"
#include "support/run_program.h"

namespace landline::test {
namespace {

constexpr qint64 kMiB = 1024 * 1024;
constexpr qint64 kBlock = 4 * kMiB;  // files/block_digests.h: what is less than that is sent again

/// Both programs pass a folder with one big and a few small files, slowly enough to be told to quit in the middle.
class QuitTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(QDir(m_place.path()).mkpath(QStringLiteral("batch/inner")));
    std::mt19937 random(83);
    write("batch/big.bin", 40 * kMiB, random);
    write("batch/inner/small.txt", 1000, random);
    write("batch/inner/empty", 0, random);
    write("batch/other.txt", 70'000, random);
  }

  void write(const char* name, qint64 size, std::mt19937& random) {
    QByteArray octets(static_cast<int>(size), '\0');
    for (char& each : octets) {
      each = static_cast<char>(random());
    }
    QFile file(path(name));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    ASSERT_EQ(file.write(octets), size);
  }

  QString path(const char* name) const { return m_place.filePath(QString::fromLatin1(name)); }

  /// Until it listens.
  void startServer() {
    m_server.emplace("server", QStringList{QStringLiteral("--profile"), path("server"), QStringLiteral("--listen"),
                                           QStringLiteral("127.0.0.1:%1").arg(m_port), QStringLiteral("--access"),
                                           QStringLiteral("open"), QStringLiteral("--accept"), QStringLiteral("all"),
                                           QStringLiteral("--save-dir"), path("saved")});
    m_port = m_server->await("listening")[QStringLiteral("port")].toInt();
    ASSERT_NE(m_port, 0);
  }

  void startClient(const QStringList& more = {}) {
    m_client.emplace("client", QStringList{QStringLiteral("--profile"), path("client"), QStringLiteral("--connect"),
                                           QStringLiteral("127.0.0.1:%1").arg(m_port), QStringLiteral("--timeout"),
                                           QStringLiteral("60"), QStringLiteral("--send"), path("batch")} +
                                   more);
  }

  /// Starts both, and returns when more than one block is through and much is still to come.
  void startInTheMiddle() {
    startServer();
    startClient({QStringLiteral("--rate-limit"), QStringLiteral("24M")});
    const QJsonObject progress = m_client->await("progress", [](const QJsonObject& event) {
      return event[QStringLiteral("bytes")].toDouble() > static_cast<double>(3 * kBlock);
    });
    ASSERT_FALSE(progress.isEmpty()) << m_client->told().constData() << m_server->told().constData();
    ASSERT_FALSE(QFile::exists(path("saved/batch/big.bin")));
  }

  void expectResumedAndEqual() {
    EXPECT_EQ(m_client->exitCode(), console::kExitDone) << m_client->told().constData();
    const QJsonObject finished = m_client->await("transfer-finished");
    EXPECT_GE(finished[QStringLiteral("found")].toDouble(), static_cast<double>(kBlock)) << "it began anew";
    EXPECT_EQ(finished[QStringLiteral("failed")].toInt(-1), 0);
    for (const char* name : {"batch/big.bin", "batch/inner/small.txt", "batch/inner/empty", "batch/other.txt"}) {
      QFile source(path(name));
      QFile copy(path("saved/") + QString::fromLatin1(name));
      ASSERT_TRUE(source.open(QIODevice::ReadOnly));
      ASSERT_TRUE(copy.open(QIODevice::ReadOnly)) << name;
      EXPECT_TRUE(source.readAll() == copy.readAll()) << name;
    }
    QDirIterator parts(path("saved"), {QStringLiteral("*.part")}, QDir::Files | QDir::Hidden,
                       QDirIterator::Subdirectories);
    EXPECT_FALSE(parts.hasNext());
  }

  QTemporaryDir m_place;
  int m_port = 0;
  std::optional<RunProgram> m_server;
  std::optional<RunProgram> m_client;
};

TEST_F(QuitTest, BadInput83_TheSenderSaysWhatIsUnfinishedAndTheSameCommandGoesOn) {
  startInTheMiddle();
  m_client->terminate();
  EXPECT_EQ(m_client->exitCode(), console::kExitFailed) << "what it was told is not done";
  const QJsonObject unfinished = m_client->await("unfinished");
  EXPECT_GT(unfinished[QStringLiteral("bytes")].toDouble(), 0) << m_client->told().constData();
  EXPECT_FALSE(QFile::exists(path("saved/batch/big.bin")));
  startClient();
  EXPECT_EQ(m_client->await("offer")[QStringLiteral("transfer")], unfinished[QStringLiteral("transfer")]);
  expectResumedAndEqual();
}

TEST_F(QuitTest, BadInput83_TheCommandQuitIsTheSame) {
  startInTheMiddle();
  m_client->tell(R"({"command":"quit"})");
  EXPECT_EQ(m_client->exitCode(), console::kExitFailed);
  EXPECT_FALSE(m_client->await("unfinished").isEmpty());
  startClient();
  expectResumedAndEqual();
}

TEST_F(QuitTest, BadInput83_TheReceiverComesBackAndTheSenderGoesOnByItself) {
  startInTheMiddle();
  m_server->terminate();
  EXPECT_EQ(m_server->exitCode(), console::kExitDone) << "a server was not told to do anything";
  EXPECT_FALSE(m_server->await("unfinished").isEmpty()) << m_server->told().constData();
  m_client->tell(R"({"command":"rate-limit","octets_per_second":0})");
  startServer();
  expectResumedAndEqual();
}

}  // namespace
}  // namespace landline::test
