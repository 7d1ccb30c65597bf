#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace landline::test {
namespace {

/// The lines of the list of bad input that have to have a test by now.
const std::set<int> kPromised{1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
                              20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38,
                              39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57,
                              58, 59, 60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76,
                              77, 78, 79, 80, 81, 82, 83, 84, 85, 86, 87, 88, 89, 90, 91};

/// The numbers in the names of tests: `BadInput11_Climbing`, `BadInput32_BadInput33_...`.
std::set<int> numbersIn(const QString& source) {
  static const QRegularExpression declaration(
      QStringLiteral(R"((?:TEST|TEST_F|TEST_P|INSTANTIATE_TEST_SUITE_P)\(([^)]*)\))"));
  static const QRegularExpression number(QStringLiteral(R"(BadInput(\d+))"));
  std::set<int> result;
  for (auto it = declaration.globalMatch(source); it.hasNext();) {
    const QString names = it.next().captured(1).section(QLatin1Char(','), 0, 1);
    for (auto each = number.globalMatch(names); each.hasNext();) {
      result.insert(each.next().captured(1).toInt());
    }
  }
  return result;
}

TEST(BadInput, NumbersAreReadFromNamesOfTestsOnly) {
  EXPECT_EQ(numbersIn(QStringLiteral("TEST(Wire, BadInput11_Climbing) {}")), std::set<int>{11});
  EXPECT_EQ(numbersIn(QStringLiteral("TEST_F(BadInput85_Two,\n       Works) {}")), std::set<int>{85});
  EXPECT_EQ(numbersIn(QStringLiteral("TEST_P(A, BadInput32_BadInput33_Split)")), (std::set<int>{32, 33}));
  EXPECT_TRUE(numbersIn(QStringLiteral("// BadInput7 is tried elsewhere")).empty());
}

TEST(BadInput, EveryPromisedNumberHasATest) {
  std::set<int> missing = kPromised;
  QDirIterator files(QStringLiteral(LANDLINE_SOURCE_DIR "/tests"), {QStringLiteral("*_test.cpp")}, QDir::Files,
                     QDirIterator::Subdirectories);
  while (files.hasNext()) {
    QFile file(files.next());
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    for (const int number : numbersIn(QString::fromUtf8(file.readAll()))) {
      missing.erase(number);
    }
  }
  EXPECT_THAT(missing, ::testing::IsEmpty());
}

}  // namespace
}  // namespace landline::test
