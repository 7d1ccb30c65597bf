// A sender against a script that breaks the rules of a receiver (PROTOCOL.md, "Data connection").

#include "scripted_receiver.h"

#include "files/block_digests.h"

namespace landline::session {
namespace {

constexpr qint64 kBlock = files::kSmallestBlock;

/// The batch: 0 `a`, a file of three blocks; 1 `b`, a small file; 2 `c`, a folder.
class TransferToScript : public SenderTest {
 protected:
  TransferToScript() {
    write(QStringLiteral("a"), QByteArray(static_cast<int>(2 * kBlock + 10), 'x'));
    write(QStringLiteral("b"), octetsOf(150));
    QDir().mkpath(pathOf(QStringLiteral("c")));
  }
};

struct WrongReceiver {
  const char* name;
  std::function<void(FrameStream&)> after_manifest;
};

void PrintTo(const WrongReceiver& wrong, std::ostream* out) {
  *out << wrong.name;
}

/// Takes what comes up to the `digest` of the file `index`.
void takeFile(FrameStream& frames, qint64 index) {
  for (;;) {
    const Result<FrameStream::Event> event = frames.next();
    if (!event) {
      return;
    }
    if (event->kind == FrameStream::Kind::Message) {
      const auto* digest = std::get_if<wire::Digest>(&event->message);
      if (digest && digest->index == index) {
        return;
      }
    }
  }
}

/// Wants only the small file, and takes it.
void takeSmallFile(FrameStream& frames) {
  say(frames, wire::Want{0, {{0, codes::kExists}}});
  takeFile(frames, 1);
}

QString someDigest() {
  return QString(32, QLatin1Char('a'));
}

QStringList digests(int count) {
  QStringList all;
  for (int i = 0; i < count; ++i) {
    all.append(someDigest());
  }
  return all;
}

class TransferWrongReceiver : public TransferToScript, public ::testing::WithParamInterface<WrongReceiver> {};

TEST_P(TransferWrongReceiver, EndsWithAClearErrorAndIsNeverDone) {
  bool closed = false;
  test::PipeBehaviour narrow;
  narrow.capacity = 1024;  // the sender cannot have sent the file before it hears what is said too early
  const Result<TransferOutcome> outcome = send(
      everything(),
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
  EXPECT_EQ(outcome.error().code, QString(codes::kUnexpected)) << outcome.error().detail.toStdString();
  EXPECT_TRUE(closed);
}

const WrongReceiver kWrongAnswers[] = {
    {"BadInput38_EndAtOnce",
     [](FrameStream& frames) {
       say(frames, wire::End{wire::End::Counts{2, 0, 0}});
     }},
    {"BadInput38_EndInsteadOfStored",
     [](FrameStream& frames) {
       takeSmallFile(frames);
       say(frames, wire::End{wire::End::Counts{1, 0, 1}});
     }},
    {"BadInput39_AnotherPage",
     [](FrameStream& frames) {
       say(frames, wire::Want{1, {}});
     }},
    {"BadInput39_APageTwice",
     [](FrameStream& frames) {
       say(frames, wire::Want{});
       say(frames, wire::Want{});
     }},
    {"BadInput39_SkipsWhatIsNotOnThePage",
     [](FrameStream& frames) {
       say(frames, wire::Want{0, {{7, codes::kNoSpace}}});
     }},
    {"BadInput39_SkipsTwice",
     [](FrameStream& frames) {
       say(frames, wire::Want{0, {{0, codes::kNoSpace}, {0, codes::kNoSpace}}});
     }},
    {"BadInput39_StoredBeforeItIsWanted", [](FrameStream& frames) { say(frames, wire::Stored{{0}}); }},
    {"BadInput39_StoredBeforeItIsSent",
     [](FrameStream& frames) {
       say(frames, wire::Want{});
       say(frames, wire::Stored{{1}});
     }},
    {"BadInput39_StoredTwice",
     [](FrameStream& frames) {
       takeSmallFile(frames);
       say(frames, wire::Stored{{1, 1}});
     }},
    {"BadInput39_StoresAFolderBeforeItIsWanted", [](FrameStream& frames) { say(frames, wire::Stored{{2}}); }},
    {"BadInput39_StoresWhatItHasSkipped",
     [](FrameStream& frames) {
       takeSmallFile(frames);
       say(frames, wire::Stored{{0}});
     }},
    {"BadInput39_StoresAFileThatThereIsNot",
     [](FrameStream& frames) {
       takeSmallFile(frames);
       say(frames, wire::Stored{{5}});
     }},
    {"BadInput39_IdenticalAndNotStored",
     [](FrameStream& frames) {
       takeSmallFile(frames);
       say(frames, wire::Stored{{1}, {0}});
     }},
    {"BadInput39_IdenticalTwice",
     [](FrameStream& frames) {
       takeSmallFile(frames);
       say(frames, wire::Stored{{1}, {1, 1}});
     }},
    {"BadInput39_FailsWithAFileThatThereIsNot",
     [](FrameStream& frames) {
       say(frames, wire::Want{});
       say(frames, wire::Failed{5, codes::kNoSpace, {}});
     }},
    {"BadInput39_FailsWithAFileThatHasNotBegun",
     [](FrameStream& frames) {
       say(frames, wire::Want{});
       say(frames, wire::Failed{1, codes::kNoSpace, {}});
     }},
    {"BadInput39_FailsTwice",
     [](FrameStream& frames) {
       takeSmallFile(frames);
       say(frames, wire::Failed{1, codes::kNoSpace, {}});
       say(frames, wire::Failed{1, codes::kNoSpace, {}});
     }},
    {"BadInput39_FailsWithWhatIsStored",
     [](FrameStream& frames) {
       takeSmallFile(frames);
       say(frames, wire::Stored{{1}});
       say(frames, wire::Failed{1, codes::kNoSpace, {}});
     }},
    {"BadInput39_ASendersMessage",
     [](FrameStream& frames) {
       say(frames, wire::Want{});
       say(frames, wire::Manifest{0, {}, false, {}, {}});
     }},
    {"BadInput39_APiece",
     [](FrameStream& frames) {
       say(frames, wire::Want{});
       static_cast<void>(frames.writePieceHeader("./a", 1));
       static_cast<void>(frames.writeOctets("x"));
     }},
    // What it holds
    {"BadInput39_HoldsAFileThatThereIsNot",
     [](FrameStream& frames) {
       say(frames, wire::Have{3, 0, kBlock, 0, {}});
     }},
    {"BadInput39_HoldsAFolder",
     [](FrameStream& frames) {
       say(frames, wire::Have{2, 0, kBlock, 0, {}});
     }},
    {"BadInput39_HoldsMoreThanThereIs",
     [](FrameStream& frames) {
       say(frames, wire::Have{1, 151, kBlock, 0, digests(1)});
     }},
    {"BadInput39_BlocksOfAnotherSize",
     [](FrameStream& frames) {
       say(frames, wire::Have{0, kBlock, kBlock / 2, 0, digests(1)});
     }},
    {"BadInput39_BlocksOfNoSize",
     [](FrameStream& frames) {
       say(frames, wire::Have{0, kBlock, 0, 0, digests(1)});
     }},
    {"BadInput39_DigestsNotFromTheBeginning",
     [](FrameStream& frames) {
       say(frames, wire::Have{0, 2 * kBlock, kBlock, kBlock, digests(1)});
     }},
    {"BadInput39_DigestsWithAGap",
     [](FrameStream& frames) {
       say(frames, wire::Have{0, 2 * kBlock + 10, kBlock, 0, digests(1)});
       say(frames, wire::Have{0, 2 * kBlock + 10, kBlock, 2 * kBlock, digests(1)});
     }},
    {"BadInput39_DigestsTwice",
     [](FrameStream& frames) {
       say(frames, wire::Have{0, 2 * kBlock, kBlock, 0, digests(1)});
       say(frames, wire::Have{0, 2 * kBlock, kBlock, 0, digests(1)});
     }},
    {"BadInput39_MoreDigestsThanBlocks",
     [](FrameStream& frames) {
       say(frames, wire::Have{0, 2 * kBlock + 10, kBlock, 0, digests(4)});
     }},
    {"BadInput39_ADigestOfATailThatIsNotWhole",
     [](FrameStream& frames) {
       say(frames, wire::Have{0, 2 * kBlock + 9, kBlock, 0, digests(3)});
     }},
    {"BadInput39_HoldsNowMoreNowLess",
     [](FrameStream& frames) {
       say(frames, wire::Have{0, 2 * kBlock, kBlock, 0, digests(1)});
       say(frames, wire::Have{0, 2 * kBlock + 1, kBlock, kBlock, digests(1)});
     }},
    {"BadInput39_NoDigestsForEver",
     [](FrameStream& frames) {
       say(frames, wire::Have{0, 2 * kBlock, kBlock, 0, {}});
       say(frames, wire::Have{0, 2 * kBlock, kBlock, 0, {}});
     }},
    {"BadInput39_HoldsAfterItHasAnswered",
     [](FrameStream& frames) {
       say(frames, wire::Want{});
       say(frames, wire::Have{0, kBlock, kBlock, 0, digests(1)});
     }},
};

INSTANTIATE_TEST_SUITE_P(Rules, TransferWrongReceiver, ::testing::ValuesIn(kWrongAnswers),
                         [](const auto& tested) { return std::string(tested.param.name); });

// --- At the end ------------------------------------------------------------------------------------------------------

struct WrongEnd {
  const char* name;
  wire::End end;
};

void PrintTo(const WrongEnd& wrong, std::ostream* out) {
  *out << wrong.name;
}

class TransferWrongEnd : public TransferToScript, public ::testing::WithParamInterface<WrongEnd> {};

// The small file failed, the large one was not wanted, the folder is there: no file is stored.
TEST_P(TransferWrongEnd, BadInput38_CountsThatAreNotWhatHappened) {
  const Result<TransferOutcome> outcome = send(everything(), [&](FrameStream& frames, Stream&) {
    ASSERT_TRUE(frames.expect<wire::Manifest>());
    takeSmallFile(frames);
    ASSERT_TRUE(frames.expect<wire::End>());
    say(frames, wire::Failed{1, codes::kWriteFailed, {}});
    say(frames, wire::Stored{{2}});
    say(frames, GetParam().end);
    static_cast<void>(frames.next());
  });
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, QString(codes::kUnexpected));
}

INSTANTIATE_TEST_SUITE_P(Ends, TransferWrongEnd,
                         ::testing::Values(WrongEnd{"TooManyStored", {wire::End::Counts{1, 0, 2}}},
                                           WrongEnd{"TooManyIdentical", {wire::End::Counts{0, 1, 2}}},
                                           WrongEnd{"TooFewFailed", {wire::End::Counts{0, 0, 1}}},
                                           WrongEnd{"FoldersCounted", {wire::End::Counts{1, 0, 2}}},
                                           WrongEnd{"NoCounts", {}}),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST_F(TransferToScript, BadInput38_EndWhileAnswersAreMissing) {
  const Result<TransferOutcome> outcome = send(everything(), [&](FrameStream& frames, Stream&) {
    ASSERT_TRUE(frames.expect<wire::Manifest>());
    takeSmallFile(frames);
    ASSERT_TRUE(frames.expect<wire::End>());
    say(frames, wire::Stored{{2}});
    say(frames, wire::End{wire::End::Counts{0, 0, 2}});
    static_cast<void>(frames.next());
  });
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, QString(codes::kUnexpected));
}

TEST_F(TransferToScript, BadInput38_ASecondEndChangesNothingOfWhatIsStored) {
  const Result<TransferOutcome> outcome = send(everything(), [&](FrameStream& frames, Stream&) {
    ASSERT_TRUE(frames.expect<wire::Manifest>());
    takeSmallFile(frames);
    ASSERT_TRUE(frames.expect<wire::End>());
    say(frames, wire::Stored{{1, 2}});
    say(frames, wire::End{wire::End::Counts{1, 0, 1}});
    say(frames, wire::End{wire::End::Counts{1, 0, 1}});
    static_cast<void>(frames.next());
  });
  ASSERT_TRUE(outcome.ok());
  EXPECT_TRUE(outcome->ok());
  EXPECT_EQ(outcome->stored, 1);
  EXPECT_EQ(outcome->skipped, 1);
}

// An answer may come late, but a failure that this side knows nothing of has no place.
TEST_F(TransferToScript, BadInput39_AFailureLongAfterItWasStored) {
  m_limits.manifest_page_entries = 1;
  const Result<TransferOutcome> outcome = send(everything(), [&](FrameStream& frames, Stream&) {
    ASSERT_TRUE(frames.expect<wire::Manifest>());
    say(frames, wire::Want{0, {}});
    takeFile(frames, 0);
    say(frames, wire::Stored{{0}});
    say(frames, wire::Failed{0, codes::kWriteFailed, {}});
    while (frames.next()) {
    }
  });
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, QString(codes::kUnexpected));
}

// The receiver talks all the time and takes little: neither side may stop reading because it waits to write.
TEST_F(TransferToScript, ManyAnswersDoNotStopTheOctets) {
  QFile::remove(pathOf(QStringLiteral("a")));
  const QByteArray octets = octetsOf(20'000);
  write(QStringLiteral("b"), octets);
  QDir(pathOf(QStringLiteral("c"))).removeRecursively();
  test::PipeBehaviour narrow;
  narrow.capacity = 32;
  QByteArray got;
  const Result<TransferOutcome> outcome = send(
      everything(),
      [&](FrameStream& frames, Stream&) {
        ASSERT_TRUE(frames.expect<wire::Manifest>());
        say(frames, wire::Want{});
        for (;;) {
          const Result<FrameStream::Event> event = frames.next();
          ASSERT_TRUE(event.ok());
          if (event->kind == FrameStream::Kind::PieceOctets) {
            got.append(event->octets.data(), static_cast<int>(event->octets.size()));
            say(frames, wire::Ping{});
          } else if (event->kind == FrameStream::Kind::Message &&
                     std::holds_alternative<wire::Digest>(event->message)) {
            break;
          }
        }
        say(frames, wire::Stored{{0}});
        ASSERT_TRUE(frames.expect<wire::End>());
        say(frames, wire::End{wire::End::Counts{1, 0, 0}});
        static_cast<void>(frames.finish());
      },
      narrow);
  ASSERT_TRUE(outcome.ok() && outcome->ok() && outcome->agreed);
  EXPECT_EQ(got, octets);
}

}  // namespace
}  // namespace landline::session
