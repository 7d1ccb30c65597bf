// A receiver against a script that breaks the rules of a sender (PROTOCOL.md, "Data connection"): the connection ends
// with a clear error, and nothing is left on the disk.

#include "transfer_fixture.h"

#include <atomic>
#include <thread>
#include <vector>

#include "files/file_system.h"
#include "files/save_folder.h"
#include "wire/frame_decoder.h"

namespace landline::session {
namespace {

const QString kName = QStringLiteral("a.txt");

class TransferFromScript : public TransferTest {
 protected:
  TransferFromScript() { m_limits.file_piece = 1000; }
};

struct WrongSender {
  const char* name;
  const char* code;
  std::function<void(FrameStream&, const QByteArray&)> after_want;  // the announced file is of 150 octets
};

void PrintTo(const WrongSender& wrong, std::ostream* out) {
  *out << wrong.name;
}

void begin(FrameStream& frames) {
  static_cast<void>(frames.write(wire::FileStart{0, 0}));
}
void say(FrameStream& frames, const wire::DataMessage& message) {
  static_cast<void>(frames.write(message));
}

class TransferWrongSender : public TransferFromScript, public ::testing::WithParamInterface<WrongSender> {};

TEST_P(TransferWrongSender, EndsWithAClearErrorAndLeavesNothing) {
  const QByteArray octets = someOctets(150);
  const Result<TransferOutcome> outcome =
      receiveFrom(receiveTask(kName, octets.size()), [&](FrameStream& frames, Stream&) {
        say(frames, manifestOf(kName, octets.size()));
        ASSERT_TRUE(frames.expect<wire::Want>());
        GetParam().after_want(frames, octets);
        static_cast<void>(frames.flush());
        // The receiver closes; whatever it may have said before is of no interest here.
        for (;;) {
          const Result<FrameStream::Event> event = frames.next();
          if (!event || event->kind == FrameStream::Kind::Closed) {
            return;
          }
        }
      });
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, QLatin1String(GetParam().code)) << outcome.error().detail.toStdString();
  EXPECT_FALSE(outcome.error().detail.isEmpty());
  EXPECT_EQ(saved(), QStringList());
}

INSTANTIATE_TEST_SUITE_P(
    Rules, TransferWrongSender,
    ::testing::Values(WrongSender{"BadInput14_AnotherPath", "unexpected",
                                  [](FrameStream& frames, const QByteArray& octets) {
                                    begin(frames);
                                    writePiece(frames, QStringLiteral("b.txt"), octets);
                                  }},
                      WrongSender{"BadInput14_AFileThatIsNotOnThePage", "unexpected",
                                  [](FrameStream& frames, const QByteArray&) {
                                    say(frames, wire::FileStart{1, 0});
                                  }},
                      WrongSender{
                          "BadInput14_APieceWithoutAFile", "unexpected",
                          [](FrameStream& frames, const QByteArray& octets) { writePiece(frames, kName, octets); }},
                      WrongSender{"BadInput27_DigestBeforeTheSizeIsReached", "unexpected",
                                  [](FrameStream& frames, const QByteArray& octets) {
                                    begin(frames);
                                    writePiece(frames, kName, octets.left(149));
                                    say(frames, wire::Digest{0, digestOf(octets.left(149))});
                                  }},
                      WrongSender{"BadInput27_EndOfTheConnectionInAPiece", "interrupted",
                                  [](FrameStream& frames, const QByteArray& octets) {
                                    begin(frames);
                                    static_cast<void>(frames.writePieceHeader("./a.txt", 150));
                                    static_cast<void>(frames.writeOctets({octets.constData(), 149}));
                                    static_cast<void>(frames.finish());
                                  }},
                      WrongSender{"BadInput28_APieceThatIsTooLong", "unexpected",
                                  [](FrameStream& frames, const QByteArray& octets) {
                                    begin(frames);
                                    writePiece(frames, kName, octets + 'x');
                                  }},
                      WrongSender{"BadInput28_OnePieceTooMany", "unexpected",
                                  [](FrameStream& frames, const QByteArray& octets) {
                                    begin(frames);
                                    writePiece(frames, kName, octets);
                                    writePiece(frames, kName, QByteArrayLiteral("x"));
                                  }},
                      WrongSender{"BadInput28_APieceOverItsLimit", "too-large",
                                  [](FrameStream& frames, const QByteArray& octets) {
                                    begin(frames);
                                    const std::string_view header = "./a.txt&4194305\n";
                                    static_cast<void>(frames.writeOctets(header));
                                    static_cast<void>(frames.writeOctets({octets.constData(), 150}));
                                  }},
                      WrongSender{"BadInput38_EndBeforeTheFile", "unexpected",
                                  [](FrameStream& frames, const QByteArray&) { say(frames, wire::End{}); }},
                      WrongSender{"BadInput38_EndInTheFile", "unexpected",
                                  [](FrameStream& frames, const QByteArray& octets) {
                                    begin(frames);
                                    writePiece(frames, kName, octets);
                                    say(frames, wire::End{});
                                  }},
                      WrongSender{"BadInput38_EndAsAReceiverSaysIt", "unexpected",
                                  [](FrameStream& frames, const QByteArray&) {
                                    say(frames, wire::End{wire::End::Counts{1, 0, 0}});
                                  }},
                      WrongSender{"BadInput39_AnOffsetThatNobodyAskedFor", "unexpected",
                                  [](FrameStream& frames, const QByteArray&) {
                                    say(frames, wire::FileStart{0, 10});
                                  }},
                      WrongSender{"BadInput39_TheFileBeginsTwice", "unexpected",
                                  [](FrameStream& frames, const QByteArray&) {
                                    begin(frames);
                                    begin(frames);
                                  }},
                      WrongSender{"BadInput39_AnEmptyPiece", "unexpected",
                                  [](FrameStream& frames, const QByteArray&) {
                                    begin(frames);
                                    writePiece(frames, kName, {});
                                  }},
                      WrongSender{"BadInput39_GivingUpAFileThatIsNotInHand", "unexpected",
                                  [](FrameStream& frames, const QByteArray&) {
                                    begin(frames);
                                    say(frames, wire::Skip{1, QStringLiteral("changed")});
                                  }},
                      WrongSender{"BadInput39_TheManifestAgain", "unexpected",
                                  [](FrameStream& frames, const QByteArray&) { say(frames, manifestOf(kName, 150)); }},
                      WrongSender{"BadInput39_AReceiversMessage", "unexpected",
                                  [](FrameStream& frames, const QByteArray&) { say(frames, wire::Stored{{0}}); }},
                      WrongSender{"BadInput39_TheFileTwice", "unexpected",
                                  [](FrameStream& frames, const QByteArray& octets) {
                                    begin(frames);
                                    writePiece(frames, kName, octets);
                                    begin(frames);
                                  }},
                      WrongSender{"BadInput39_DigestOfAnotherFile", "unexpected",
                                  [](FrameStream& frames, const QByteArray& octets) {
                                    begin(frames);
                                    writePiece(frames, kName, octets);
                                    say(frames, wire::Digest{1, digestOf(octets)});
                                  }},
                      WrongSender{"BadInput10_39_AnUnknownMessage", "malformed",
                                  [](FrameStream& frames, const QByteArray&) {
                                    static_cast<void>(frames.writeOctets("nonsense&2\n{}"));
                                  }}),
    [](const auto& tested) { return std::string(tested.param.name); });

struct WrongManifest {
  const char* name;
  std::function<void(wire::Manifest&)> change;
};

void PrintTo(const WrongManifest& wrong, std::ostream* out) {
  *out << wrong.name;
}

class TransferWrongManifest : public TransferFromScript, public ::testing::WithParamInterface<WrongManifest> {};

TEST_P(TransferWrongManifest, IsRefusedBeforeAnyData) {
  wire::Manifest manifest = manifestOf(kName, 150);
  GetParam().change(manifest);
  bool answered = true;
  const Result<TransferOutcome> outcome = receiveFrom(receiveTask(kName, 150), [&](FrameStream& frames, Stream&) {
    say(frames, manifest);
    answered = frames.expect<wire::Want>().ok();
  });
  ASSERT_FALSE(outcome.ok());
  EXPECT_FALSE(answered);
  EXPECT_EQ(saved(), QStringList());
}

INSTANTIATE_TEST_SUITE_P(
    Rules, TransferWrongManifest,
    ::testing::Values(WrongManifest{"MoreOctetsThanOffered",
                                    [](wire::Manifest& m) {
                                      m.files[0].size = 151;
                                      m.bytes_total = 151;
                                    }},
                      WrongManifest{
                          "MoreFilesThanOffered",
                          [](wire::Manifest& m) {
                            m = pagesOf({{fileEntry(kName, 100), fileEntry(QStringLiteral("b"), 50)}}).first();
                          }},
                      WrongManifest{"OctetsBeyondAnyNumber",
                                    [](wire::Manifest& m) {
                                      m.files[0].size = (qint64{1} << 53) - 1;
                                      m.files.append(m.files.first());
                                      m.files[1].index = 1;
                                    }},
                      WrongManifest{"ATotalThatIsNotTheSum", [](wire::Manifest& m) { m.bytes_total = 149; }},
                      WrongManifest{"ACountThatIsNotTheSum", [](wire::Manifest& m) { m.files_total = 2; }},
                      WrongManifest{"AnotherIndex", [](wire::Manifest& m) { m.files[0].index = 1; }},
                      WrongManifest{"ASecondPage", [](wire::Manifest& m) { m.page = 1; }},
                      WrongManifest{"EmptyAndNotTheLast",
                                    [](wire::Manifest& m) {
                                      m.files.clear();
                                      m.last = false;
                                    }},
                      WrongManifest{"FilesOfTooManyBlocks",
                                    [](wire::Manifest& m) {
                                      m = pagesOf({{fileEntry(kName, 0), fileEntry(kName, qint64{1} << 40)}}).first();
                                    }}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST_F(TransferFromScript, BadInput38_ASecondEndClosesTheConnection) {
  const QByteArray octets = someOctets(150);
  bool closed = false;
  const Result<TransferOutcome> outcome = receiveFrom(receiveTask(kName, 150), [&](FrameStream& frames, Stream&) {
    say(frames, manifestOf(kName, 150));
    ASSERT_TRUE(frames.expect<wire::Want>());
    begin(frames);
    writePiece(frames, kName, octets);
    say(frames, wire::Digest{0, digestOf(octets)});
    ASSERT_TRUE(frames.expect<wire::Stored>());
    say(frames, wire::End{});
    say(frames, wire::End{});
    const Result<wire::End> end = frames.expect<wire::End>();
    ASSERT_TRUE(end && end->counts);
    const Result<FrameStream::Event> event = frames.next();
    closed = !event || event->kind == FrameStream::Kind::Closed;
  });
  // The file was verified and acknowledged before: it stays what it is.
  EXPECT_TRUE(closed);
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(contentOf(savedPath(kName)), octets);
}

TEST_F(TransferFromScript, BadInput36_AWrongDigestIsNeverPublished) {
  const QByteArray octets = someOctets(150);
  const Result<TransferOutcome> outcome = receiveFrom(receiveTask(kName, 150), [&](FrameStream& frames, Stream&) {
    say(frames, manifestOf(kName, 150));
    ASSERT_TRUE(frames.expect<wire::Want>());
    begin(frames);
    writePiece(frames, kName, octets);
    say(frames, wire::Digest{0, digestOf(octets.left(1))});
    const Result<wire::Failed> failed = frames.expect<wire::Failed>();
    ASSERT_TRUE(failed.ok());
    EXPECT_EQ(failed->code, QString(codes::kDigestMismatch));
    say(frames, wire::End{});
    const Result<wire::End> end = frames.expect<wire::End>();
    ASSERT_TRUE(end && end->counts);
    EXPECT_EQ(end->counts->failed, 1);
  });
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->error.code, QString(codes::kDigestMismatch));
  EXPECT_EQ(saved(), QStringList());
}

TEST_F(TransferFromScript, BadInput29_MoreThanTheWholeDiskIsSkippedBeforeAnyData) {
  const qint64 huge = qint64{1} << 50;
  const Result<TransferOutcome> outcome = receiveFrom(receiveTask(kName, huge), [&](FrameStream& frames, Stream&) {
    say(frames, manifestOf(kName, huge));
    const Result<wire::Want> want = frames.expect<wire::Want>();
    ASSERT_TRUE(want && want->skip.size() == 1);
    EXPECT_EQ(want->skip.at(0).code, QString(codes::kNoSpace));
    say(frames, wire::End{});
    ASSERT_TRUE(frames.expect<wire::End>());
  });
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->error.code, QString(codes::kNoSpace));
  EXPECT_TRUE(outcome->agreed);
}

TEST_F(TransferFromScript, BadInput29_WhatThereIsNoRoomForJustNowEndsTheRunAndIsNotGivenUp) {
  const Result<files::SaveFolder> folder = files::SaveFolder::open(m_save_folder);
  ASSERT_TRUE(folder.ok());
  const qint64 free_bytes = *folder->freeBytes();
  const qint64 in_use = *folder->totalBytes() - free_bytes;
  if (in_use < qint64{1} << 30) {
    GTEST_SKIP() << "this disk is empty";
  }
  const qint64 size = free_bytes + in_use / 2;
  const Result<TransferOutcome> outcome = receiveFrom(receiveTask(kName, size), [&](FrameStream& frames, Stream&) {
    say(frames, manifestOf(kName, size));
    const Result<wire::Want> want = frames.expect<wire::Want>();
    ASSERT_TRUE(want.ok());
    EXPECT_TRUE(want->skip.isEmpty()) << want->skip.first().code.toStdString();
    begin(frames);
    say(frames, wire::Skip{0, codes::kChanged});  // what became of the beginning is known by now
    say(frames, wire::End{});
    EXPECT_FALSE(frames.expect<wire::End>().ok());
  });
  ASSERT_FALSE(outcome.ok()) << "there may be room later";
  EXPECT_EQ(outcome.error().code, QString(codes::kNoSpace));
}

/// Its first flush takes as long as the test wants.
class SlowFileSystem final : public files::FileSystem {
 public:
  int flush(int descriptor) override {
    while (!m_released) {
      std::this_thread::yield();
    }
    return FileSystem::flush(descriptor);
  }
  void release() { m_released = true; }

