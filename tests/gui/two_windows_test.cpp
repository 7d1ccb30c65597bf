// Both real windows over both real nodes, connected through loopback: the main job as a person does it.

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QDirIterator>
#include <QDoubleSpinBox>
#include <QDropEvent>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QRegularExpression>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "client/client_node.h"
#include "client/client_window.h"
#include "models/transfer_model.h"
#include "server/hub.h"
#include "server/server_window.h"
#include "session/node_thread.h"
#include "support/loopback_discovery.h"
#include "support/wait_for.h"
#include "widgets/composer.h"
#include "widgets/result_dialog.h"
#include "widgets/transfer_panel.h"

namespace landline::test {
namespace {

/// Node, thread and window of one program, as its main() builds them.
template <typename Node, typename Window, typename Overrides>
struct WindowedProgram {
  WindowedProgram(Result<std::unique_ptr<Node>> made, const QString& settings, const Overrides& overrides)
      : node(made->get()), thread(std::move(*made)), window(*node, clock, settings, overrides) {
    thread.start();
    window.show();
  }

  template <typename Widget>
  Widget* child(const char* name) {
    auto* found = window.template findChild<Widget*>(QLatin1String(name));
    EXPECT_NE(found, nullptr) << name;
    return found;
  }
  void click(const char* name) { QTest::mouseClick(child<QPushButton>(name), Qt::LeftButton); }

  void choosePeer(const QString& name) {
    auto* combo = child<QComboBox>("peerCombo");
    const int row = combo->findText(name, Qt::MatchContains);
    ASSERT_GE(row, 0) << name.toStdString();
    combo->setCurrentIndex(row);
    Q_EMIT combo->activated(row);
  }
  void type(const QString& text) {
    auto* composer = child<widgets::Composer>("messageEdit");
    QTest::keyClicks(composer, text);
    QTest::keyClick(composer, Qt::Key_Return);
  }
  bool shows(const QString& text) {
    const auto* view = child<QListView>("chatView");
    for (int row = 0; row < view->model()->rowCount(); ++row) {
      if (view->model()->index(row, 0).data(Qt::DisplayRole).toString().contains(text)) {
        return true;
      }
    }
    return false;
  }
  void drop(const QString& path) {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path)});
    QDragEnterEvent enter(window.rect().center(), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &enter);
    EXPECT_TRUE(enter.isAccepted());
    QDropEvent event(window.rect().center(), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &event);
  }
  QString transferText() {
    const auto* view = child<QTableView>("transferView");
    QStringList texts;
    for (int row = 0; row < view->model()->rowCount(); ++row) {
      for (int column = 0; column < view->model()->columnCount(); ++column) {
        texts.append(view->model()->index(row, column).data().toString());
      }
    }
    return texts.join(QLatin1Char('|'));
  }

  /// Of the newest transfer; without the isolates around names.
  QString status() { return cell(models::TransferModel::StatusColumn); }
  QString cell(int column) {
    const auto* view = child<QTableView>("transferView");
    QString text = view->model()->index(0, column).data().toString();
    return text.remove(QChar(0x2068)).remove(QChar(0x2069));
  }
  void selectFirst() { child<QTableView>("transferView")->selectRow(0); }
  void trigger(const char* action) { child<QAction>(action)->trigger(); }

  SystemClock clock;
  Node* node;
  session::NodeThread thread;
  Window window;
};

using ServerProgram = WindowedProgram<server::Hub, server::ServerWindow, server::ServerOverrides>;
using ClientProgram = WindowedProgram<client::ClientNode, client::ClientWindow, client::ClientOverrides>;

class TwoWindows : public ::testing::Test {
 protected:
  TwoWindows() {
    session::registerMetaTypes();
    server::ServerOverrides server_overrides;
    server_overrides.address = QStringLiteral("127.0.0.1");
    server_overrides.port = quint16(0);
    server_overrides.name = QStringLiteral("Room 301");
    server_overrides.access = trust::Access::Ask;
    server_overrides.save_folder = saved("server");
    const net::DiscoveryPlace discovery = loopbackDiscovery();
    server::HubOptions hub_options;
    hub_options.discovery = discovery;
    server = std::make_unique<ServerProgram>(server::Hub::create(*Profile::open(path("server")), hub_options),
                                             path("server/settings.ini"), server_overrides);
    client::ClientOverrides client_overrides;
    client_overrides.name = QStringLiteral("desk-7");
    client_overrides.save_folder = saved("client");
    client::ClientOptions client_options;
    client_options.discovery = discovery;
    client = std::make_unique<ClientProgram>(client::ClientNode::create(*Profile::open(path("client")), client_options),
                                             path("client/settings.ini"), client_overrides);
  }

