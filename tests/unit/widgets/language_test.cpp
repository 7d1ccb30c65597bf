#include "widgets/language.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QLocale>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QTranslator>
#include <QXmlStreamReader>
#include <gtest/gtest.h>

namespace landline::widgets {
namespace {

struct Message {
  QString context, source, translation;
  bool unfinished = false;
  QString name() const { return context + QStringLiteral(": ") + source; }
};

QVector<Message> readTs(const QString& path) {
  QFile file(path);
  EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << path.toStdString();
  QXmlStreamReader xml(&file);
  QVector<Message> messages;
  QString context;
  while (!xml.atEnd()) {
    if (xml.readNext() != QXmlStreamReader::StartElement) {
      continue;
    }
    if (xml.name() == QLatin1String("name")) {
      context = xml.readElementText();
    } else if (xml.name() == QLatin1String("message")) {
      messages.append({context, {}, {}, false});
    } else if (xml.name() == QLatin1String("source")) {
      messages.last().source = xml.readElementText();
    } else if (xml.name() == QLatin1String("translation")) {
      messages.last().unfinished = xml.attributes().hasAttribute(QStringLiteral("type"));
      messages.last().translation = xml.readElementText(QXmlStreamReader::IncludeChildElements);
    }
  }
  EXPECT_FALSE(xml.hasError()) << xml.errorString().toStdString();
  return messages;
}

QString tsPath() {
  return QStringLiteral(LANDLINE_SOURCE_DIR "/translations/landline_zh_CN.ts");
}

QStringList placeholders(const QString& text) {
  QStringList found;
  QRegularExpressionMatchIterator matches = QRegularExpression(QStringLiteral("%L?[1-9]")).globalMatch(text);
  while (matches.hasNext()) {
    found << matches.next().captured();
  }
  found.sort();
  return found;
}

class LanguageTest : public ::testing::Test {
 protected:
  // What installLanguage() adds belongs to the application; each test takes it away again.
  ~LanguageTest() override {
    for (QTranslator* translator : QCoreApplication::instance()->findChildren<QTranslator*>()) {
      delete translator;
    }
    QLocale::setDefault(before);
  }
  QLocale before;
};

TEST_F(LanguageTest, SimplifiedChineseBySeveralNames) {
  for (const char* name : {"zh_CN", "zh", "zh-CN", "zh_Hans", "zh_SG"}) {
    EXPECT_EQ(installLanguage(*QCoreApplication::instance(), QLatin1String(name)), QStringLiteral("zh_CN")) << name;
  }
}

TEST_F(LanguageTest, EnglishWhereWeHaveNothing) {
  for (const char* name : {"en", "en_GB", "fr", "zh_TW", "nonsense"}) {
    EXPECT_EQ(installLanguage(*QCoreApplication::instance(), QLatin1String(name)), QStringLiteral("en")) << name;
  }
  EXPECT_EQ(QCoreApplication::translate("landline::models::TransferText", "declined"), QStringLiteral("declined"));
}

TEST_F(LanguageTest, TranslationIsInTheProgram) {
  installLanguage(*QCoreApplication::instance(), QStringLiteral("zh_CN"));
  const QString translated = QCoreApplication::translate("landline::models::TransferText", "declined");
  EXPECT_NE(translated, QStringLiteral("declined"));
  EXPECT_FALSE(translated.isEmpty());
  EXPECT_EQ(QLocale().language(), QLocale::Chinese);
}

TEST_F(LanguageTest, EveryStringIsTranslated) {
  const QVector<Message> messages = readTs(tsPath());
  ASSERT_GT(messages.size(), 150);
  for (const Message& message : messages) {
    EXPECT_FALSE(message.unfinished) << message.name().toStdString();
    EXPECT_FALSE(message.translation.trimmed().isEmpty()) << message.name().toStdString();
    EXPECT_EQ(placeholders(message.source), placeholders(message.translation)) << message.name().toStdString();
  }
}

TEST_F(LanguageTest, TranslationKnowsEveryStringOfTheSources) {
  const QString lupdate = QStringLiteral(LANDLINE_LUPDATE_PROGRAM);
  if (!QFileInfo::exists(lupdate)) {
    GTEST_SKIP() << "lupdate is not installed";
  }
  const QTemporaryDir folder;
  const QString fresh = folder.filePath(QStringLiteral("fresh.ts"));
  QProcess process;
  process.setWorkingDirectory(QStringLiteral(LANDLINE_SOURCE_DIR));
  process.start(lupdate, {QStringLiteral("-silent"), QStringLiteral("-I"), QStringLiteral("common"),
                          QStringLiteral("-I"), QStringLiteral("."), QStringLiteral("client"), QStringLiteral("server"),
                          QStringLiteral("common"), QStringLiteral("-ts"), fresh});
  ASSERT_TRUE(process.waitForFinished(60'000));
  ASSERT_EQ(process.exitCode(), 0) << process.readAllStandardError().toStdString();
  QSet<QString> known;
  for (const Message& message : readTs(tsPath())) {
    known.insert(message.name());
  }
  for (const Message& message : readTs(fresh)) {
    EXPECT_TRUE(known.contains(message.name()))
        << message.name().toStdString() << " is missing; build the target update_translations, then translate it";
  }
}

}  // namespace
}  // namespace landline::widgets
