#include "console/json_face.h"

#include "console_pipe.h"
#include "fake_node.h"
#include <QSignalSpy>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/wait_for.h"
#include "wire/messages.h"

namespace landline::console {
namespace {

using session::LinkState;
using session::TransferInfo;
using test::online;
using test::peerId;
using test::peerInfo;
using test::stateOf;
using test::transfer;
using test::uuid;
using test::waitFor;
using ::testing::ElementsAre;
using Direction = TransferInfo::Direction;
using State = TransferInfo::State;
using Phase = LinkState::Phase;

const QString kA = QString(64, QLatin1Char('a'));
const QString kB = QString(64, QLatin1Char('b'));
const QString kC = QString(64, QLatin1Char('c'));

class JsonFaceTest : public ::testing::Test {
 protected:
  void SetUp() override { session::registerMetaTypes(); }

  /// The events that were written since the last call.
  std::vector<std::string> events() {
    std::vector<std::string> result;
    for (const QByteArray& line : m_output.readAvailable().split('\n')) {
      if (!line.isEmpty()) {
        result.push_back(line.toStdString());
      }
    }
    return result;
  }

  nlohmann::json onlyEvent() {
    const std::vector<std::string> all = events();
    EXPECT_EQ(all.size(), 1U) << ::testing::PrintToString(all);
    return all.empty() ? nlohmann::json() : nlohmann::json::parse(all.front());
  }

  /// Gives a command and returns what the node was told because of it.
  QString told(const QByteArray& command) {
    node.calls.clear();
    m_input.write(command + '\n');
    EXPECT_TRUE(waitFor([this] { return !node.calls.isEmpty(); })) << command.constData();
    return node.calls.join(QLatin1Char('|'));
  }

  /// Gives a command that is not understood and returns the code of the answer.
  std::string refused(const QByteArray& command) {
    events();
    node.calls.clear();
    m_input.write(command + '\n');
    std::vector<std::string> answer;
    EXPECT_TRUE(waitFor([&] {
      answer = events();
      return !answer.empty();
    }));
    EXPECT_TRUE(node.calls.isEmpty());
    const nlohmann::json event = nlohmann::json::parse(answer.front());
    EXPECT_EQ(event["event"], "error");
    return event["code"];
  }