  QString path(const char* name) const { return folder.filePath(QLatin1String(name)); }
  QString saved(const char* name) const { return path(name) + QStringLiteral("-saved"); }

  /// Clicks Listen, types the address, clicks Connect, admits the client.
  void connectWindows() {
    server->click("listenButton");
    auto* state = server->child<QLabel>("stateLabel");
    ASSERT_TRUE(waitFor([state] { return state->text().contains(QStringLiteral("127.0.0.1:")); }));
    const QRegularExpression address(QStringLiteral("127\\.0\\.0\\.1:(\\d+)"));
    const int port = address.match(state->text()).captured(1).toInt();
    client->child<QComboBox>("hostEdit")->setEditText(QStringLiteral("127.0.0.1"));
    client->child<QSpinBox>("portSpin")->setValue(port);
    client->click("connectButton");
    ASSERT_TRUE(waitFor([this] { return server->window.findChild<QPushButton*>(QStringLiteral("admitButton")); }));
    EXPECT_TRUE(
        waitFor([this] { return client->child<QLabel>("stateText")->text().contains(QStringLiteral("Waiting")); }));
    server->click("admitButton");
    ASSERT_TRUE(waitFor([this] {
      return client->child<QLabel>("stateText")->text().contains(QStringLiteral("Connected to"));
    })) << client->child<QLabel>("stateText")->text().toStdString();
    ASSERT_TRUE(waitFor([this] {
      return server->child<QComboBox>("peerCombo")->findText(QStringLiteral("desk-7"), Qt::MatchContains) > 0;
    }));
  }

