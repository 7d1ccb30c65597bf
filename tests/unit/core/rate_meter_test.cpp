#include "core/rate_meter.h"

#include <gtest/gtest.h>

namespace landline {
namespace {

constexpr qint64 kMiB = 1024 * 1024;

/// Samples every 100 ms from `from_ms` on, `per_second` octets a second, the first with `amount`.
qint64 run(RateMeter& meter, qint64 from_ms, qint64 for_ms, qint64 per_second, qint64 amount = 0) {
  for (qint64 passed = 0; passed <= for_ms; passed += 100) {
    meter.sample(from_ms + passed, amount + per_second * passed / 1000);
  }
  return amount + per_second * for_ms / 1000;
}

TEST(RateMeter, KnowsNothingBeforeTheFirstSample) {
  const RateMeter meter;
  EXPECT_FALSE(meter.rate(0));
  EXPECT_FALSE(meter.secondsLeft(0, 100));
  EXPECT_FALSE(meter.stalled(1'000'000));
}

TEST(RateMeter, KnowsNothingOfOneSampleOrOfAMoment) {
  RateMeter meter;
  meter.sample(1000, 0);
  EXPECT_FALSE(meter.rate(1000));
  meter.sample(1499, 50 * kMiB);
  EXPECT_FALSE(meter.rate(1499)) << "half a second has to be seen";
  EXPECT_FALSE(meter.secondsLeft(1499, 100 * kMiB));
  meter.sample(1500, 50 * kMiB);
  EXPECT_TRUE(meter.rate(1500));
}

TEST(RateMeter, IsTheMeanOfASteadyFlow) {
  RateMeter meter;
  const qint64 amount = run(meter, 5000, 10'000, 8 * kMiB);
  EXPECT_DOUBLE_EQ(*meter.rate(15'000), 8.0 * kMiB);
  EXPECT_EQ(meter.secondsLeft(15'000, amount + 16 * kMiB), 2);
}

TEST(RateMeter, ForgetsWhatIsOlderThanItsWindow) {
  RateMeter meter;
  const qint64 amount = run(meter, 0, 10'000, 100 * kMiB);
  run(meter, 10'100, 3000, kMiB, amount);
  EXPECT_NEAR(*meter.rate(13'100), static_cast<double>(kMiB), 0.1 * kMiB);
}

TEST(RateMeter, GoesDownBetweenSamples) {
  RateMeter meter;
  run(meter, 0, 3000, kMiB);
  EXPECT_LT(*meter.rate(4500), *meter.rate(3000));
}

TEST(RateMeter, RoundsTheTimeLeftUp) {
  RateMeter meter;
  const qint64 amount = run(meter, 0, 3000, 1000);
  EXPECT_EQ(meter.secondsLeft(3000, amount + 1), 1);
  EXPECT_EQ(meter.secondsLeft(3000, amount + 1001), 2);
}

TEST(RateMeter, HasNoTimeLeftAtTheEndOrBeyondIt) {
  RateMeter meter;
  const qint64 amount = run(meter, 0, 3000, 1000);
  EXPECT_EQ(meter.secondsLeft(3000, amount), 0);
  EXPECT_EQ(meter.secondsLeft(3000, amount - 500), 0) << "the source grew while it was read";
}

TEST(RateMeter, OfAnEmptyFileIsUnknownAndNotADivisionByZero) {
  RateMeter meter;
  meter.sample(0, 0);
  meter.sample(1000, 0);
  EXPECT_EQ(*meter.rate(1000), 0.0);
  EXPECT_FALSE(meter.secondsLeft(1000, 0));
}

TEST(RateMeter, IsStalledAfterThreeSecondsWithoutAnOctet) {
  RateMeter meter;
  const qint64 amount = run(meter, 0, 3000, kMiB);
  for (qint64 now = 3100; now < 6000; now += 100) {
    meter.sample(now, amount);
    EXPECT_FALSE(meter.stalled(now)) << now;
  }
  meter.sample(6000, amount);
  EXPECT_TRUE(meter.stalled(6000));
  EXPECT_EQ(*meter.rate(6000), 0.0);
  EXPECT_FALSE(meter.secondsLeft(6000, amount + kMiB));
}

TEST(RateMeter, IsStalledWithoutSamplesToo) {
  RateMeter meter;
  run(meter, 0, 1000, kMiB);
  EXPECT_TRUE(meter.stalled(4000));
}

TEST(RateMeter, GoesOnAfterAStall) {
  RateMeter meter;
  const qint64 amount = run(meter, 0, 1000, kMiB);
  EXPECT_TRUE(meter.stalled(60'000));
  meter.sample(60'000, amount);
  meter.sample(60'100, amount + kMiB);
  EXPECT_FALSE(meter.stalled(60'100));
}

TEST(RateMeter, BadInput78_ABackwardStepOfTheClockIsIgnored) {
  RateMeter meter;
  const qint64 amount = run(meter, 100'000, 3000, kMiB);
  const double before = *meter.rate(103'000);
  for (const qint64 now : {qint64{0}, qint64{-1}, qint64{102'999}}) {
    meter.sample(now, amount + 50 * kMiB);
    EXPECT_DOUBLE_EQ(*meter.rate(now), before);
    EXPECT_FALSE(meter.stalled(now));
    ASSERT_TRUE(meter.secondsLeft(now, amount + kMiB));
    EXPECT_EQ(*meter.secondsLeft(now, amount + kMiB), 1);
  }
}

TEST(RateMeter, BadInput78_AForwardStepReadsAsAStallAndIsOverSoon) {
  RateMeter meter;
  const qint64 amount = run(meter, 0, 3000, kMiB);
  const qint64 far = 10LL * 365 * 24 * 3600 * 1000;
  const qint64 later = run(meter, far, 4000, kMiB, amount);
  EXPECT_NEAR(*meter.rate(far + 4000), static_cast<double>(kMiB), 0.05 * kMiB);
  EXPECT_EQ(meter.secondsLeft(far + 4000, later + 10 * kMiB), 10);
}

TEST(RateMeter, AnAmountThatFallsIsNotANegativeSpeed) {
  RateMeter meter;
  meter.sample(0, 10 * kMiB);
  meter.sample(1000, 0);
  EXPECT_EQ(*meter.rate(1000), 0.0);
}

TEST(RateMeter, TheLargestFilesStayWithinANumber) {
  RateMeter meter;
  meter.sample(0, 0);
  meter.sample(1000, 1);
  const qint64 largest = (1LL << 53) - 1;
  EXPECT_EQ(meter.secondsLeft(1000, largest), largest - 1);
}

}  // namespace
}  // namespace landline
