#include "wire/manifest_page.h"

#include <gtest/gtest.h>

#include "wire/header.h"

// A page of the manifest is as full as PROTOCOL.md, "Pages", allows, and no fuller.
namespace landline::wire {
namespace {

ManifestEntry file(const QString& path, qint64 size = 1) {
  ManifestEntry entry;
  entry.path = path;
  entry.size = size;
  return entry;
}

/// The body of the message, which must parse.
std::string bodyOf(const Manifest& manifest) {
  const std::string frame = encode(DataMessage(manifest)).toStdString();
  const std::string body = frame.substr(frame.find('\n') + 1);
  const Result<DataMessage> parsed = parseData("manifest", body);
  EXPECT_TRUE(parsed) << parsed.error().detail.toStdString();
  return body;
}

TEST(ManifestPage, NumbersItsEntries) {
  ManifestPage page(3, 700, Limits());
  EXPECT_TRUE(page.isEmpty());
  EXPECT_TRUE(page.add(file(QStringLiteral("a")), 1));
  EXPECT_TRUE(page.add(file(QStringLiteral("b")), 1));
  EXPECT_EQ(page.nextIndex(), 702);
  const Manifest& manifest = page.ordinary();
  EXPECT_EQ(manifest.page, 3);
  EXPECT_FALSE(manifest.last);
  EXPECT_EQ(manifest.files.at(0).index, 700);
  EXPECT_EQ(manifest.files.at(1).index, 701);
  EXPECT_EQ(manifest.files.at(1).path, QStringLiteral("b"));
}

TEST(ManifestPage, TheLastOneHasTheTotals) {
  ManifestPage page(0, 0, Limits());
  EXPECT_TRUE(page.add(file(QStringLiteral("a")), 1));
  const Manifest last = page.last(17, 4000);
  EXPECT_TRUE(last.last);
  EXPECT_EQ(last.files_total, 17);
  EXPECT_EQ(last.bytes_total, 4000);
  EXPECT_EQ(last.files.size(), 1);
  EXPECT_FALSE(page.ordinary().last);
}

TEST(ManifestPage, TakesNoMoreEntriesThanItMay) {
  ManifestPage page(0, 0, Limits());
  for (int i = 0; i < 512; ++i) {
    ASSERT_TRUE(page.add(file(QStringLiteral("a")), 0)) << i;
  }
  EXPECT_FALSE(page.add(file(QStringLiteral("a")), 0));
  EXPECT_EQ(page.nextIndex(), 512);
  bodyOf(page.ordinary());
}

TEST(ManifestPage, TakesNoMoreBlocksThanItMay) {
  ManifestPage page(0, 0, Limits());
  EXPECT_TRUE(page.add(file(QStringLiteral("a")), 16'000));
  EXPECT_FALSE(page.add(file(QStringLiteral("b")), 385));
  EXPECT_TRUE(page.add(file(QStringLiteral("c")), 384));
  EXPECT_TRUE(page.add(file(QStringLiteral("an empty one")), 0));
  EXPECT_FALSE(page.add(file(QStringLiteral("d")), 1));
}

TEST(ManifestPage, TakesOneEntryOfAnySize) {
  ManifestPage blocks(0, 0, Limits());
  EXPECT_TRUE(blocks.add(file(QStringLiteral("a")), 1'000'000));
  Limits narrow;
  narrow.message_body = 10;
  ManifestPage octets(0, 0, narrow);
  EXPECT_TRUE(octets.add(file(QStringLiteral("a")), 1));
  EXPECT_FALSE(octets.add(file(QStringLiteral("b")), 1));
}

// Whatever its names are made of: a full page keeps the limit of a message with the largest numbers that there are, and
// another entry would not have fitted.
class ManifestPageNames : public ::testing::TestWithParam<QString> {};

TEST_P(ManifestPageNames, FillTheMessageAndNoMore) {
  const qint64 largest = kLargestSize;
  ManifestPage page(largest, largest - 600, Limits());
  ManifestEntry entry = file(GetParam(), largest);
  entry.mtime = -largest;
  while (page.add(entry, 0)) {
  }
  const std::size_t size = bodyOf(page.last(largest, largest)).size();
  EXPECT_LE(size, Limits{}.message_body);
  if (page.ordinary().files.size() < 512) {
    EXPECT_GT(size + encodedSize(entry) + 64, Limits{}.message_body);
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds, ManifestPageNames,
                         ::testing::Values(QStringLiteral("x"), QString(200, QLatin1Char('y')),
                                           QString(300, QLatin1Char('"')), QString(600, QChar(1)),
                                           QString(500, QChar(0x6559)),
                                           QString::fromUtf8("\xF0\x9F\x8F\xAB").repeated(333),
                                           QString(4000, QLatin1Char('z'))));

TEST(EncodedSize, IsThatOfTheEntryInItsMessage) {
  for (const QString& path : {QStringLiteral("a"), QStringLiteral("q\"\\\n"), QStringLiteral(u"\u00E9\u6559")}) {
    Manifest one;
    one.files = {file(path, 12345)};
    Manifest none;
    EXPECT_EQ(encodedSize(one.files.at(0)), bodyOf(one).size() - bodyOf(none).size());
  }
}

TEST(Append, PutsFramesBehindEachOther) {
  std::string frames = "before";
  append(frames, FileStart{7, 0});
  append(frames, Digest{7, QString(32, QLatin1Char('a'))});
  EXPECT_EQ(frames, "before" + encode(DataMessage(FileStart{7, 0})).toStdString() +
                        encode(DataMessage(Digest{7, QString(32, QLatin1Char('a'))})).toStdString());
}

TEST(Append, AHeaderThatCannotBeLeavesNothing) {
  std::string text = "before";
  EXPECT_TRUE(appendHeader(text, "./a%b", 5));
  EXPECT_EQ(text, "before./a%25b&5\n");
  EXPECT_FALSE(appendHeader(text, std::string(5000, 'x'), 5));
  EXPECT_FALSE(appendHeader(text, "", 5));
  EXPECT_EQ(text, "before./a%25b&5\n");
}

}  // namespace
}  // namespace landline::wire
