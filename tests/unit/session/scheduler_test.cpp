#include "session/scheduler.h"

#include <gtest/gtest.h>

namespace landline::session {
namespace {

PeerId peer(char digit) {
  return *PeerId::fromHex(QString(64, QLatin1Char(digit)));
}

TEST(Scheduler, GivesOutAsManyPlacesAsOnePeerMayHave) {
  Scheduler scheduler({2, 4});
  EXPECT_TRUE(scheduler.takeFree(peer('a')));
  EXPECT_TRUE(scheduler.takeFree(peer('a')));
  EXPECT_FALSE(scheduler.takeFree(peer('a')));
  EXPECT_TRUE(scheduler.takeFree(peer('b')));
}

TEST(Scheduler, GivesOutAsManyPlacesAsThereAre) {
  Scheduler scheduler({2, 3});
  EXPECT_TRUE(scheduler.takeFree(peer('a')));
  EXPECT_TRUE(scheduler.takeFree(peer('b')));
  EXPECT_FALSE(scheduler.full());
  EXPECT_TRUE(scheduler.takeFree(peer('c')));
  EXPECT_TRUE(scheduler.full());
  EXPECT_FALSE(scheduler.takeFree(peer('d')));
}

TEST(Scheduler, CountsThoseThatRunBeyondALoweredLimit) {
  Scheduler scheduler({1, 2});
  scheduler.take(peer('a'));
  scheduler.take(peer('a'));
  scheduler.take(peer('a'));
  EXPECT_TRUE(scheduler.full());
  EXPECT_FALSE(scheduler.takeFree(peer('b')));
}

TEST(Scheduler, AtOnceStaysWithinTheLimits) {
  const Limits limits;
  const AtOnce none = AtOnce{0, -5}.within(limits);
  EXPECT_EQ(none.per_peer, 1);
  EXPECT_EQ(none.in_all, 1);
  const AtOnce many = AtOnce{100, 100}.within(limits);
  EXPECT_EQ(many.per_peer, limits.transfers_per_peer);
  EXPECT_EQ(many.in_all, limits.transfers_in_all);
}

}  // namespace
}  // namespace landline::session
