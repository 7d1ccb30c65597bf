// A sender whose connection is cut, changed, slow or limited, or that is cancelled.

#include "scripted_receiver.h"

#include <atomic>

#include "core/rate_limit.h"
#include "support/passing_stream.h"

namespace landline::session {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

class TransferSenderStream : public SenderTest {
 protected:
  void makeSmallBatch() {
    write(QStringLiteral("t/a"), octetsOf(100, 1));
    write(QStringLiteral("t/b"), octetsOf(200, 2));
    write(QStringLiteral("u"), {});
  }
};

/// Changes what is read: ends after some octets, or flips a bit of one.
class SpoiltStream final : public test::PassingStream {
 public:
  using PassingStream::PassingStream;

  /// A size that became larger by a flip is waited for in vain.
  void setImpatient() { next().setSilenceLimit(milliseconds(50)); }

  Result<std::size_t> read(char* into, std::size_t capacity) override {
    if (m_read >= end_after) {
      return std::size_t{0};
    }
    Result<std::size_t> count = next().read(into, std::min(capacity, end_after - m_read));
    if (count && flip_at >= m_read && flip_at < m_read + *count) {
      into[flip_at - m_read] = static_cast<char>(into[flip_at - m_read] ^ (1 << bit));
    }
    m_read += count ? *count : 0;
    return count;
  }
  bool hasInput() override { return m_read >= end_after || next().hasInput(); }
  void setSilenceLimit(milliseconds) override {}

  std::size_t read() const { return m_read; }

  static constexpr std::size_t kNever = std::size_t(-1);
  std::size_t end_after = kNever;
  std::size_t flip_at = kNever;
  int bit = 0;

 private:
  std::size_t m_read = 0;
};

class TransferSenderSpoilt : public TransferSenderStream {
 protected:
  TransferSenderSpoilt() { makeSmallBatch(); }

  struct Run {
    Result<TransferOutcome> outcome;
    std::size_t read = 0;
    bool stored = false;  ///< the receiver has said so of all three files
  };

