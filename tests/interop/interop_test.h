#pragma once

#include "peer.h"
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <gtest/gtest.h>

#include <memory>
#include <random>

#include "support/run_program.h"

namespace landline::test {

/// The real programs, without windows, beside programs that know nothing of them. All on loopback.
class InteropTest : public ::testing::Test {
 protected:
  /// `plain` is off, text or files. Returns when it listens.
  void startServer(const char* plain, const QStringList& more = {}) {
    m_server = std::make_unique<RunProgram>(
        "server",
        QStringList{QStringLiteral("--profile"), path("server"), QStringLiteral("--name"), QStringLiteral("Room 301"),
                    QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0"), QStringLiteral("--access"),
                    QStringLiteral("open"), QStringLiteral("--accept"), QStringLiteral("all"),
                    QStringLiteral("--save-dir"), path("saved"), QStringLiteral("--discovery"), QStringLiteral("off"),
                    QStringLiteral("--plain"), QString::fromLatin1(plain)} +
            more);
    m_port = QString::number(m_server->await("listening")[QStringLiteral("port")].toInt());
    ASSERT_NE(m_port, QStringLiteral("0"));
  }

  std::unique_ptr<RunProgram> startClient(const QString& port, const QStringList& more) const {
    return std::make_unique<RunProgram>(
        "client",
        QStringList{QStringLiteral("--profile"), path("client"), QStringLiteral("--name"), QStringLiteral("desk-7"),
                    QStringLiteral("--connect"), QStringLiteral("127.0.0.1:") + port, QStringLiteral("--save-dir"),
                    path("saved"), QStringLiteral("--accept"), QStringLiteral("all")} +
            more);
  }
  std::unique_ptr<RunProgram> startPlainClient(quint16 port, const QStringList& more) const {
    return startClient(QString::number(port), QStringList{QStringLiteral("--plain")} + more);
  }

  QStringList toServer() const { return {QStringLiteral("127.0.0.1"), m_port}; }

  /// The message event with this text, waited for.
  static QJsonObject awaitText(RunProgram& program, const char* text) {
    return program.await("message", [text](const QJsonObject& event) {
      return event[QStringLiteral("text")] == QString::fromUtf8(text);
    });
  }
  /// A plain peer's ID at the server, waited for.
  QString awaitPlainPeer() const {
    return m_server
        ->await("peer-joined",
                [](const QJsonObject& event) { return event[QStringLiteral("plain")].toBool(); })[QStringLiteral("id")]
        .toString();
  }

  static void tell(RunProgram& program, const QJsonObject& command) {
    program.tell(QJsonDocument(command).toJson(QJsonDocument::Compact));
  }
  static void say(RunProgram& program, const QString& to, const char* text) {
    tell(program, {{QStringLiteral("command"), QStringLiteral("message")},
                   {QStringLiteral("to"), to},
                   {QStringLiteral("text"), QString::fromUtf8(text)}});
  }

  QString path(const char* name) const { return m_place.filePath(QString::fromUtf8(name)); }

  /// A file of random octets in the test's folder. Returns them.
  QByteArray makeFile(const char* name, int size) const {
    std::mt19937 random(static_cast<unsigned>(size));
    QByteArray octets(size, '\0');
    for (char& each : octets) {
      each = static_cast<char>(random());
    }
    QFile file(path(name));
    EXPECT_TRUE(file.open(QIODevice::WriteOnly) && file.write(octets) == size);
    return octets;
  }
  QByteArray read(const char* name) const {
    QFile file(path(name));
    EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << name;
    return file.readAll();
  }
  QStringList filesIn(const char* folder) const {
    return QDir(path(folder)).entryList(QDir::Files | QDir::Hidden, QDir::Name);
  }

  QTemporaryDir m_place;
  std::unique_ptr<RunProgram> m_server;
  QString m_port;
};

}  // namespace landline::test