  test::FakeNode node;
  test::Pipe m_input;
  test::Pipe m_output;
  JsonFace face{node, session::Conflict::Rename, m_input.reader(), m_output.writer()};
};

TEST_F(JsonFaceTest, TellsThatItListens) {
  LinkState state = stateOf(Phase::Listening);
  state.reachable = QStringList{QStringLiteral("192.168.1.8:6677")};
  Q_EMIT node.stateChanged(state);
  Q_EMIT node.stateChanged(state);
  EXPECT_EQ(events(),
            std::vector<std::string>{R"({"event":"listening","address":"127.0.0.1","port":6677,"id":")" +
                                     kA.toStdString() + R"(","name":"desk-7","reachable":["192.168.1.8:6677"]})"})
      << "once, with these keys, in this order";
}

TEST_F(JsonFaceTest, TellsTheLifeOfAConnection) {
  Q_EMIT node.stateChanged(stateOf(Phase::Idle));
  Q_EMIT node.stateChanged(stateOf(Phase::Connecting));
  EXPECT_TRUE(events().empty());
  Q_EMIT node.stateChanged(stateOf(Phase::Waiting));
  EXPECT_EQ(onlyEvent(), nlohmann::json({{"event", "waiting"}, {"for", "approval"}}));
  Q_EMIT node.stateChanged(online());
  const nlohmann::json connected = onlyEvent();
  EXPECT_EQ(connected["event"], "connected");
  EXPECT_EQ(connected["id"], kA.toStdString());
  EXPECT_EQ(connected["server"], kB.toStdString());
  LinkState lost = stateOf(Phase::Retrying, {codes::kConnectionLost, QStringLiteral("It broke.")});
  lost.retry_at_ms = 1;
  Q_EMIT node.stateChanged(lost);
  EXPECT_EQ(
      onlyEvent(),
      nlohmann::json({{"event", "closed"}, {"code", "connection-lost"}, {"reason", "It broke."}, {"retrying", true}}));
  Q_EMIT node.stateChanged(stateOf(Phase::Connecting));
  Q_EMIT node.stateChanged(stateOf(Phase::Idle, {codes::kKicked, QStringLiteral("Out.")}));
  const nlohmann::json closed = onlyEvent();
  EXPECT_EQ(closed["code"], "kicked");
  EXPECT_EQ(closed["retrying"], false);
}

TEST_F(JsonFaceTest, TellsThatItCannotListen) {
  Q_EMIT node.stateChanged(stateOf(Phase::Idle));
  Q_EMIT node.stateChanged(stateOf(Phase::Idle, {codes::kAddressInUse, QStringLiteral("Port 6677 is in use.")}));
  EXPECT_EQ(onlyEvent(),
            nlohmann::json({{"event", "error"}, {"code", "address-in-use"}, {"reason", "Port 6677 is in use."}}));
}

TEST_F(JsonFaceTest, TellsOfAChangedKey) {
  LinkState state = stateOf(Phase::KeyChanged);
  state.known = peerId('c');
  Q_EMIT node.stateChanged(state);
  EXPECT_EQ(onlyEvent(), nlohmann::json({{"event", "key-changed"},
                                         {"address", "127.0.0.1:6677"},
                                         {"known", kC.toStdString()},
                                         {"presented", kB.toStdString()}}));
}

TEST_F(JsonFaceTest, TellsWhoComesAndGoes) {
  Q_EMIT node.peerJoined(peerInfo('c', QStringLiteral("desk-9")));
  const nlohmann::json joined = onlyEvent();
  EXPECT_EQ(joined["event"], "peer-joined");
  EXPECT_EQ(joined["id"], kC.toStdString());
  EXPECT_EQ(joined["name"], "desk-9");
  EXPECT_EQ(joined["address"], "192.168.1.9:5000");
  Q_EMIT node.peerRenamed(peerInfo('c', QStringLiteral("desk-10")));
  EXPECT_EQ(onlyEvent()["event"], "peer-renamed");
  Q_EMIT node.peerLeft(peerInfo('c', QStringLiteral("desk-10")));
  EXPECT_EQ(onlyEvent()["event"], "peer-left");
}

TEST_F(JsonFaceTest, AsksAboutWhoeverWantsToJoin) {
  Q_EMIT node.joinRequested({peerId('c'), QStringLiteral("desk-9"), QStringLiteral("10.0.0.9:1")});
  EXPECT_EQ(onlyEvent(),
            nlohmann::json(
                {{"event", "join-request"}, {"id", kC.toStdString()}, {"name", "desk-9"}, {"address", "10.0.0.9:1"}}));
  EXPECT_EQ(told(R"({"command":"admit","peer":"desk-9"})"), QStringLiteral("admit ") + kC);
  EXPECT_EQ(told(R"({"command":"deny","peer":")" + kC.toLatin1() + R"("})"), QStringLiteral("deny ") + kC);
  Q_EMIT node.joinRequestGone(peerId('c'));
  EXPECT_EQ(onlyEvent()["event"], "join-request-gone");
  EXPECT_EQ(refused(R"({"command":"admit","peer":"desk-9"})"), "absent");
}

TEST_F(JsonFaceTest, DoesNotGuessWhoOfTheSameNameIsMeant) {
  Q_EMIT node.joinRequested({peerId('c'), QStringLiteral("desk-9"), QStringLiteral("10.0.0.9:1")});
  Q_EMIT node.joinRequested({peerId('d'), QStringLiteral("desk-9"), QStringLiteral("10.0.0.8:1")});
  EXPECT_EQ(refused(R"({"command":"admit","peer":"desk-9"})"), "usage");
}

TEST_F(JsonFaceTest, TellsMessagesAndTheirDelivery) {
  Q_EMIT node.messageAdded({uuid(1), peerId('c'), QStringLiteral("desk-9"), QString(wire::kEveryone),
                            QStringLiteral("a \"b\"\n\x1b"), 1790, session::Delivery::Incoming});
  EXPECT_EQ(events(), std::vector<std::string>{
                          R"({"event":"message","id":")" + uuid(1).toStdString() + R"(","from":")" + kC.toStdString() +
                          R"(","name":"desk-9","to":"everyone","text":"a \"b\"\n\u001b","at":1790})"});
  Q_EMIT node.deliveryChanged(uuid(1), session::Delivery::Sent, {});
  EXPECT_TRUE(events().empty());
  Q_EMIT node.deliveryChanged(uuid(1), session::Delivery::Received, {});
  EXPECT_EQ(onlyEvent(), nlohmann::json({{"event", "delivered"}, {"id", uuid(1).toStdString()}}));
  Q_EMIT node.deliveryChanged(uuid(2), session::Delivery::Rejected, {codes::kAbsent, QStringLiteral("Gone.")});
  EXPECT_EQ(
      onlyEvent(),
      nlohmann::json({{"event", "error"}, {"code", "absent"}, {"reason", "Gone."}, {"id", uuid(2).toStdString()}}));
}

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

TEST_F(JsonFaceTest, PassesMessagesOn) {
  Q_EMIT node.stateChanged(online());
  Q_EMIT node.peerJoined(peerInfo('c', QStringLiteral("desk-9")));
  EXPECT_EQ(told(R"({"command":"message","to":"everyone","text":"x"})"), QStringLiteral("sendMessage * x"));
  EXPECT_EQ(told(R"({"command":"message","to":"server","text":"x"})"), QStringLiteral("sendMessage %1 x").arg(kB));
  EXPECT_EQ(told(R"({"command":"message","to":"desk-9","text":"x","id":")" + uuid(9).toLatin1() + R"("})"),
            QStringLiteral("sendMessage %1 x").arg(kC));
  EXPECT_EQ(node.message_ids.last(), uuid(9));
  EXPECT_EQ(refused(R"({"command":"message","to":"desk-8","text":"x"})"), "absent");
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

TEST_F(JsonFaceTest, PassesTrustAndDisconnectOn) {
  EXPECT_EQ(told(R"({"command":"trust","id":")" + kC.toLatin1() + R"("})"), QStringLiteral("trust ") + kC);
  EXPECT_EQ(told(R"({"command":"disconnect","peer":")" + kC.toLatin1() + R"("})"), QStringLiteral("disconnect ") + kC);
}

TEST_F(JsonFaceTest, AnswersNonsenseAndGoesOn) {
  EXPECT_EQ(refused("hello"), "malformed");
  EXPECT_EQ(refused(R"({"command":"shout"})"), "usage");
  EXPECT_EQ(refused(QByteArray(LineInput::kLongestLine / 32, ' ') + "x"), "malformed");
  const QSignalSpy quit(&face, &JsonFace::quitRequested);
  m_input.write(R"({"command":"quit"})"
                "\n");
  EXPECT_TRUE(waitFor([&quit] { return quit.count() == 1; }));
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