  /// One run over a stream that `spoil` has been at. The receiver has the first file already.
  Run run(const std::function<void(SpoiltStream&)>& spoil) {
    auto [own_end, script_end] = test::streamPair();
    ScriptedReceiver receiver;
    receiver.answer = [](const wire::Manifest& page, wire::Want&, FrameStream& frames) {
      for (const wire::ManifestEntry& entry : page.files) {
        if (entry.path == QLatin1String("t/a")) {
          say(frames, wire::Have{entry.index, 100, 4 << 20, 0, {digestOfOctets(octetsOf(100, 1))}});
        }
      }
    };
    receiver.storing = [](wire::Stored& stored) { stored.identical = {1}; };
    std::thread script([&, end = std::move(script_end)]() mutable {
      FrameStream frames(*end, m_limits);
      receiver.run(frames, *end);
      end.reset();
    });
    auto stream = std::make_unique<SpoiltStream>(std::move(own_end));
    spoil(*stream);
    m_results.clear();
    Run result{runSender(*stream, everything()), stream->read(), receiver.ended};
    stream.reset();
    script.join();
    result.stored = receiver.ended;
    return result;
  }
};

TEST_F(TransferSenderSpoilt, BadInput35_AnEndAfterEveryOctetOfTheReceiverIsAnErrorAndNeverAHang) {
  const Run whole = run([](SpoiltStream&) {});
  ASSERT_TRUE(whole.outcome.ok() && whole.outcome->ok() && whole.outcome->agreed);
  ASSERT_GT(whole.read, 150U);
  for (std::size_t end = 0; end < whole.read; ++end) {
    const Run cut = run([&](SpoiltStream& stream) { stream.end_after = end; });
    if (cut.outcome.ok()) {
      // All were stored before the end came: nothing but the last `end` is missing.
      ASSERT_TRUE(cut.outcome->ok()) << end;
      ASSERT_FALSE(cut.outcome->agreed) << end;
      ASSERT_GT(end, whole.read - 80) << end;
    } else {
      ASSERT_EQ(cut.outcome.error().code, QString(codes::kInterrupted)) << end;
    }
  }
}

class TransferSenderFlip : public TransferSenderSpoilt, public ::testing::WithParamInterface<int> {};

TEST_P(TransferSenderFlip, BadInput36_AFlippedBitIsRefusedOrHarmless) {
  const Run whole = run([](SpoiltStream&) {});
  ASSERT_TRUE(whole.outcome.ok());
  for (std::size_t octet = 0; octet < whole.read; ++octet) {
    const Run flipped = run([&](SpoiltStream& stream) {
      stream.setImpatient();
      stream.flip_at = octet;
      stream.bit = GetParam();
    });
    if (flipped.outcome.ok() && flipped.outcome->ok()) {
      // A digest that is wrong by a bit only costs that the file is sent again.
      ASSERT_TRUE(flipped.outcome->stored + flipped.outcome->identical == 3) << octet;
      ASSERT_TRUE(flipped.stored || !flipped.outcome->agreed) << octet;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Bits, TransferSenderFlip, ::testing::Values(0, 1, 3, 5, 7));

TEST_F(TransferSenderStream, BadInput35_TheConnectionMayBeCutAfterAnyOctetOfTheSender) {
  makeSmallBatch();
  for (std::size_t cut = 0; cut < 700; ++cut) {
    ScriptedReceiver receiver;
    test::PipeBehaviour pipe;
    pipe.cut_after = cut;
    const Result<TransferOutcome> outcome = send(everything(), receiver, pipe);
    ASSERT_TRUE(!outcome.ok() || !outcome->ok() || receiver.ended) << cut;
    if (!outcome.ok()) {
      ASSERT_EQ(outcome.error().code, QString(codes::kConnectionLost)) << cut;
    }
  }
}

// --- Cancel ----------------------------------------------------------------------------------------------------------

TEST_F(TransferSenderStream, BadInput83_CancelledAtAnyTimeItEndsAtOnce) {
  m_limits.transfer_block = 100;
  for (int i = 0; i < 30; ++i) {
    write(QStringLiteral("many/%1").arg(i), octetsOf(i * 40, static_cast<quint32>(i)));
  }
  int ended_early = 0;
  for (int octets = 0; octets < 25'000; octets += 487) {
    auto [own_end, script_end] = test::streamPair();
    m_progress.cancelled = false;
    m_progress.bytes = 0;
    ScriptedReceiver receiver;
    receiver.came = [&, own = own_end.get()](const ScriptedReceiver::File&, FrameStream&) {
      if (m_progress.bytes >= octets) {
        m_progress.cancelled = true;
        own->cancel();
        receiver.error = {codes::kCancelled, {}};  // it has seen enough
      }
    };
    std::thread script([&, end = std::move(script_end)]() mutable {
      FrameStream frames(*end, m_limits);
      receiver.run(frames, *end);
      end.reset();
    });
    const Result<TransferOutcome> outcome = runSender(*own_end, everything());
    script.join();
    if (!outcome.ok()) {
      ASSERT_EQ(outcome.error().code, QString(codes::kCancelled));
      ++ended_early;
    } else {
      ASSERT_TRUE(outcome->ok()) << "all was stored before";
    }
  }
  EXPECT_GT(ended_early, 0);
}

// --- The rate limit --------------------------------------------------------------------------------------------------

TEST_F(TransferSenderStream, KeepsTheRateLimit) {
  constexpr int kOctets = 60'000;
  write(QStringLiteral("a"), octetsOf(kOctets));
  m_rate_limit = std::make_shared<RateLimit>(milliseconds(10));
  m_rate_limit->set(200'000);
  ScriptedReceiver receiver;
  const auto begin = steady_clock::now();
  const Result<TransferOutcome> outcome = send(everything(), receiver);
  const auto took = steady_clock::now() - begin;
  ASSERT_TRUE(outcome.ok() && outcome->ok());
  EXPECT_GT(took, milliseconds(200));  // 300 ms, less the burst and the last portion
  EXPECT_GT(m_progress.waited_limit_ns, 150'000'000);
  EXPECT_EQ(receiver.octets(QStringLiteral("a")), octetsOf(kOctets));
}

TEST_F(TransferSenderStream, ALimitThatIsLiftedHoldsNoLonger) {
  write(QStringLiteral("a"), octetsOf(1'000'000));
  m_rate_limit = std::make_shared<RateLimit>(milliseconds(1));
  m_rate_limit->set(20'000);
  ScriptedReceiver receiver;
  receiver.came = [&](const ScriptedReceiver::File&, FrameStream&) { m_rate_limit->set(0); };
  const auto begin = steady_clock::now();
  const Result<TransferOutcome> outcome = send(everything(), receiver);
  ASSERT_TRUE(outcome.ok() && outcome->ok());
  EXPECT_LT(steady_clock::now() - begin, std::chrono::seconds(10)) << "50 s under the limit";
}

TEST_F(TransferSenderStream, CancelledWhileItWaitsForTheLimit) {
  write(QStringLiteral("a"), octetsOf(100'000));
  m_rate_limit = std::make_shared<RateLimit>(milliseconds(1));
  m_rate_limit->set(1000);
  auto [own_end, script_end] = test::streamPair();
  std::thread script([&, end = std::move(script_end), own = own_end.get()]() mutable {
    FrameStream frames(*end, m_limits);
    ASSERT_TRUE(frames.expect<wire::Manifest>());
    say(frames, wire::Want{});
    ASSERT_TRUE(frames.expect<wire::FileStart>());
    m_progress.cancelled = true;
    own->cancel();
    m_rate_limit->wake();
  });
  const auto begin = steady_clock::now();
  const Result<TransferOutcome> outcome = runSender(*own_end, everything());
  script.join();
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, QString(codes::kCancelled));
  EXPECT_LT(steady_clock::now() - begin, std::chrono::seconds(10)) << "100 s under the limit";
}

// --- Life and waiting ------------------------------------------------------------------------------------------------

TEST_F(TransferSenderStream, TellsWhatTheOtherSideWaitsFor) {
  write(QStringLiteral("a"), octetsOf(100'000));
  m_limits.transfer_block = 1000;
  ScriptedReceiver receiver;
  receiver.begun = [](const ScriptedReceiver::File&, FrameStream& frames) {
    say(frames, wire::Ping{QStringLiteral("disk")});
  };
  test::PipeBehaviour narrow;
  narrow.capacity = 100;
  const Result<TransferOutcome> outcome = send(everything(), receiver, narrow);
  ASSERT_TRUE(outcome.ok() && outcome->ok());
  EXPECT_TRUE(m_progress.peer_waits_for_disk);
  EXPECT_FALSE(m_progress.peer_waits_for_processor);
}

TEST_F(TransferSenderStream, ASilentReceiverIsNoticed) {
  write(QStringLiteral("a"), octetsOf(100));
  auto [own_end, script_end] = test::streamPair();
  own_end->setSilenceLimit(milliseconds(20));
  const Result<TransferOutcome> outcome = runSender(*own_end, everything());
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, QString(codes::kTimeout));
}

}  // namespace
}  // namespace landline::session
