#include "widgets/composer.h"

#include <QImage>
#include <QInputMethodEvent>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>
#include <QUrl>
#include <gtest/gtest.h>

namespace landline::widgets {
namespace {

/// Reaches what the clipboard would reach.
class PastingComposer final : public Composer {
 public:
  void paste(const QMimeData& clipboard) { insertFromMimeData(&clipboard); }
};

class ComposerTest : public ::testing::Test {
 protected:
  ComposerTest() {
    m_composer.resize(300, 40);
    m_composer.show();
  }
  void compose(const QString& preedit, const QString& commit = {}) {
    QInputMethodEvent event(preedit, {});
    event.setCommitString(commit);
    QCoreApplication::sendEvent(&m_composer, &event);
  }

  PastingComposer m_composer;
  QSignalSpy m_submitted{&m_composer, &Composer::submitted};
};

TEST_F(ComposerTest, ReturnSubmitsShiftReturnBreaksTheLine) {
  QTest::keyClicks(&m_composer, QStringLiteral("a"));
  QTest::keyClick(&m_composer, Qt::Key_Return, Qt::ShiftModifier);
  QTest::keyClicks(&m_composer, QStringLiteral("b"));
  EXPECT_EQ(m_submitted.count(), 0);
  QTest::keyClick(&m_composer, Qt::Key_Return);
  QTest::keyClick(&m_composer, Qt::Key_Enter, Qt::KeypadModifier);
  EXPECT_EQ(m_submitted.count(), 2);
  EXPECT_EQ(m_composer.message(), QStringLiteral("a\nb"));
}

TEST_F(ComposerTest, BadInput57_ReturnWhileComposingDoesNotSubmit) {
  compose(QStringLiteral("ni hao"));
  ASSERT_TRUE(m_composer.isComposing());
  QTest::keyClick(&m_composer, Qt::Key_Return);
  EXPECT_EQ(m_submitted.count(), 0);
  compose({}, QStringLiteral("你好"));
  ASSERT_FALSE(m_composer.isComposing());
  QTest::keyClick(&m_composer, Qt::Key_Return);
  EXPECT_EQ(m_submitted.count(), 1);
  EXPECT_EQ(m_composer.message(), QStringLiteral("你好"));
}

TEST_F(ComposerTest, BlankLinesAroundAMessageAreNotPartOfIt) {
  m_composer.setPlainText(QStringLiteral("\n \n    code\n  more  \n\n"));
  EXPECT_EQ(m_composer.message(), QStringLiteral("    code\n  more"));
  m_composer.setPlainText(QStringLiteral(" \n \n"));
  EXPECT_EQ(m_composer.messageSize(), 0);
}

TEST_F(ComposerTest, GrowsToFiveLines) {
  const int one_line = m_composer.height();
  m_composer.setPlainText(QStringLiteral("1\n2\n3"));
  const int three_lines = m_composer.height();
  EXPECT_GT(three_lines, one_line);
  m_composer.setPlainText(QStringLiteral("1\n2\n3\n4\n5"));
  const int five_lines = m_composer.height();
  m_composer.setPlainText(QStringLiteral("1\n2\n3\n4\n5\n6\n7"));
  EXPECT_EQ(m_composer.height(), five_lines);
  m_composer.clear();
  EXPECT_EQ(m_composer.height(), one_line);
}

TEST_F(ComposerTest, GrowsWhereOneLineWraps) {
  const int one_line = m_composer.height();
  m_composer.setPlainText(QString(60, QLatin1Char('m')));
  EXPECT_GT(m_composer.height(), one_line);
}

TEST_F(ComposerTest, BadInput51_CountsOctetsOfUtf8) {
  m_composer.setPlainText(QStringLiteral("é王😀"));
  EXPECT_EQ(m_composer.messageSize(), 2 + 3 + 4);
}

TEST_F(ComposerTest, PastedFilesAndPicturesAreReported) {
  QSignalSpy files(&m_composer, &Composer::filesPasted);
  QSignalSpy pictures(&m_composer, &Composer::picturePasted);
  QMimeData with_files;
  with_files.setUrls({QUrl::fromLocalFile(QStringLiteral("/tmp/a b.txt")), QUrl(QStringLiteral("http://x/y"))});
  m_composer.paste(with_files);
  ASSERT_EQ(files.count(), 1);
  EXPECT_EQ(files.first().first().toStringList(), QStringList(QStringLiteral("/tmp/a b.txt")));
  QMimeData with_picture;
  with_picture.setImageData(QImage(4, 4, QImage::Format_RGB32));
  m_composer.paste(with_picture);
  EXPECT_EQ(pictures.count(), 1);
  EXPECT_TRUE(m_composer.message().isEmpty());
}

TEST_F(ComposerTest, PastedHtmlIsItsPlainText) {
  QMimeData data;
  data.setHtml(QStringLiteral("<b>bold</b>"));
  data.setText(QStringLiteral("bold"));
  m_composer.paste(data);
  EXPECT_EQ(m_composer.message(), QStringLiteral("bold"));
}

TEST_F(ComposerTest, BadInput51_AHugeClipboardIsNotTakenIn) {
  QSignalSpy refused(&m_composer, &Composer::pasteRefused);
  QMimeData data;
  data.setText(QString(Composer::kLargestPaste + 1, QLatin1Char('x')));
  m_composer.paste(data);
  EXPECT_EQ(refused.count(), 1);
  EXPECT_TRUE(m_composer.message().isEmpty());
}

}  // namespace
}  // namespace landline::widgets
