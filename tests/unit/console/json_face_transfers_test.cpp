#include "json_face_fixture.h"

namespace landline::console {
namespace {

using session::TransferInfo;
using test::JsonFaceTest;
using test::kA;
using test::kB;
using test::online;
using test::peerId;
using test::transfer;
using test::uuid;
using test::waitFor;
using Direction = TransferInfo::Direction;
using State = TransferInfo::State;

TEST_F(JsonFaceTest, TellsADownloadFromOfferToEnd) {
  TransferInfo info = transfer(1, Direction::Down, State::Offered);
  info.first = QStringList{QStringLiteral("a.iso")};
  Q_EMIT node.stateChanged(online());
  events();
  Q_EMIT node.transferChanged(info);
  EXPECT_EQ(onlyEvent(), nlohmann::json({{"event", "offer"},
                                         {"transfer", uuid(1).toStdString()},
                                         {"from", kB.toStdString()},
                                         {"to", kA.toStdString()},
                                         {"title", "a.iso"},
                                         {"files", 1},
                                         {"bytes", 1000},
                                         {"first", nlohmann::json::array({"a.iso"})}}));
  info.state = State::Queued;
  Q_EMIT node.transferChanged(info);
  info.state = State::Running;
  Q_EMIT node.transferChanged(info);
  EXPECT_TRUE(events().empty());
  info.bytes_done = 400;
  Q_EMIT node.transferChanged(info);
  Q_EMIT node.transferChanged(info);
  EXPECT_EQ(onlyEvent(), nlohmann::json({{"event", "progress"},
                                         {"transfer", uuid(1).toStdString()},
                                         {"bytes", 400},
                                         {"total", 1000},
                                         {"files", 0},
                                         {"files_total", 1},
                                         {"found", 0},
                                         {"rate", nullptr},
                                         {"bottleneck", "unknown"},
                                         {"current", ""}}));
  session::FileResult file = test::fileResult(session::FileResult::State::Stored, info.title);
  file.saved_as = QStringLiteral("/save/a.iso");
  Q_EMIT node.filesFinished(info.transfer, {file});
  EXPECT_EQ(onlyEvent(), nlohmann::json({{"event", "stored"},
                                         {"transfer", uuid(1).toStdString()},
                                         {"path", "a.iso"},
                                         {"saved_as", "/save/a.iso"},
                                         {"bytes", 1000},
                                         {"xxh128", std::string(32, '1')},
                                         {"identical", false},
                                         {"renamed", false}}));
  info.state = State::Done;
  info.bytes_done = 1000;
  info.bytes_found = 300;
  info.stored = 1;
  info.seconds = 0.5;
  info.result_path = QStringLiteral("/profile/results/1.txt");
  Q_EMIT node.transferChanged(info);
  Q_EMIT node.transferChanged(info);
  const std::vector<std::string> last = events();
  ASSERT_EQ(last.size(), 2U) << "the last figures and the end, once";
  EXPECT_EQ(nlohmann::json::parse(last[0])["bytes"], 1000);
  EXPECT_EQ(nlohmann::json::parse(last[1]), nlohmann::json({{"event", "transfer-finished"},
                                                            {"transfer", uuid(1).toStdString()},
                                                            {"stored", 1},
                                                            {"identical", 0},
                                                            {"renamed", 0},
                                                            {"skipped", 0},
                                                            {"failed", 0},
                                                            {"bytes", 1000},
                                                            {"found", 300},
                                                            {"seconds", 0.5},
                                                            {"verified", true},
                                                            {"result", "/profile/results/1.txt"}}));
}

TEST_F(JsonFaceTest, TellsWhatBecameOfEachFile) {
  using FileState = session::FileResult::State;
  Q_EMIT node.filesFinished(
      uuid(1), {test::fileResult(FileState::Identical, QStringLiteral("a/1")),
                test::fileResult(FileState::Renamed, QStringLiteral("a/2")),
                test::fileResult(FileState::Skipped, QStringLiteral("a/3"), {codes::kLinkOutside, QStringLiteral("L")}),
                test::fileResult(FileState::Failed, QStringLiteral("a/4"), {codes::kVanished, QStringLiteral("V")})});
  const std::vector<std::string> told_events = events();
  ASSERT_EQ(told_events.size(), 4U);
  const nlohmann::json identical = nlohmann::json::parse(told_events[0]);
  EXPECT_EQ(identical["event"], "stored");
  EXPECT_EQ(identical["identical"], true);
  EXPECT_FALSE(identical.contains("saved_as")) << "only the receiver knows";
  EXPECT_EQ(nlohmann::json::parse(told_events[1])["renamed"], true);
  EXPECT_EQ(nlohmann::json::parse(told_events[2]), nlohmann::json({{"event", "file-skipped"},
                                                                   {"transfer", uuid(1).toStdString()},
                                                                   {"path", "a/3"},
                                                                   {"code", "link-outside"},
                                                                   {"reason", "L"}}));
  EXPECT_EQ(nlohmann::json::parse(told_events[3])["event"], "file-failed");
  EXPECT_EQ(nlohmann::json::parse(told_events[3])["code"], "vanished");
}

TEST_F(JsonFaceTest, TellsHowFarTheCountIsBeforeTheOffer) {
  TransferInfo info = transfer(1, Direction::Up, State::Counting);
  for (const qint64 files : {10, 10, 20}) {
    info.files_total = files;
    Q_EMIT node.transferChanged(info);
  }
  std::vector<std::string> told_events = events();
  ASSERT_EQ(told_events.size(), 2U);
  EXPECT_EQ(nlohmann::json::parse(told_events[1]), nlohmann::json({{"event", "counting"},
                                                                   {"transfer", uuid(1).toStdString()},
                                                                   {"title", "a.iso"},
                                                                   {"files", 20},
                                                                   {"bytes", 1000}}));
  info.state = State::Offered;
  Q_EMIT node.transferChanged(info);
  EXPECT_EQ(onlyEvent()["event"], "offer");
}

TEST_F(JsonFaceTest, WhatFailsWhileItIsCountedWasNeverOffered) {
  TransferInfo info = transfer(1, Direction::Up, State::Counting);
  Q_EMIT node.transferChanged(info);
  events();
  info.state = State::Failed;
  info.error = {codes::kVanished, QStringLiteral("Gone.")};
  Q_EMIT node.transferChanged(info);
  EXPECT_EQ(onlyEvent()["event"], "transfer-failed");
}

TEST_F(JsonFaceTest, TellsWhoHoldsATransferAndWhenItGoesOn) {
  TransferInfo info = transfer(1, Direction::Up, State::Running);
  const auto told_by = [&] {
    Q_EMIT node.transferChanged(info);
    const nlohmann::json event = onlyEvent();
    EXPECT_EQ(event["event"], "paused");
    return event["by"].get<std::string>();
  };
  Q_EMIT node.transferChanged(info);
  EXPECT_EQ(onlyEvent()["event"], "offer");
  info.state = State::Paused;
  info.paused_here = true;
  EXPECT_EQ(told_by(), "me");
  Q_EMIT node.transferChanged(info);
  EXPECT_TRUE(events().empty()) << "once";
  info.paused_there = true;
  EXPECT_EQ(told_by(), "both");
  info.paused_here = false;
  EXPECT_EQ(told_by(), "peer");
  info.paused_there = false;
  info.state = State::Queued;
  info.queued_there = true;
  EXPECT_EQ(told_by(), "queue");
  info.queued_there = false;
  Q_EMIT node.transferChanged(info);
  EXPECT_TRUE(events().empty()) << "it does not run yet";
  info.state = State::Running;
  Q_EMIT node.transferChanged(info);
  EXPECT_EQ(onlyEvent(), nlohmann::json({{"event", "continued"}, {"transfer", uuid(1).toStdString()}}));
}

TEST_F(JsonFaceTest, TellsThatATransferIsPausedForAReason) {
  TransferInfo info = transfer(1, Direction::Down, State::Paused);
  info.paused_here = true;
  info.error = {codes::kNoSpace, QStringLiteral("The disk is full.")};
  Q_EMIT node.transferChanged(info);
  const std::vector<std::string> told_events = events();
  ASSERT_EQ(told_events.size(), 2U);
  EXPECT_EQ(nlohmann::json::parse(told_events[1])["code"], "no-space");
}

TEST_F(JsonFaceTest, TellsThatATransferWaitsForItsPeer) {
  TransferInfo info = transfer(1, Direction::Up, State::Running);
  Q_EMIT node.transferChanged(info);
  events();
  info.state = State::Waiting;
  info.error = {codes::kInterrupted, QStringLiteral("Cut.")};
  Q_EMIT node.transferChanged(info);
  Q_EMIT node.transferChanged(info);
  EXPECT_EQ(onlyEvent(), nlohmann::json({{"event", "waiting-for-peer"},
                                         {"transfer", uuid(1).toStdString()},
                                         {"code", "interrupted"},
                                         {"reason", "Cut."}}));
  info.error = {codes::kAbsent, QStringLiteral("Away.")};
  Q_EMIT node.transferChanged(info);
  EXPECT_EQ(onlyEvent()["code"], "absent");
  info.error = {};
  info.state = State::Running;
  info.bytes_done = 630;
  info.bytes_found = 600;
  info.rate = 1e6;
  info.bottleneck = TransferInfo::Bottleneck::ReceiverDisk;
  Q_EMIT node.transferChanged(info);
  const std::vector<std::string> told_events = events();
  ASSERT_EQ(told_events.size(), 2U);
  EXPECT_EQ(nlohmann::json::parse(told_events[0])["event"], "continued");
  const nlohmann::json progress = nlohmann::json::parse(told_events[1]);
  EXPECT_EQ(progress["found"], 600);
  EXPECT_EQ(progress["rate"], 1'000'000);
  EXPECT_EQ(progress["bottleneck"], "receiver-disk");
}

TEST_F(JsonFaceTest, ABatchThatIsOverWithFailuresIsFinishedAndSaysHowMany) {
  TransferInfo info = transfer(1, Direction::Up, State::Incomplete);
  info.stored = 8;
  info.failed = 2;
  Q_EMIT node.transferChanged(info);
  const std::vector<std::string> told_events = events();
  ASSERT_EQ(told_events.size(), 2U);
  EXPECT_EQ(nlohmann::json::parse(told_events[1])["event"], "transfer-finished");
  EXPECT_EQ(nlohmann::json::parse(told_events[1])["failed"], 2);
}

TEST_F(JsonFaceTest, BadInput83_QuitTellsWhatIsLeftUnfinished) {
  TransferInfo info = transfer(1, Direction::Up, State::Running);
  info.bytes_done = 630;
  Q_EMIT node.transferChanged(info);
  Q_EMIT node.transferChanged(transfer(2, Direction::Up, State::Done));
  Q_EMIT node.transferChanged(transfer(3, Direction::Down, State::Offered));
  events();
  face.finish();
  EXPECT_EQ(onlyEvent(), nlohmann::json({{"event", "unfinished"},
                                         {"transfer", uuid(1).toStdString()},
                                         {"title", "a.iso"},
                                         {"bytes", 630},
                                         {"total", 1000}}));
}

TEST_F(JsonFaceTest, TellsWhyATransferIsNotDone) {
  Q_EMIT node.transferChanged(transfer(1, Direction::Up, State::Declined));
  std::vector<std::string> told_events = events();
  ASSERT_EQ(told_events.size(), 2U);
  EXPECT_EQ(nlohmann::json::parse(told_events[1])["event"], "transfer-failed");
  EXPECT_EQ(nlohmann::json::parse(told_events[1])["code"], "declined");
  TransferInfo failed = transfer(2, Direction::Up, State::Failed);
  failed.error = {codes::kDigestMismatch, QStringLiteral("Other octets arrived.")};
  Q_EMIT node.transferChanged(failed);
  told_events = events();
  ASSERT_EQ(told_events.size(), 2U);
  EXPECT_EQ(nlohmann::json::parse(told_events[1])["code"], "digest-mismatch");
}

TEST_F(JsonFaceTest, PassesFilesOn) {
  Q_EMIT node.stateChanged(online());
  EXPECT_EQ(told(R"({"command":"send","to":"server","paths":["/a","/b/c/../"]})"),
            QStringLiteral("sendFiles %1 /a,/b").arg(kB));
}

TEST_F(JsonFaceTest, AnswersOffersOfOthersAndCancelsItsOwn) {
  Q_EMIT node.stateChanged(online());
  Q_EMIT node.transferChanged(transfer(1, Direction::Down, State::Offered));
  Q_EMIT node.transferChanged(transfer(2, Direction::Up, State::Offered));
  const auto command = [](const char* word, int number, const char* more = "") {
    return QByteArray(R"({"command":")") + word + R"(","transfer":")" + uuid(number).toLatin1() + '"' + more + '}';
  };
  EXPECT_EQ(told(command("accept", 1, R"(,"save_as":"/x")")), QStringLiteral("accept %1 %2 /x").arg(kB, uuid(1)));
  EXPECT_EQ(told(command("decline", 1)), QStringLiteral("decline %1 %2").arg(kB, uuid(1)));
  EXPECT_EQ(told(command("cancel", 2)), QStringLiteral("cancel %1 %2").arg(kA, uuid(2)));
  EXPECT_EQ(told(command("retry", 2)), QStringLiteral("retry %1 %2").arg(kA, uuid(2)));
  EXPECT_EQ(told(command("pause", 1)), QStringLiteral("pause %1 %2").arg(kB, uuid(1)));
  EXPECT_EQ(told(command("continue", 2)), QStringLiteral("continue %1 %2").arg(kA, uuid(2)));
  EXPECT_EQ(told(command("move-to-top", 2)), QStringLiteral("moveToTop %1 %2").arg(kA, uuid(2)));
  EXPECT_EQ(refused(command("accept", 2)), "usage");
  EXPECT_EQ(refused(command("cancel", 3)), "unknown-transfer");
}

TEST_F(JsonFaceTest, AnOfferIsAcceptedWithTheRuleThatWasSetUnlessItSaysAnother) {
  Q_EMIT node.transferChanged(transfer(1, Direction::Down, State::Offered));
  EXPECT_EQ(told(R"({"command":"conflict","rule":"skip"})"), QStringLiteral("setConflict 2"));
  const QByteArray accept = R"({"command":"accept","transfer":")" + uuid(1).toLatin1() + '"';
  EXPECT_EQ(told(accept + '}'), QStringLiteral("accept %1 %2  skip").arg(kB, uuid(1)));
  EXPECT_EQ(told(accept + R"(,"conflict":"overwrite"})"), QStringLiteral("accept %1 %2  overwrite").arg(kB, uuid(1)));
}

