#include "layer_rules.h"
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace landline::test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

QtHeaders installedQt() {
  return QtHeaders::read(QStringLiteral(QT_NETWORK_HEADERS), QStringLiteral(QT_WIDGETS_HEADERS),
                         QStringLiteral(QT_GUI_HEADERS), QStringLiteral(QT_SQL_HEADERS));
}

std::vector<std::string> plain(const QStringList& list) {
  std::vector<std::string> result;
  for (const QString& each : list) {
    result.push_back(each.toStdString());
  }
  return result;
}

TEST(Layers, TheHeadersOfQtAreKnown) {
  const QtHeaders qt = installedQt();
  EXPECT_TRUE(qt.network.contains(QStringLiteral("QTcpSocket")));
  EXPECT_TRUE(qt.widgets.contains(QStringLiteral("QLabel")));
  EXPECT_TRUE(qt.gui.contains(QStringLiteral("QPainter")));
  EXPECT_TRUE(qt.sql.contains(QStringLiteral("QSqlQuery")));
}

TEST(Layers, OfThisTreeAreKept) {
  const QString root = QStringLiteral(LANDLINE_SOURCE_DIR);
  EXPECT_GT(LayerRules::sourceCount(root), 100) << "the check has to see the sources";
  EXPECT_THAT(plain(LayerRules(installedQt()).breaches(root)), IsEmpty());
}

/// A tree of one file.
class MadeUpTree {
 public:
  MadeUpTree(const QString& path, const QByteArray& text) {
    const QString full = m_folder.filePath(path);
    QDir().mkpath(QFileInfo(full).path());
    QFile file(full);
    EXPECT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(text);
  }

  std::vector<std::string> breaches() const { return plain(LayerRules(installedQt()).breaches(m_folder.path())); }

 private:
  QTemporaryDir m_folder;
};

struct Include {
  const char* file;
  const char* line;
  const char* told;  ///< in the only breach; empty: there is none

  friend void PrintTo(const Include& include, std::ostream* out) { *out << include.file << ' ' << include.line; }
};

class MadeUpInclude : public ::testing::TestWithParam<Include> {};

TEST_P(MadeUpInclude, IsJudged) {
  const MadeUpTree tree(QString::fromLatin1(GetParam().file), QByteArray("\n") + GetParam().line + "\n");
  const std::vector<std::string> found = tree.breaches();
  if (*GetParam().told == '\0') {
    EXPECT_THAT(found, IsEmpty());
    return;
  }
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(found.front(), HasSubstr(std::string(GetParam().file) + ":2: "));
  EXPECT_THAT(found.front(), HasSubstr(GetParam().told));
}

INSTANTIATE_TEST_SUITE_P(
    Forbidden, MadeUpInclude,
    ::testing::Values(Include{"common/core/a.h", "#include \"wire/header.h\"", "core may not include wire/header.h"},
                      Include{"common/wire/a.cpp", "#include \"files/safe_name.h\"", "wire may not include"},
                      Include{"common/session/a.cpp", "  #  include  \"history/history_store.h\"",
                              "session may not include"},
                      Include{"common/console/a.cpp", "#include \"client/client_node.h\"", "console may not include"},
                      Include{"client/a.cpp", "#include \"server/hub.h\"", "client may not include server/hub.h"},
                      Include{"server/a.cpp", "#include \"client/client_node.h\"", "server may not include"},
                      Include{"common/net/a.cpp", "#include \"unique_fd.h\"", "from the top"},
                      Include{"common/net/a.cpp", "#include \"../core/error.h\"", "from the top"},
                      Include{"common/net/a.cpp", "#include \"support/wait_for.h\"", "neither a layer's"},
                      Include{"common/widgets/a.cpp", "#include \"session/transfer_manager.h\"", "plain values only"},
                      Include{"common/models/a.cpp", "#include \"net/control_connection.h\"", "plain values only"},
                      Include{"common/wire/a.h", "#include <QObject>", "sans I/O"},
                      Include{"common/wire/a.h", "#include <QtCore/QFile>", "sans I/O"},
                      Include{"common/wire/a.h", "#include <QDateTime>", "sans I/O"},
                      Include{"common/wire/a.h", "#include <unistd.h>", "sans I/O"},
                      Include{"common/wire/a.h", "#include <sys/stat.h>", "sans I/O"},
                      Include{"common/wire/a.h", "#include <fstream>", "sans I/O"},
                      Include{"common/wire/a.h", "#include \"core/logging.h\"", "sans I/O"},
                      Include{"common/wire/a.h", "#include \"core/clock.h\"", "sans I/O"},
                      Include{"common/files/a.h", "#include <QHostAddress>", "QtNetwork begins at net"},
                      Include{"common/trust/a.h", "#include <QSslConfiguration>", "QtNetwork begins at net"},
                      Include{"common/session/a.h", "#include <QSslSocket>", "only net owns sockets"},
                      Include{"client/a.h", "#include <QtNetwork/QTcpSocket>", "only net owns sockets"},
                      Include{"common/session/a.h", "#include <sys/socket.h>", "only net owns sockets"},
                      Include{"common/models/a.h", "#include <QLabel>", "QtWidgets begins at widgets"},
                      Include{"common/history/a.h", "#include <QPainter>", "QtGui begins at models"},
                      Include{"common/models/a.h", "#include <QSqlQuery>", "only history knows SQL"},
                      Include{"common/session/a.h", "#include <openssl/ssl.h>", "OpenSSL is for"},
                      Include{"server/a.h", "#include <nlohmann/json.hpp>", "this JSON is for"}));

INSTANTIATE_TEST_SUITE_P(Allowed, MadeUpInclude,
                         ::testing::Values(Include{"common/core/a.h", "#include \"core/error.h\"", ""},
                                           Include{"common/console/a.h", "#include \"core/error.h\"", ""},
                                           Include{"client/a.h", "#include \"console/options.h\"", ""},
                                           Include{"client/a.h", "#include \"client/b.h\"", ""},
                                           Include{"common/wire/a.h", "#include <nlohmann/json.hpp>", ""},
                                           Include{"common/trust/a.h", "#include <QSslCertificate>", ""},
                                           Include{"common/session/a.h", "#include <QHostAddress>", ""},
                                           Include{"common/net/a.h", "#include <QSslSocket>", ""},
                                           Include{"common/widgets/a.h", "#include \"session/node.h\"", ""},
                                           Include{"common/models/a.h", "#include \"session/doctor_values.h\"", ""},
                                           Include{"common/widgets/a.h", "#include <QLabel>", ""},
                                           Include{"common/core/a.h", "// #include \"wire/header.h\"", ""}));

TEST(Layers, AFolderThatIsNoLayerIsTold) {
  const MadeUpTree tree(QStringLiteral("common/misc/a.h"), "\n");
  EXPECT_THAT(tree.breaches(), SizeIs(1));
}

TEST(Layers, ASourceOver400LinesIsToldInTestsToo) {
  EXPECT_THAT(MadeUpTree(QStringLiteral("common/core/a.cpp"), QByteArray(400, '\n')).breaches(), IsEmpty());
  EXPECT_THAT(MadeUpTree(QStringLiteral("common/core/a.cpp"), QByteArray(401, '\n')).breaches(), SizeIs(1));
  EXPECT_THAT(MadeUpTree(QStringLiteral("tests/unit/a.cpp"), QByteArray(401, '\n')).breaches(), SizeIs(1));
}

}  // namespace
}  // namespace landline::test
