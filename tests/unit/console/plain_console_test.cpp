// The console over a plain connection: what is done when it is only sent, and what is said of it.

#include "console_pipe.h"
#include "errand_fixture.h"
#include "json_face_fixture.h"
#include <gtest/gtest.h>

#include "console/text_face.h"

namespace landline::console {
namespace {

using session::Delivery;
using session::LinkState;
using session::TransferInfo;
using test::stateOf;
using test::waitFor;
using Direction = TransferInfo::Direction;
using Phase = LinkState::Phase;
using State = TransferInfo::State;

LinkState onlinePlain() {
  LinkState state = test::online();
  state.plain = true;
  state.own_name.clear();
  state.server_name = QStringLiteral("plain (127.0.0.1:6677)");
  return state;
}

TransferInfo plainTransfer(Direction direction, State state) {
  TransferInfo info = test::transfer(1, direction, state);
  info.plain = true;
  return info;
}

/// What becomes of an errand that has one message and one file to send.
class PlainErrandTest : public test::ErrandTest {
 protected:
  PlainErrandTest() {
    orders.messages = QStringList{QStringLiteral("one")};
    orders.files = QStringList{QStringLiteral("/a.iso")};
  }
  void runPlain() {
    run();
    Q_EMIT node.stateChanged(onlinePlain());
    ASSERT_TRUE(waitFor([this] { return node.calls.size() == 2; }));
  }
  void sendMessage() { Q_EMIT node.deliveryChanged(node.message_ids.first(), Delivery::Sent, {}); }
  void tellFile(State state, const Error& error = {}) {
    TransferInfo info = plainTransfer(Direction::Up, state);
    info.error = error;
    Q_EMIT node.transferChanged(info);
  }
  void lose(QLatin1String why) { Q_EMIT node.stateChanged(stateOf(Phase::Idle, {why, QStringLiteral("It is over.")})); }
};

TEST_F(PlainErrandTest, IsDoneWhenAllIsSent) {
  runPlain();
  EXPECT_EQ(node.calls.first(), QStringLiteral("sendMessage * one"));
  EXPECT_EQ(node.calls.last(), QStringLiteral("sendFiles %1 /a.iso").arg(test::peerId('b').hex()));
  tellFile(State::Running);
  sendMessage();
  settle();
  EXPECT_EQ(ends, 0) << "the file is on its way";
  tellFile(State::Done);
  expectEnd(kExitDone);
}

TEST_F(PlainErrandTest, EachOfSeveralFilesIsATransferOfItsOwn) {
  orders.messages.clear();
  orders.files = QStringList{QStringLiteral("/a"), QStringLiteral("/b")};
  TransferInfo first = test::transfer(1, Direction::Up, State::Running);
  TransferInfo second = test::transfer(2, Direction::Up, State::Waiting);
  first.plain = second.plain = true;
  first.roots = QStringList{QStringLiteral("/a")};
  second.roots = QStringList{QStringLiteral("/b")};
  node.on_send_files = [this, first, second](const QStringList&) {
    Q_EMIT node.transferChanged(first);
    Q_EMIT node.transferChanged(second);
  };
  run();
  Q_EMIT node.stateChanged(onlinePlain());
  ASSERT_TRUE(waitFor([this] { return node.calls.size() == 1; }));
  first.state = State::Done;
  Q_EMIT node.transferChanged(first);
  settle();
  EXPECT_EQ(ends, 0) << "the second one is still to come";
  second.state = State::Done;
  Q_EMIT node.transferChanged(second);
  expectEnd(kExitDone);
}

TEST_F(PlainErrandTest, OverAnEncryptedConnectionSentIsNotEnough) {
  orders.files.clear();
  runOnline();
  ASSERT_TRUE(waitFor([this] { return node.calls.size() == 1; }));
  sendMessage();
  settle();
  EXPECT_EQ(ends, 0);
}

TEST_F(PlainErrandTest, IsRefusedWhereTheFileIsNotTaken) {
  runPlain();
  sendMessage();
  tellFile(State::Failed, {codes::kNotTaken, QStringLiteral("The answer was: no")});
  expectEnd(kExitRefused);
  EXPECT_EQ(reason.code, codes::kNotTaken);
}

TEST_F(PlainErrandTest, FailsWhereNobodyAnswers) {
  runPlain();
  sendMessage();
  tellFile(State::Failed, {codes::kNoAnswer, {}});
  expectEnd(kExitFailed);
}

TEST_F(PlainErrandTest, FailsWithAConnectionThatEndsTooEarly) {
  runPlain();
  sendMessage();
  tellFile(State::Running);
  lose(codes::kClosing);
  expectEnd(kExitFailed);
  EXPECT_EQ(reason.code, codes::kClosing) << "an end in order comes too early all the same";
}

TEST_F(PlainErrandTest, IsUnreachableWhereNobodyListens) {
  run();
  LinkState connecting = stateOf(Phase::Connecting);
  connecting.plain = true;
  Q_EMIT node.stateChanged(connecting);
  lose(codes::kConnectionRefused);
  expectEnd(kExitUnreachable);
}

TEST_F(PlainErrandTest, StaysUntilTheServerEndsIt) {
  orders.stay = true;
  runPlain();
  sendMessage();
  tellFile(State::Done);
  settle();
  EXPECT_EQ(ends, 0);
  lose(codes::kClosing);
  expectEnd(kExitDone);
}

TEST_F(PlainErrandTest, StayingFailsWithAConnectionThatIsCut) {
  orders.stay = true;
  runPlain();
  sendMessage();
  tellFile(State::Done);
  lose(codes::kConnectionLost);
  expectEnd(kExitFailed);
}

class PlainJsonTest : public test::JsonFaceTest {};

TEST_F(PlainJsonTest, SaysThatTheConnectionIsPlainAndAMessageOnlySent) {
  Q_EMIT node.stateChanged(onlinePlain());
  EXPECT_EQ(onlyEvent()["plain"], true);
  Q_EMIT node.deliveryChanged(test::uuid(1), Delivery::Sent, {});
  EXPECT_EQ(onlyEvent(), nlohmann::json({{"event", "sent"}, {"id", test::uuid(1).toStdString()}}));
}

TEST_F(PlainJsonTest, SaysNothingOfBothOverAnEncryptedConnection) {
  Q_EMIT node.stateChanged(test::online());
  EXPECT_FALSE(onlyEvent().contains("plain"));
  Q_EMIT node.deliveryChanged(test::uuid(1), Delivery::Sent, {});
  EXPECT_TRUE(events().empty());
}

TEST_F(PlainJsonTest, ASentFileIsNotVerified) {
  Q_EMIT node.transferChanged(plainTransfer(Direction::Up, State::Running));
  events();
  Q_EMIT node.filesFinished(test::uuid(1),
                            {test::fileResult(session::FileResult::State::Stored, QStringLiteral("a.iso"))});
  EXPECT_EQ(onlyEvent(), nlohmann::json({{"event", "file-sent"},
                                         {"transfer", test::uuid(1).toStdString()},
                                         {"path", "a.iso"},
                                         {"bytes", 1000},
                                         {"xxh128", std::string(32, '1')}}));
  Q_EMIT node.transferChanged(plainTransfer(Direction::Up, State::Done));
  const nlohmann::json finished = onlyEvent();
  EXPECT_EQ(finished["event"], "transfer-finished");
  EXPECT_EQ(finished["verified"], false);
}

TEST_F(PlainJsonTest, AReceivedFileIsStoredButNotVerified) {
  Q_EMIT node.transferChanged(plainTransfer(Direction::Down, State::Running));
  events();
  session::FileResult file = test::fileResult(session::FileResult::State::Renamed, QStringLiteral("a.iso"));
  file.saved_as = QStringLiteral("/save/a (1).iso");
  Q_EMIT node.filesFinished(test::uuid(1), {file});
  const nlohmann::json stored = onlyEvent();
  EXPECT_EQ(stored["event"], "stored");
  EXPECT_EQ(stored["saved_as"], "/save/a (1).iso");
  EXPECT_EQ(stored["renamed"], true);
  EXPECT_EQ(stored["verified"], false);
  Q_EMIT node.filesFinished(test::uuid(1), {test::fileResult(session::FileResult::State::Failed,
                                                             QStringLiteral("a.iso"), {codes::kInterrupted, {}})});
  EXPECT_EQ(onlyEvent()["event"], "file-failed");
}

TEST_F(PlainJsonTest, NothingIsCalledUnfinishedThatDoesNotGoOn) {
  Q_EMIT node.transferChanged(plainTransfer(Direction::Up, State::Running));
  events();
  face.finish();
  EXPECT_TRUE(events().empty());
}

class PlainTextTest : public ::testing::Test {
 protected:
  void SetUp() override { session::registerMetaTypes(); }
  bool says(const QString& part) {
    const QString said = QString::fromUtf8(pipe.readAvailable());
    EXPECT_TRUE(said.contains(part)) << said.toStdString();
    return said.contains(part);
  }

