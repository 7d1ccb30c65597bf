#include "models/format.h"

#include <QLocale>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace landline::models {
namespace {

class Format : public ::testing::Test {
 protected:
  Format() { QLocale::setDefault(QLocale::c()); }
};

TEST_F(Format, BytesArePowersOfThousand) {
  EXPECT_EQ(formatBytes(0), QStringLiteral("0 bytes"));
  EXPECT_EQ(formatBytes(1500), QStringLiteral("1.5 kB"));
  EXPECT_EQ(formatBytes(12'000'000), QStringLiteral("12.0 MB"));
  EXPECT_EQ(formatBytes(-1), QStringLiteral("-"));
}

TEST_F(Format, RatesThatMeanNothingAreUnknown) {
  EXPECT_EQ(formatRate(38'200'000), QStringLiteral("38.2 MB/s"));
  EXPECT_EQ(formatRate(-1), QStringLiteral("-"));
  EXPECT_EQ(formatRate(std::nan("")), QStringLiteral("-"));
  EXPECT_EQ(formatRate(std::numeric_limits<double>::infinity()), QStringLiteral("-"));
}

TEST_F(Format, DurationsGrowWithTheirLength) {
  EXPECT_EQ(formatDuration(-1), QStringLiteral("-"));
  EXPECT_EQ(formatDuration(0), QStringLiteral("0:00"));
  EXPECT_EQ(formatDuration(42), QStringLiteral("0:42"));
  EXPECT_EQ(formatDuration(3723), QStringLiteral("1:02:03"));
  EXPECT_EQ(formatDuration(4 * 86400 + 5 * 3600), QStringLiteral("4 d 5 h"));
}

TEST_F(Format, PermilleIsBetweenItsBounds) {
  EXPECT_EQ(permille(1, 0), 0);
  EXPECT_EQ(permille(-5, 10), 0);
  EXPECT_EQ(permille(50, 10), 1000);
  EXPECT_EQ(permille(std::numeric_limits<qint64>::max() / 2, std::numeric_limits<qint64>::max()), 500);
}

TEST_F(Format, ToolTipIsLiteral) {
  EXPECT_EQ(toolTipText(QStringLiteral("<a>\n&")), QStringLiteral("<qt>&lt;a&gt;<br>&amp;</qt>"));
}

}  // namespace
}  // namespace landline::models
