#include "session/mailbox.h"

#include <QCoreApplication>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "support/wait_for.h"

namespace landline::session {
namespace {

using test::waitFor;

/// Closes its mailbox as the contract says.
class Addressee : public QObject {
 public:
  Addressee() : mailbox(std::make_shared<Mailbox<Addressee>>(*this)) {}
  ~Addressee() override { mailbox->close(); }

  const std::shared_ptr<Mailbox<Addressee>> mailbox;
  std::vector<int> got;
  std::thread::id got_in;
};

void postNumbers(Mailbox<Addressee>& mailbox, int count) {
  for (int i = 0; i < count; ++i) {
    mailbox.post([i](Addressee& to) {
      to.got.push_back(i);
      to.got_in = std::this_thread::get_id();
    });
  }
}

TEST(Mailbox, LettersOfAThreadComeInTheirOrderAndInTheReceiversThread) {
  Addressee addressee;
  std::thread([mailbox = addressee.mailbox] { postNumbers(*mailbox, 3); }).join();
  EXPECT_TRUE(addressee.got.empty()) << "called by post(), or in another thread";
  ASSERT_TRUE(waitFor([&] { return addressee.got.size() == 3; }));
  EXPECT_EQ(addressee.got, (std::vector<int>{0, 1, 2}));
  EXPECT_EQ(addressee.got_in, std::this_thread::get_id());
}

TEST(Mailbox, ALetterFromTheReceiversOwnThreadWaitsForTheEventLoop) {
  Addressee addressee;
  postNumbers(*addressee.mailbox, 1);
  EXPECT_TRUE(addressee.got.empty());
  EXPECT_TRUE(waitFor([&] { return addressee.got.size() == 1; }));
}

TEST(Mailbox, WhatIsNotDeliveredWhenTheReceiverGoesIsDropped) {
  auto addressee = std::make_unique<Addressee>();
  const std::shared_ptr<Mailbox<Addressee>> mailbox = addressee->mailbox;
  const auto enclosed = std::make_shared<int>(0);
  mailbox->post([enclosed](Addressee&) { ++*enclosed; });
  EXPECT_EQ(enclosed.use_count(), 2);
  addressee.reset();
  EXPECT_EQ(enclosed.use_count(), 1) << "the letter outlived its receiver";
  mailbox->post([enclosed](Addressee&) { ++*enclosed; });
  EXPECT_EQ(enclosed.use_count(), 1) << "a closed mailbox kept a letter";
  QCoreApplication::sendPostedEvents();
  EXPECT_EQ(*enclosed, 0);
}

TEST(Mailbox, ReceiversMayGoWhileOthersWriteToThem) {
  constexpr int kReceivers = 10;
  for (int i = 0; i < kReceivers; ++i) {
    auto addressee = std::make_unique<Addressee>();
    std::atomic<int> posted{0};
    std::atomic<bool> done{false};
    std::vector<std::thread> writers;
    for (int n = 0; n < 2; ++n) {
      writers.emplace_back([&, mailbox = addressee->mailbox] {
        while (!done) {
          postNumbers(*mailbox, 1);
          ++posted;
        }
      });
    }
    EXPECT_TRUE(waitFor([&] { return posted > 10; }));
    addressee.reset();
    const int before = posted;
    EXPECT_TRUE(waitFor([&] { return posted > before + 10; }));  // and the writers go on
    done = true;
    for (std::thread& writer : writers) {
      writer.join();
    }
  }
}

}  // namespace
}  // namespace landline::session