  QString makeFile(const QString& name, qint64 size) const {
    QFile file(folder.filePath(name));
    EXPECT_TRUE(file.open(QIODevice::WriteOnly));
    const QByteArray block(1 << 20, 'x');
    for (qint64 left = size; left > 0; left -= block.size()) {
      file.write(block.constData(), qMin<qint64>(left, block.size()));
    }
    return file.fileName();
  }
  /// A folder with files in folders, an empty file and an empty folder; `big` octets in one of the files.
  QString makeFolder(const QString& name, qint64 big) const {
    const QDir root(folder.filePath(name));
    EXPECT_TRUE(root.mkpath(QStringLiteral("a/b")) && root.mkpath(QStringLiteral("empty")));
    for (int i = 0; i < 20; ++i) {
      makeFile(QStringLiteral("%1/a/b/%2.txt").arg(name).arg(i), 100 * i);
    }
    makeFile(name + QStringLiteral("/big.bin"), big);
    return root.absolutePath();
  }
  /// Whether both folders hold the same files and folders.
  static bool equalFolders(const QString& a, const QString& b) {
    const auto entries = [](const QString& root) {
      QStringList found;
      QDirIterator all(root, QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
      while (all.hasNext()) {
        found << QDir(root).relativeFilePath(all.next());
      }
      found.sort();
      return found;
    };
    const QStringList names = entries(a);
    return !names.isEmpty() && names == entries(b) && std::all_of(names.begin(), names.end(), [&](const QString& each) {
      const QString first = a + QLatin1Char('/') + each;
      const QString second = b + QLatin1Char('/') + each;
      return QFileInfo(first).isDir() ? QFileInfo(second).isDir() : equal(first, second);
    });
  }
  static bool equal(const QString& a, const QString& b) {
    QFile first(a);
    QFile second(b);
    return first.open(QIODevice::ReadOnly) && second.open(QIODevice::ReadOnly) && first.readAll() == second.readAll();
  }

  QTemporaryDir folder;
  std::unique_ptr<ServerProgram> server;
  std::unique_ptr<ClientProgram> client;
};

TEST_F(TwoWindows, ListenConnectAdmitAndTalkBothWays) {
  connectWindows();
  client->choosePeer(QStringLiteral("Room 301"));
  client->type(QStringLiteral("good morning"));
  server->choosePeer(QStringLiteral("desk-7"));
  EXPECT_TRUE(waitFor([this] { return server->shows(QStringLiteral("good morning")); }));
  server->type(QStringLiteral("welcome <b>here</b>"));
  EXPECT_TRUE(waitFor([this] { return client->shows(QStringLiteral("welcome <b>here</b>")); }));

  server->choosePeer(QStringLiteral("Everyone"));
  server->type(QStringLiteral("to all of you"));
  client->choosePeer(QStringLiteral("Everyone"));
  EXPECT_TRUE(waitFor([this] { return client->shows(QStringLiteral("to all of you")); }));
}

TEST_F(TwoWindows, DroppedFileIsAcceptedInTheCardAndArrives) {
  connectWindows();
  const QString file = makeFile(QStringLiteral("big.iso"), 200 << 20);
  client->choosePeer(QStringLiteral("Room 301"));
  client->drop(file);
  server->choosePeer(QStringLiteral("desk-7"));
  ASSERT_TRUE(waitFor([this] { return server->window.findChild<QPushButton*>(QStringLiteral("acceptButton")); }));
  int highest = 0;
  QObject::connect(client->child<QProgressBar>("progressBar"), &QProgressBar::valueChanged, &client->window,
                   [&highest](int value) { highest = qMax(highest, value); });
  server->click("acceptButton");
  EXPECT_TRUE(waitFor([this] { return client->status() == QStringLiteral("done"); }))
      << client->transferText().toStdString();
  EXPECT_TRUE(equal(file, saved("server") + QStringLiteral("/big.iso")));
  EXPECT_GT(highest, 0) << "the progress bar moved";
}

TEST_F(TwoWindows, ServerSendsAFileByDropAndTheClientDeclines) {
  connectWindows();
  server->choosePeer(QStringLiteral("desk-7"));
  server->drop(makeFile(QStringLiteral("note.txt"), 100));
  client->choosePeer(QStringLiteral("Room 301"));
  ASSERT_TRUE(waitFor([this] { return client->window.findChild<QPushButton*>(QStringLiteral("declineButton")); }));
  client->click("declineButton");
  EXPECT_TRUE(waitFor([this] { return server->transferText().contains(QStringLiteral("eclined")); }))
      << server->transferText().toStdString();
  EXPECT_FALSE(QFile::exists(saved("client") + QStringLiteral("/note.txt")));
}

TEST_F(TwoWindows, AFolderIsPausedContinuedAndItsResultOpened) {
  connectWindows();
  const QString photos = makeFolder(QStringLiteral("photos"), 40 << 20);
  client->choosePeer(QStringLiteral("Room 301"));
  // So slow that there is time to pause it, by the settings of the window.
  client->trigger("transferSettingsAction");
  auto* const limit = client->child<QDoubleSpinBox>("rateLimitSpin");
  limit->setValue(4);
  client->drop(photos);
  server->choosePeer(QStringLiteral("desk-7"));
  ASSERT_TRUE(waitFor([this] { return server->window.findChild<QPushButton*>(QStringLiteral("acceptButton")); }));
  EXPECT_TRUE(server->cell(models::TransferModel::FilesColumn).contains(QStringLiteral("21")));
  server->click("acceptButton");
  auto* const bar = client->child<QProgressBar>("progressBar");
  ASSERT_TRUE(waitFor([&] { return client->status() == QStringLiteral("sending") && bar->value() > 0; }))
      << client->transferText().toStdString();

  client->selectFirst();
  client->trigger("pauseTransferAction");
  ASSERT_TRUE(waitFor([this] { return client->status() == QStringLiteral("paused by you"); }))
      << client->transferText().toStdString();
  EXPECT_TRUE(waitFor([this] { return server->status() == QStringLiteral("paused by desk-7"); }))
      << server->transferText().toStdString();
  server->selectFirst();
  server->trigger("pauseTransferAction");
  EXPECT_TRUE(waitFor([this] { return client->status() == QStringLiteral("paused by both"); }))
      << client->transferText().toStdString();
  limit->setValue(0);
  client->trigger("continueTransferAction");
  EXPECT_TRUE(waitFor([this] { return client->status() == QStringLiteral("paused by Room 301"); }))
      << client->transferText().toStdString();
  server->trigger("continueTransferAction");
  ASSERT_TRUE(waitFor([this] { return client->status() == QStringLiteral("done"); }))
      << client->transferText().toStdString();
  EXPECT_TRUE(waitFor([this] { return server->status() == QStringLiteral("done"); }))
      << server->transferText().toStdString();
  EXPECT_TRUE(equalFolders(photos, saved("server") + QStringLiteral("/photos")));

  client->trigger("showResultAction");
  auto* const result = client->child<widgets::ResultDialog>("resultDialog");
  ASSERT_NE(result, nullptr);
  EXPECT_TRUE(waitFor([result] { return result->plainText().contains(QStringLiteral("photos/a/b/7.txt")); }))
      << result->plainText().toStdString();
}

TEST_F(TwoWindows, AFolderThatWasSentBeforeIsFoundAgain) {
  connectWindows();
  const QString photos = makeFolder(QStringLiteral("photos"), 1 << 20);
  client->choosePeer(QStringLiteral("Room 301"));
  server->choosePeer(QStringLiteral("desk-7"));
  for (const char* words : {"done", "done, all were there already"}) {
    client->drop(photos);
    QPushButton* accept = nullptr;
    ASSERT_TRUE(waitFor([&] {
      accept = server->window.findChild<QPushButton*>(QStringLiteral("acceptButton"));
      return accept != nullptr && accept->isEnabled();
    }));
    accept->click();
    EXPECT_TRUE(waitFor([&] { return client->status() == QLatin1String(words); }))
        << words << ": " << client->transferText().toStdString();
    EXPECT_TRUE(waitFor([&] { return server->status() == QLatin1String(words); }))
        << words << ": " << server->transferText().toStdString();
  }
  client->trigger("clearTransfersAction");
  EXPECT_TRUE(waitFor([this] { return client->child<QTableView>("transferView")->model()->rowCount() == 0; }));
}

TEST_F(TwoWindows, AServerNearbyIsListedAndADoubleClickConnects) {
  auto* const nearby = client->child<QListView>("nearbyView");
  EXPECT_EQ(nearby->model()->rowCount(), 0);
  server->click("listenButton");
  ASSERT_TRUE(waitFor([nearby] { return nearby->model()->rowCount() == 1; }));
  const QPoint row = nearby->visualRect(nearby->model()->index(0, 0)).center();
  QTest::mouseClick(nearby->viewport(), Qt::LeftButton, {}, row);
  QTest::mouseDClick(nearby->viewport(), Qt::LeftButton, {}, row);
  ASSERT_TRUE(waitFor([this] { return server->window.findChild<QPushButton*>(QStringLiteral("admitButton")); }));
  server->click("admitButton");
  EXPECT_TRUE(
      waitFor([this] { return client->child<QLabel>("stateText")->text().contains(QStringLiteral("Connected to")); }));
  server->click("listenButton");
  EXPECT_TRUE(waitFor([nearby] { return nearby->model()->rowCount() == 0; }));
}

TEST_F(TwoWindows, WrongPortIsToldInTheWindow) {
  client->child<QComboBox>("hostEdit")->setEditText(QStringLiteral("127.0.0.1"));
  client->child<QSpinBox>("portSpin")->setValue(1);
  client->click("connectButton");
  auto* text = client->child<QLabel>("messageBarText");
  EXPECT_TRUE(waitFor([text] { return text->isVisible() && !text->text().isEmpty(); }));
  EXPECT_TRUE(client->child<QPushButton>("connectButton")->isEnabled());
}

TEST_F(TwoWindows, ServerThatStopsIsShownWithACountdown) {
  connectWindows();
  server->click("listenButton");
  auto* retry = client->child<QPushButton>("retryButton");
  EXPECT_TRUE(waitFor([retry] { return retry->isVisible(); }));
  EXPECT_TRUE(waitFor([this] { return server->child<QComboBox>("peerCombo")->count() == 1; }));
}

TEST_F(TwoWindows, DisconnectButtonLeaves) {
  connectWindows();
  client->click("connectButton");
  EXPECT_TRUE(waitFor([this] { return server->child<QComboBox>("peerCombo")->count() == 1; }));
  EXPECT_TRUE(waitFor(
      [this] { return client->child<QPushButton>("connectButton")->text().contains(QStringLiteral("Connect")); }));
}

}  // namespace
}  // namespace landline::test