 private:
  std::atomic<bool> m_released{false};
};

TEST_F(TransferFromScript, WhileTheDiskIsSlowThereArePings) {
  m_limits.transfer_ping = std::chrono::milliseconds(2);
  const QByteArray octets = someOctets(150);
  SlowFileSystem disk;
  ReceiveTask task = receiveTask(kName, 150);
  task.file_system = &disk;
  int pings = 0;
  const Result<TransferOutcome> outcome = receiveFrom(task, [&](FrameStream& frames, Stream& stream) {
    say(frames, manifestOf(kName, 150));
    ASSERT_TRUE(frames.expect<wire::Want>());
    begin(frames);
    writePiece(frames, kName, octets);
    say(frames, wire::Digest{0, digestOf(octets)});
    wire::FrameDecoder decoder(m_limits, wire::FrameDecoder::Pieces::Taken);
    decoder.setAdmitted(true);
    char octet = 0;
    while (pings < 3) {
      ASSERT_TRUE(stream.read(&octet, 1));
      std::string_view input(&octet, 1);
      const wire::FrameDecoder::Event event = decoder.next(input);
      if (event.kind == wire::FrameDecoder::Kind::Message) {
        ASSERT_EQ(event.name, "ping");
        ++pings;
      }
    }
    disk.release();
    ASSERT_TRUE(decoder.atFrameBoundary());
    ASSERT_TRUE(frames.expect<wire::Stored>());
    say(frames, wire::End{});
    ASSERT_TRUE(frames.expect<wire::End>());
  });
  disk.release();
  ASSERT_TRUE(outcome.ok() && outcome->ok());
}

}  // namespace
}  // namespace landline::session