  test::FakeNode node;
  test::Pipe pipe;
  TextFace face{node, session::AcceptRule::Ask, pipe.writer()};
};

TEST_F(PlainTextTest, SaysThatNothingIsEncrypted) {
  Q_EMIT node.stateChanged(onlinePlain());
  EXPECT_TRUE(says(QStringLiteral("plain connection, nothing of it is encrypted")));
}

TEST_F(PlainTextTest, SaysOfFilesWhatIsKnown) {
  TransferInfo offered = plainTransfer(Direction::Up, State::Queued);
  offered.transfer = test::uuid(3);
  offered.bytes_total = -1;
  Q_EMIT node.transferChanged(offered);
  EXPECT_TRUE(says(QStringLiteral("a.iso is offered to Room 301.")));
  Q_EMIT node.transferChanged(plainTransfer(Direction::Up, State::Done));
  EXPECT_TRUE(says(QStringLiteral("a.iso was sent to Room 301, not verified")));
  TransferInfo received = plainTransfer(Direction::Down, State::Done);
  received.transfer = test::uuid(2);
  received.path = QStringLiteral("/save/a.iso");
  Q_EMIT node.transferChanged(received);
  EXPECT_TRUE(says(QStringLiteral("saved as /save/a.iso, not verified")));
}

TEST_F(PlainTextTest, SaysAtTheEndThatItHasToBeSentAgain) {
  Q_EMIT node.transferChanged(plainTransfer(Direction::Up, State::Running));
  face.finish();
  EXPECT_TRUE(says(QStringLiteral("has to be sent again")));
}

}  // namespace
}  // namespace landline::console
