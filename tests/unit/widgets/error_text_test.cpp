#include "widgets/error_text.h"

#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <gtest/gtest.h>

namespace landline::widgets {
namespace {

/// Every code of core/error.h, read from the header itself: a new code without a sentence fails here.
QStringList allCodes() {
  QFile header(QStringLiteral(LANDLINE_SOURCE_DIR "/common/core/error.h"));
  EXPECT_TRUE(header.open(QIODevice::ReadOnly));
  const QRegularExpression declaration(QStringLiteral("QLatin1String k\\w+[^\"]*\"([a-z-]+)\""));
  QStringList codes;
  QRegularExpressionMatchIterator matches = declaration.globalMatch(QString::fromUtf8(header.readAll()));
  while (matches.hasNext()) {
    codes << matches.next().captured(1);
  }
  return codes;
}

TEST(ErrorText, EveryCodeHasASentenceOfItsOwn) {
  const QStringList codes = allCodes();
  ASSERT_GT(codes.size(), 30);
  QSet<QString> sentences;
  for (const QString& code : codes) {
    const QString sentence = describe({code, QStringLiteral("the detail")}).sentence;
    EXPECT_NE(sentence, QStringLiteral("the detail")) << code.toStdString();
    EXPECT_FALSE(sentences.contains(sentence)) << code.toStdString();
    sentences.insert(sentence);
  }
}

TEST(ErrorText, UnknownCodeOfAPeerIsShownInItsOwnWords) {
  EXPECT_EQ(describe({QStringLiteral("moon-phase"), QStringLiteral("Not today.")}).sentence,
            QStringLiteral("Not today."));
  EXPECT_EQ(describe({QStringLiteral("moon-phase"), {}}).sentence, QStringLiteral("moon-phase"));
}

TEST(ErrorText, DetailStandsBesideTheSentence) {
  const QString text = describeWithDetail({codes::kNoSpace, QStringLiteral("2 MB are free")});
  EXPECT_TRUE(text.startsWith(describe({codes::kNoSpace, {}}).sentence));
  EXPECT_TRUE(text.contains(QStringLiteral("2 MB are free")));
  EXPECT_EQ(describeWithDetail({codes::kNoSpace, {}}), describe({codes::kNoSpace, {}}).sentence);
}

TEST(ErrorText, HelpFitsTheError) {
  EXPECT_EQ(describe({codes::kAddressInUse, {}}).help, Help::NextPort);
  EXPECT_EQ(describe({codes::kAddressUnavailable, {}}).help, Help::AllAddresses);
  EXPECT_EQ(describe({codes::kNoSpace, {}}).help, Help::ChooseFolder);
}

}  // namespace
}  // namespace landline::widgets
