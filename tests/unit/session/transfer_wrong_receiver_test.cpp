// A sender against a script that breaks the rules of a receiver (PROTOCOL.md, "Data connection").

#include "transfer_fixture.h"

namespace landline::session {
namespace {

const QString kName = QStringLiteral("a.txt");

class TransferToScript : public TransferTest {
 protected:
  TransferToScript() { m_limits.file_piece = 1000; }
};

void say(FrameStream& frames, const wire::DataMessage& message) {
  static_cast<void>(frames.write(message));
}

struct WrongReceiver {
  const char* name;
  std::function<void(FrameStream&)> after_manifest;
};

void PrintTo(const WrongReceiver& wrong, std::ostream* out) {
  *out << wrong.name;
}

class TransferWrongReceiver : public TransferToScript, public ::testing::WithParamInterface<WrongReceiver> {};

void takeFile(FrameStream& frames) {
  for (;;) {
    const Result<FrameStream::Event> event = frames.next();
    if (!event || (event->kind == FrameStream::Kind::Message && std::holds_alternative<wire::Digest>(event->message))) {
      return;
    }
  }
}

TEST_P(TransferWrongReceiver, EndsWithAClearErrorAndIsNeverDone) {
  writeSource(kName, someOctets(150));
  bool closed = false;
  test::PipeBehaviour narrow;
  narrow.capacity = 16;  // the sender cannot have sent the file before it hears what is said too early
  const Result<TransferOutcome> outcome = sendTo(
      sendTask(kName),
      [&](FrameStream& frames, Stream&) {
        ASSERT_TRUE(frames.expect<wire::Manifest>());
        GetParam().after_manifest(frames);
        static_cast<void>(frames.flush());
        for (;;) {
          const Result<FrameStream::Event> event = frames.next();
          if (!event || event->kind == FrameStream::Kind::Closed) {
            closed = true;
            return;
          }
        }
      },
      narrow);
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, QString(codes::kUnexpected));
  EXPECT_TRUE(closed);
}

INSTANTIATE_TEST_SUITE_P(
    Rules, TransferWrongReceiver,
    ::testing::Values(WrongReceiver{"BadInput38_EndAtOnce",
                                    [](FrameStream& frames) {
                                      say(frames, wire::End{wire::End::Counts{1, 0, 0}});
                                    }},
                      WrongReceiver{"BadInput38_EndInsteadOfStored",
                                    [](FrameStream& frames) {
                                      say(frames, wire::Want{});
                                      takeFile(frames);
                                      say(frames, wire::End{wire::End::Counts{1, 0, 0}});
                                    }},
                      WrongReceiver{"BadInput39_AnotherPage",
                                    [](FrameStream& frames) {
                                      say(frames, wire::Want{1, {}});
                                    }},
                      WrongReceiver{"BadInput39_SkipsWhatIsNotOnThePage",
                                    [](FrameStream& frames) {
                                      say(frames, wire::Want{0, {wire::SkipEntry{7, QStringLiteral("no-space")}}});
                                    }},
                      WrongReceiver{"BadInput39_SkipsTwice",
                                    [](FrameStream& frames) {
                                      const wire::SkipEntry entry{0, QStringLiteral("no-space")};
                                      say(frames, wire::Want{0, {entry, entry}});
                                    }},
                      WrongReceiver{"BadInput39_StoredBeforeItIsSent",
                                    [](FrameStream& frames) {
                                      say(frames, wire::Want{});
                                      say(frames, wire::Stored{{0}});
                                    }},
                      WrongReceiver{"BadInput39_StoresAFileThatThereIsNot",
                                    [](FrameStream& frames) {
                                      say(frames, wire::Want{});
                                      takeFile(frames);
                                      say(frames, wire::Stored{{5}});
                                    }},
                      WrongReceiver{"BadInput39_FailsWithAFileThatThereIsNot",
                                    [](FrameStream& frames) {
                                      say(frames, wire::Want{});
                                      say(frames, wire::Failed{5, QStringLiteral("no-space"), QString()});
                                    }},
                      WrongReceiver{"BadInput39_ASendersMessage",
                                    [](FrameStream& frames) {
                                      say(frames, wire::Want{});
                                      say(frames, manifestOf(kName, 1));
                                    }},
                      WrongReceiver{"BadInput39_APiece",
                                    [](FrameStream& frames) {
                                      say(frames, wire::Want{});
                                      writePiece(frames, kName, QByteArrayLiteral("x"));
                                    }}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST_F(TransferToScript, BadInput38_CountsThatAreNotWhatHappened) {
  writeSource(kName, someOctets(150));
  const Result<TransferOutcome> outcome = sendTo(sendTask(kName), [&](FrameStream& frames, Stream&) {
    ASSERT_TRUE(frames.expect<wire::Manifest>());
    say(frames, wire::Want{});
    takeFile(frames);
    ASSERT_TRUE(frames.expect<wire::End>());
    say(frames, wire::Failed{0, QStringLiteral("write-failed"), QString()});
    say(frames, wire::End{wire::End::Counts{1, 0, 0}});
    static_cast<void>(frames.next());
  });
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, QString(codes::kUnexpected));
}

TEST_F(TransferToScript, WhatAReceiverHoldsIsNotNeeded) {
  writeSource(kName, someOctets(150));
  const Result<TransferOutcome> outcome = sendTo(sendTask(kName), [&](FrameStream& frames, Stream&) {
    ASSERT_TRUE(frames.expect<wire::Manifest>());
    say(frames, wire::Have{0, 100, 4 << 20, 0, {digestOf(someOctets(100))}});
    say(frames, wire::Want{});
    const Result<wire::FileStart> start = frames.expect<wire::FileStart>();
    ASSERT_TRUE(start.ok());
    EXPECT_EQ(start->offset, 0);
    takeFile(frames);
    say(frames, wire::Stored{{0}});
    ASSERT_TRUE(frames.expect<wire::End>());
    say(frames, wire::End{wire::End::Counts{0, 1, 0}});
  });
  ASSERT_TRUE(outcome.ok() && outcome->ok());
  EXPECT_EQ(outcome->identical, 1);
}

// The receiver talks all the time and takes little: neither side may stop reading because it waits to write.
TEST_F(TransferToScript, ManyAnswersDoNotStopTheOctets) {
  const QByteArray octets = someOctets(20'000);
  writeSource(kName, octets);
  test::PipeBehaviour narrow;
  narrow.capacity = 32;
  qint64 got = 0;
  const Result<TransferOutcome> outcome = sendTo(
      sendTask(kName),
      [&](FrameStream& frames, Stream&) {
        ASSERT_TRUE(frames.expect<wire::Manifest>());
        say(frames, wire::Want{});
        for (;;) {
          const Result<FrameStream::Event> event = frames.next();
          ASSERT_TRUE(event.ok());
          if (event->kind == FrameStream::Kind::PieceOctets) {
            got += static_cast<qint64>(event->octets.size());
            say(frames, wire::Ping{});
          } else if (event->kind == FrameStream::Kind::Message &&
                     std::holds_alternative<wire::Digest>(event->message)) {
            break;
          }
        }
        say(frames, wire::Stored{{0}});
        ASSERT_TRUE(frames.expect<wire::End>());
        say(frames, wire::End{wire::End::Counts{1, 0, 0}});
      },
      narrow);
  ASSERT_TRUE(outcome.ok() && outcome->ok());
  EXPECT_EQ(got, octets.size());
}

}  // namespace
}  // namespace landline::session
