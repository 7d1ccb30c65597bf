#include "widgets/result_dialog.h"

#include <QClipboard>
#include <QFile>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QTemporaryDir>
#include <gtest/gtest.h>

#include "support/transfers.h"
#include "support/wait_for.h"

namespace landline::widgets {
namespace {

using session::TransferInfo;
using State = TransferInfo::State;
using test::waitFor;

class ResultDialogTest : public ::testing::Test {
 protected:
  QString write(const QByteArray& octets) const {
    QFile file(folder.filePath(QStringLiteral("result.txt")));
    EXPECT_TRUE(file.open(QIODevice::WriteOnly) && file.write(octets) == octets.size());
    return file.fileName();
  }
  TransferInfo incomplete(const QString& result_path) const {
    TransferInfo info = test::download(QStringLiteral("1"), State::Incomplete);
    info.files_total = 100;
    info.stored = 97;
    info.failed = 3;
    info.bytes_done = 50'000'000;
    info.seconds = 5;
    info.error = {codes::kUnreadable, QStringLiteral("a.txt")};
    info.path = QStringLiteral("/srv/in/photos");
    info.result_path = result_path;
    return info;
  }
  void open(const TransferInfo& info) {
    dialog = new ResultDialog(info, nullptr);
    dialog->show();
  }
  QPlainTextEdit& list() const { return *dialog->findChild<QPlainTextEdit*>(QStringLiteral("resultText")); }
  QString note() const { return dialog->findChild<QLabel*>(QStringLiteral("resultNote"))->text(); }
  QPushButton& button(const char* name) const { return *dialog->findChild<QPushButton*>(QLatin1String(name)); }
  bool hasRead() const { return button("saveResultButton").isEnabled(); }

  QTemporaryDir folder;
  QPointer<ResultDialog> dialog;
  ~ResultDialogTest() override { delete dialog; }
};

TEST_F(ResultDialogTest, TellsCountsTimeAndTheListOfFiles) {
  open(incomplete(write("stored\ta.jpg\nfailed\tb.jpg\tunreadable\n")));
  ASSERT_TRUE(waitFor([this] { return hasRead(); }));
  EXPECT_EQ(list().toPlainText(), QStringLiteral("stored\ta.jpg\nfailed\tb.jpg\tunreadable"));
  const QString text = dialog->plainText();
  for (const char* part :
       {"97 of 100 stored, 3 failed", "cannot be read", "50.0 MB", "5.00 s", "10.0 MB/s", "/srv/in/photos", "b.jpg"}) {
    EXPECT_TRUE(text.contains(QLatin1String(part))) << part << " in " << text.toStdString();
  }
  EXPECT_EQ(note(), QString());
}

TEST_F(ResultDialogTest, OverThePlainWireItSaysWhatNobodyKnows) {
  TransferInfo info = test::upload(QStringLiteral("1"), State::Done);
  info.plain = true;
  info.stored = 1;
  open(info);
  EXPECT_TRUE(dialog->plainText().contains(QStringLiteral("sent, not verified")));
  EXPECT_TRUE(dialog->plainText().contains(QStringLiteral("only the other side can see")));
  EXPECT_FALSE(dialog->plainText().contains(QStringLiteral("Stored:"))) << dialog->plainText().toStdString();
  delete dialog;
  info.direction = TransferInfo::Direction::Down;
  open(info);
  EXPECT_TRUE(dialog->plainText().contains(QStringLiteral("received, not verified")));
  EXPECT_TRUE(dialog->plainText().contains(QStringLiteral("as long as was announced")));
}

TEST_F(ResultDialogTest, CopyTakesTheSummaryAndTheList) {
  open(incomplete(write("stored\ta.jpg\n")));
  ASSERT_TRUE(waitFor([this] { return hasRead(); }));
  button("copyResultButton").click();
  EXPECT_EQ(QGuiApplication::clipboard()->text(), dialog->plainText());
}

TEST_F(ResultDialogTest, AMillionLinesAreReadInPart) {
  QByteArray line("stored\tphotos/and/a/longer/path/of/a/picture.jpg\n");
  open(incomplete(write(line.repeated(600'000) + "failed\tlost.jpg\n" + line.repeated(400'000))));
  ASSERT_TRUE(waitFor([this] { return hasRead(); }));
  EXPECT_EQ(list().document()->blockCount(), ResultText::kMostLines + 2);
  EXPECT_TRUE(list().toPlainText().endsWith(QStringLiteral("failed\tlost.jpg"))) << "what failed is in sight";
  EXPECT_TRUE(note().contains(QLocale().toString(ResultText::kMostLines))) << note().toStdString();
}

TEST_F(ResultDialogTest, ALineWithoutAnEndIsReadInPart) {
  open(incomplete(write(QByteArray(20'000'000, 'x'))));
  ASSERT_TRUE(waitFor([this] { return hasRead(); }));
  EXPECT_LE(list().toPlainText().size(), 2 * ResultText::kMostOctets);
  EXPECT_FALSE(note().isEmpty());
}

TEST_F(ResultDialogTest, BadInput50And53NamesInTheListStayLiteralAndInPlace) {
  open(incomplete(write("stored\t<b>a</b>\xE2\x80\xAEtxt.exe\x1B[2J\n")));
  ASSERT_TRUE(waitFor([this] { return hasRead(); }));
  const QString text = list().toPlainText();
  EXPECT_TRUE(text.contains(QStringLiteral("<b>a</b>")));
  EXPECT_FALSE(text.contains(QChar(0x202E)));
  EXPECT_FALSE(text.contains(QChar(0x1B)));
}

TEST_F(ResultDialogTest, TheWholeListIsSavedAndReplacesWhatWasThere) {
  const QByteArray octets = QByteArray("stored\ta.jpg\n").repeated(20'000);
  open(incomplete(write(octets)));
  ASSERT_TRUE(waitFor([this] { return hasRead(); }));
  button("saveResultButton").click();
  auto* const asked = dialog->findChild<QFileDialog*>(QStringLiteral("saveResultDialog"));
  ASSERT_NE(asked, nullptr);
  QFile there(folder.filePath(QStringLiteral("copy.txt")));
  ASSERT_TRUE(there.open(QIODevice::WriteOnly) && there.write("old") == 3);
  there.close();
  Q_EMIT asked->fileSelected(there.fileName());
  ASSERT_TRUE(waitFor([this] { return note().contains(QStringLiteral("Saved as")); })) << note().toStdString();
  ASSERT_TRUE(there.open(QIODevice::ReadOnly));
  EXPECT_EQ(there.readAll(), octets);
  asked->close();
}

TEST_F(ResultDialogTest, SaysThatNoListIsThere) {
  open(incomplete(folder.filePath(QStringLiteral("gone.txt"))));
  EXPECT_TRUE(waitFor([this] { return note().contains(QStringLiteral("not there any more")); }));
  EXPECT_FALSE(hasRead());
  delete dialog;
  open(incomplete({}));
  EXPECT_TRUE(note().contains(QStringLiteral("No list")));
}

TEST_F(ResultDialogTest, GoesAwayWhileItStillReads) {
  open(incomplete(write(QByteArray("stored\ta.jpg\n").repeated(100'000))));
  dialog->close();
  EXPECT_TRUE(waitFor([this] { return dialog == nullptr; }));
}

}  // namespace
}  // namespace landline::widgets
