#include "support/memory_stream.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <thread>

namespace landline::test {
namespace {

/// Everything until the end of the other side's direction, or until an error.
std::pair<std::string, Error> readAll(Stream& stream) {
  std::string all;
  std::array<char, 1000> octets;
  while (true) {
    const Result<std::size_t> count = stream.read(octets.data(), octets.size());
    if (!count) {
      return {all, count.error()};
    }
    if (*count == 0) {
      return {all, {}};
    }
    all.append(octets.data(), *count);
  }
}

TEST(MemoryStream, CarriesOctetsAndTheEnd) {
  auto [left, right] = streamPair();
  ASSERT_TRUE(left->write("hello").ok());
  ASSERT_TRUE(left->finish().ok());
  const auto [got, error] = readAll(*right);
  EXPECT_EQ(got, "hello");
  EXPECT_TRUE(error.code.isEmpty());
}

TEST(MemoryStream, HasInputWhenReadWouldReturn) {
  auto [left, right] = streamPair();
  EXPECT_FALSE(right->hasInput());
  ASSERT_TRUE(left->write("x").ok());
  EXPECT_TRUE(right->hasInput());
}

TEST(MemoryStream, ADestroyedEndIsALostConnectionBehindItsOctets) {
  auto [left, right] = streamPair();
  ASSERT_TRUE(left->write("half").ok());
  left.reset();
  const auto [got, error] = readAll(*right);
  EXPECT_EQ(got, "half");
  EXPECT_EQ(error.code, codes::kConnectionLost);
}

TEST(MemoryStream, IsCutAfterSoManyOctets) {
  PipeBehaviour cut;
  cut.cut_after = 3;
  auto [left, right] = streamPair(cut);
  EXPECT_FALSE(left->write("hello").ok());
  const auto [got, error] = readAll(*right);
  EXPECT_EQ(got, "hel");
  EXPECT_EQ(error.code, codes::kConnectionLost);
}

TEST(MemoryStream, ReadsOneOctetAtATimeWhereToldTo) {
  PipeBehaviour slow;
  slow.largest_read = 1;
  auto [left, right] = streamPair(slow);
  ASSERT_TRUE(left->write("ab").ok());
  std::array<char, 10> octets;
  const Result<std::size_t> count = right->read(octets.data(), octets.size());
  ASSERT_TRUE(count.ok());
  EXPECT_EQ(*count, 1U);
}

TEST(MemoryStream, CancelEndsAWaitFromAnotherThread) {
  auto [left, right] = streamPair();
  std::thread other([&stream = *right] { stream.cancel(); });
  std::array<char, 10> octets;
  const Result<std::size_t> count = right->read(octets.data(), octets.size());
  other.join();
  ASSERT_FALSE(count.ok());
  EXPECT_EQ(count.error().code, codes::kCancelled);
  EXPECT_FALSE(right->write("x").ok()) << "and all that comes later";
}

TEST(MemoryStream, SilenceIsATimeout) {
  auto [left, right] = streamPair();
  right->setSilenceLimit(std::chrono::milliseconds(10));
  std::array<char, 10> octets;
  const Result<std::size_t> count = right->read(octets.data(), octets.size());
  ASSERT_FALSE(count.ok());
  EXPECT_EQ(count.error().code, codes::kTimeout);
}

TEST(MemoryStream, TwoSidesThatBothWriteMoreThanThePipesHoldDoNotDeadlock) {
  PipeBehaviour narrow;
  narrow.capacity = 64;
  auto [left, right] = streamPair(narrow, narrow);
  const std::string much(100'000, 'x');
  const auto talk = [&much](Stream& stream) {
    EXPECT_TRUE(stream.write(much).ok());
    EXPECT_TRUE(stream.finish().ok());
    EXPECT_EQ(readAll(stream).first.size(), much.size());
  };
  std::thread other([&talk, &stream = *right] { talk(stream); });
  talk(*left);
  other.join();
}

}  // namespace
}  // namespace landline::test
