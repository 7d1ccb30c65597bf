// The server's window: files that come and go, and leaving while they do.

#include "gui/server_window_fixture.h"
#include <QAction>
#include <QComboBox>
#include <QDropEvent>
#include <QFile>
#include <QLabel>
#include <QMessageBox>
#include <QMimeData>
#include <QProgressBar>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTest>
#include <QUrl>
#include <gtest/gtest.h>

#include "models/transfer_model.h"
#include "widgets/transfer_actions.h"
#include "widgets/transfer_panel.h"
#include "wire/messages.h"

namespace landline::server {
namespace {

using models::TransferModel;
using session::TransferInfo;
using test::peerId;
using test::waitFor;
using State = TransferInfo::State;
using test::download;
using test::upload;

class ServerWindowTransfersTest : public test::ServerWindowTest {};

TEST_F(ServerWindowTransfersTest, FileDroppedOntoTheWindowIsSent) {
  listen();
  join('a', QStringLiteral("desk-7"));
  ASSERT_TRUE(waitFor([this] { return child<QComboBox>("peerCombo")->count() == 2; }));
  const QString path = folder.filePath(QStringLiteral("notes.txt"));
  QFile file(path);
  ASSERT_TRUE(file.open(QIODevice::WriteOnly) && file.write("x") == 1);
  file.close();
  QMimeData data;
  data.setUrls({QUrl::fromLocalFile(path)});
  QDragEnterEvent enter(window->rect().center(), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QCoreApplication::sendEvent(window.get(), &enter);
  EXPECT_TRUE(enter.isAccepted());
  QDropEvent drop(window->rect().center(), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QCoreApplication::sendEvent(window.get(), &drop);
  ASSERT_TRUE(waitFor([this] { return node.files.size() == 1; }));
  EXPECT_EQ(node.files.at(0).to, QString(wire::kEveryone));
  EXPECT_EQ(node.files.at(0).paths, QStringList{path});
}

TEST_F(ServerWindowTransfersTest, TransferIsAcceptedShownAndCancelled) {
  listen();
  show(download(QStringLiteral("t"), State::Offered));
  transfers()->selectRow(0);
  child<QAction>("acceptTransferAction")->trigger();
  ASSERT_TRUE(waitFor([this] { return node.accepted.size() == 1; }));
  EXPECT_EQ(node.accepted.at(0).offerer, peerId('a'));

  TransferInfo info = download(QStringLiteral("t"), State::Running);
  info.bytes_done = 610;
  show(info);
  ASSERT_TRUE(waitFor([this] { return cell(0, TransferModel::ProgressColumn) == QStringLiteral("61%"); }));
  EXPECT_EQ(child<QProgressBar>("progressBar")->value(), 610);
  EXPECT_EQ(child<QTabWidget>("tabs")->tabText(0), QStringLiteral("Transfers (1)"));

  QTest::keyClick(transfers(), Qt::Key_Delete);
  ASSERT_TRUE(waitFor([this] { return node.cancelled.size() == 1; }));
  info.state = State::Cancelled;
  show(info);
  ASSERT_TRUE(waitFor([this] { return cell(0, TransferModel::StatusColumn) == QStringLiteral("cancelled"); }));
  EXPECT_EQ(child<QTabWidget>("tabs")->tabText(0), QStringLiteral("Transfers"));
}

TEST_F(ServerWindowTransfersTest, OwnTransferIsCancelledUnderTheOwnKey) {
  listen();
  show(upload(QStringLiteral("t"), State::Running));
  transfers()->selectRow(0);
  child<QAction>("cancelTransferAction")->trigger();
  ASSERT_TRUE(waitFor([this] { return node.cancelled.size() == 1; }));
  EXPECT_EQ(node.cancelled.at(0).offerer, node.own);
}

TEST_F(ServerWindowTransfersTest, BadInput23_SuspiciousFileIsNeverOpened) {
  QStringList opened;
  window->transferPanel().actions().setOpener([&opened](const QUrl& url) { opened << url.toLocalFile(); });
  TransferInfo info = download(QStringLiteral("t"), State::Done);
  info.path = folder.filePath(QStringLiteral("run.desktop"));
  show(info);
  EXPECT_EQ(opened, QStringList());  // nothing opens by itself
  transfers()->selectRow(0);
  EXPECT_FALSE(child<QAction>("openTransferAction")->isEnabled());
  QTest::keyClick(transfers(), Qt::Key_Return);
  EXPECT_EQ(opened, QStringList{folder.path()});
}

TEST_F(ServerWindowTransfersTest, NoSpaceOffersToChooseAFolder) {
  Q_EMIT node.errorOccurred({codes::kNoSpace, QStringLiteral("2 MB are free")});
  auto* const help = button("messageBarButton");
  ASSERT_TRUE(waitFor([help] { return help->isVisible(); }));
  EXPECT_EQ(help->text(), QStringLiteral("Choose a folder"));
}

TEST_F(ServerWindowTransfersTest, ClosesAtOnceWhileNothingRuns) {
  QSignalSpy closed(window.get(), &ServerWindow::closed);
  window->close();
  EXPECT_EQ(closed.size(), 1);
}

TEST_F(ServerWindowTransfersTest, BadInput83_QuitAsksWhileATransferRuns) {
  QSignalSpy closed(window.get(), &ServerWindow::closed);
  show(upload(QStringLiteral("t"), State::Running));
  const auto question = [this] { return window->findChild<QMessageBox*>(QStringLiteral("quitQuestion")); };
  window->close();
  ASSERT_TRUE(question() != nullptr);
  EXPECT_TRUE(window->isVisible());
  EXPECT_EQ(question()->defaultButton(), question()->escapeButton()) << "Return stays";
  EXPECT_TRUE(question()->informativeText().contains(QStringLiteral("go on from where they are")));
  question()->escapeButton()->click();
  ASSERT_TRUE(waitFor([&] { return question() == nullptr; }));
  EXPECT_EQ(closed.size(), 0);
  EXPECT_TRUE(window->isVisible());

  window->close();
  ASSERT_TRUE(question() != nullptr);
  for (QAbstractButton* choice : question()->buttons()) {
    if (question()->buttonRole(choice) == QMessageBox::DestructiveRole) {
      choice->click();
      break;
    }
  }
  ASSERT_TRUE(waitFor([&] { return closed.size() == 1; }));
  EXPECT_FALSE(window->isVisible());
}

}  // namespace
}  // namespace landline::server
