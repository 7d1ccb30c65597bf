#include "session/bottleneck.h"

#include <gtest/gtest.h>

#include "session/transfer_task.h"

namespace landline::session {
namespace {

using Bottleneck = TransferInfo::Bottleneck;
using Direction = TransferInfo::Direction;
constexpr qint64 kMs = 1'000'000;  // nanoseconds

/// What is said about a second in which this was waited for.
Bottleneck after(Direction direction, const BottleneckMeter::Sample& second) {
  BottleneckMeter meter(direction);
  meter.sample(5000, {});
  EXPECT_EQ(meter.now(), Bottleneck::Unknown);
  meter.sample(6000, second);
  return meter.now();
}

BottleneckMeter::Sample waited(qint64 stream_ms, qint64 disk_ms, qint64 limit_ms, qint64 bytes = 1) {
  BottleneckMeter::Sample sample;
  sample.bytes = bytes;
  sample.waited_stream_ns = stream_ms * kMs;
  sample.waited_disk_ns = disk_ms * kMs;
  sample.waited_limit_ns = limit_ms * kMs;
  return sample;
}

TEST(Bottleneck, IsWhatIsWaitedForMost) {
  EXPECT_EQ(after(Direction::Up, waited(700, 100, 0)), Bottleneck::Network);
  EXPECT_EQ(after(Direction::Up, waited(100, 700, 0)), Bottleneck::SenderDisk);
  EXPECT_EQ(after(Direction::Down, waited(100, 700, 0)), Bottleneck::ReceiverDisk);
  EXPECT_EQ(after(Direction::Up, waited(100, 100, 700)), Bottleneck::RateLimit);
}

TEST(Bottleneck, IsTheProcessorWhereNothingIsWaitedForMuch) {
  EXPECT_EQ(after(Direction::Up, waited(200, 200, 0)), Bottleneck::Processor);
  EXPECT_EQ(after(Direction::Down, waited(0, 0, 0)), Bottleneck::Processor);
}

TEST(Bottleneck, IsWhatTheOtherSideSaysThatItWaitsFor) {
  BottleneckMeter::Sample disk = waited(900, 0, 0);
  disk.peer_waits_for_disk = true;
  EXPECT_EQ(after(Direction::Up, disk), Bottleneck::ReceiverDisk);
  EXPECT_EQ(after(Direction::Down, disk), Bottleneck::SenderDisk);
  BottleneckMeter::Sample processor = waited(900, 0, 0);
  processor.peer_waits_for_processor = true;
  EXPECT_EQ(after(Direction::Up, processor), Bottleneck::Processor);
}

TEST(Bottleneck, IsTheOtherSideWhereNothingMovesAndItSaysNothing) {
  EXPECT_EQ(after(Direction::Down, waited(990, 0, 0, 0)), Bottleneck::OtherSide);
}

TEST(Bottleneck, IsAboutTheLastSecondOnly) {
  BottleneckMeter meter;
  meter.sample(0, {});
  meter.sample(1000, waited(0, 900, 0));
  EXPECT_EQ(meter.now(), Bottleneck::SenderDisk);
  meter.sample(1500, waited(400, 900, 0));
  EXPECT_EQ(meter.now(), Bottleneck::SenderDisk) << "half a second is not enough";
  meter.sample(2000, waited(900, 900, 0, 5));
  EXPECT_EQ(meter.now(), Bottleneck::Network);
}

TEST(Bottleneck, BadInput78_AStepBackInTimeChangesNothing) {
  BottleneckMeter meter;
  meter.sample(10'000, {});
  meter.sample(11'000, waited(0, 900, 0));
  meter.sample(4000, waited(900, 900, 0, 5));
  EXPECT_EQ(meter.now(), Bottleneck::SenderDisk);
  meter.sample(12'000, waited(900, 900, 0, 5));
  EXPECT_EQ(meter.now(), Bottleneck::Network);
}

TEST(Bottleneck, ReadsTheCountersOfARun) {
  TransferProgress progress;
  progress.bytes = 1;
  progress.waited_stream_ns = 2;
  progress.waited_disk_ns = 3;
  progress.waited_limit_ns = 4;
  progress.peer_waits_for_disk = true;
  const BottleneckMeter::Sample sample = BottleneckMeter::sampleOf(progress);
  EXPECT_EQ(sample.bytes, 1);
  EXPECT_EQ(sample.waited_stream_ns, 2);
  EXPECT_EQ(sample.waited_disk_ns, 3);
  EXPECT_EQ(sample.waited_limit_ns, 4);
  EXPECT_TRUE(sample.peer_waits_for_disk);
  EXPECT_FALSE(sample.peer_waits_for_processor);
}

}  // namespace
}  // namespace landline::session