TEST_F(JsonFaceTest, PassesCommandsOfTheQueueOn) {
  EXPECT_EQ(told(R"({"command":"pause-all"})"), QStringLiteral("pauseAll"));
  EXPECT_EQ(told(R"({"command":"continue-all"})"), QStringLiteral("continueAll"));
  EXPECT_EQ(told(R"({"command":"retry-failed"})"), QStringLiteral("retryFailed"));
  EXPECT_EQ(told(R"({"command":"clear-finished"})"), QStringLiteral("clearFinished"));
  EXPECT_EQ(told(R"({"command":"rate-limit","octets_per_second":1000})"), QStringLiteral("setRateLimit 1000"));
}

TEST_F(JsonFaceTest, ForgetsWhatTheNodeRemoved) {
  Q_EMIT node.transferChanged(transfer(1, Direction::Up, State::Done));
  events();
  Q_EMIT node.transferRemoved(peerId('a'), uuid(1));
  EXPECT_EQ(onlyEvent(), nlohmann::json({{"event", "transfer-removed"}, {"transfer", uuid(1).toStdString()}}));
  EXPECT_EQ(refused(R"({"command":"retry","transfer":")" + uuid(1).toLatin1() + R"("})"), "unknown-transfer");
}

TEST_F(JsonFaceTest, TheSameTransferIdOfTwoPeersIsNotGuessed) {
  TransferInfo other = transfer(1, Direction::Down, State::Offered);
  Q_EMIT node.transferChanged(other);
  other.peer = peerId('c');
  Q_EMIT node.transferChanged(other);
  const QByteArray accept = R"({"command":"accept","transfer":")" + uuid(1).toLatin1() + R"("})";
  EXPECT_EQ(refused(accept), "usage");
  other.state = State::Cancelled;
  Q_EMIT node.transferChanged(other);
  EXPECT_EQ(told(accept), QStringLiteral("accept %1 %2").arg(kB, uuid(1))) << "one of them is over";
}

TEST_F(JsonFaceTest, LeavesProgressOutForASlowReader) {
  TransferInfo info = transfer(1, Direction::Up, State::Running);
  info.bytes_total = 1'000'000;
  for (int i = 1; i <= 60'000; ++i) {
    info.bytes_done = i;
    Q_EMIT node.transferChanged(info);
  }
  info.state = State::Done;
  Q_EMIT node.transferChanged(info);
  std::vector<std::string> all;
  EXPECT_TRUE(waitFor([&] {
    for (std::string& event : events()) {
      all.push_back(std::move(event));
    }
    return !all.empty() && all.back().find("transfer-finished") != std::string::npos;
  }));
  EXPECT_LT(all.size(), 30'000U);
}

}  // namespace
}  // namespace landline::console
