#include "console/command.h"

#include "fake_node.h"
#include <gtest/gtest.h>

namespace landline::console {
namespace {

Error errorOf(const char* line) {
  const Result<Command> command = parseCommand(line);
  return command ? Error{} : command.error();
}

template <typename Wanted>
Wanted parsed(const QByteArray& line) {
  const Result<Command> command = parseCommand(line);
  if (!command) {
    ADD_FAILURE() << line.constData() << ": " << command.error().detail.toStdString();
    return {};
  }
  const Wanted* wanted = std::get_if<Wanted>(&*command);
  EXPECT_NE(wanted, nullptr) << line.constData();
  return wanted != nullptr ? *wanted : Wanted{};
}

TEST(Command, MessageHasReceiverAndText) {
  const auto command = parsed<MessageCommand>(R"({"command":"message","to":"everyone","text":"a\nb \u4f60"})");
  EXPECT_EQ(command.to, QStringLiteral("everyone"));
  EXPECT_EQ(command.text, QString::fromUtf8("a\nb \xe4\xbd\xa0"));
  EXPECT_TRUE(command.id.isEmpty());
}

TEST(Command, MessageMayBringItsId) {
  const QByteArray id = test::uuid(1).toLatin1();
  const auto command = parsed<MessageCommand>(R"({"command":"message","to":"a","text":"b","id":")" + id + R"("})");
  EXPECT_EQ(command.id, test::uuid(1));
}

TEST(Command, SendHasPaths) {
  const auto command = parsed<SendCommand>(R"({"command":"send","to":"server","paths":["/a","/b c"]})");
  EXPECT_EQ(command.to, QStringLiteral("server"));
  EXPECT_EQ(command.paths, QStringList({QStringLiteral("/a"), QStringLiteral("/b c")}));
}

TEST(Command, TransferCommandsHaveATransfer) {
  using Action = TransferCommand::Action;
  const std::pair<const char*, Action> words[] = {{"accept", Action::Accept},        {"decline", Action::Decline},
                                                  {"cancel", Action::Cancel},        {"retry", Action::Retry},
                                                  {"pause", Action::Pause},          {"continue", Action::Continue},
                                                  {"move-to-top", Action::MoveToTop}};
  for (const auto& [word, action] : words) {
    const auto command = parsed<TransferCommand>(QByteArray(R"({"command":")") + word + R"(","transfer":")" +
                                                 test::uuid(7).toLatin1() + R"("})");
    EXPECT_EQ(command.action, action);
    EXPECT_EQ(command.transfer, test::uuid(7));
  }
}

TEST(Command, AcceptMaySayWhere) {
  const auto command = parsed<TransferCommand>(QByteArray(R"({"command":"accept","save_as":"/x/y","transfer":")") +
                                               test::uuid(7).toLatin1() + R"("})");
  EXPECT_EQ(command.save_as, QStringLiteral("/x/y"));
  EXPECT_FALSE(command.conflict);
}

TEST(Command, AcceptMaySayWhatToDoWithTakenNames) {
  const std::pair<const char*, session::Conflict> words[] = {{"rename", session::Conflict::Rename},
                                                             {"overwrite", session::Conflict::Overwrite},
                                                             {"skip", session::Conflict::Skip}};
  for (const auto& [word, rule] : words) {
    const auto command = parsed<TransferCommand>(QByteArray(R"({"command":"accept","conflict":")") + word +
                                                 R"(","transfer":")" + test::uuid(7).toLatin1() + R"("})");
    EXPECT_EQ(command.conflict, rule);
    EXPECT_EQ(parsed<ConflictCommand>(QByteArray(R"({"command":"conflict","rule":")") + word + R"("})").rule, rule);
  }
}

TEST(Command, OfTheQueueStandAlone) {
  using Action = QueueCommand::Action;
  const std::pair<const char*, Action> words[] = {{"pause-all", Action::PauseAll},
                                                  {"continue-all", Action::ContinueAll},
                                                  {"retry-failed", Action::RetryFailed},
                                                  {"clear-finished", Action::ClearFinished}};
  for (const auto& [word, action] : words) {
    EXPECT_EQ(parsed<QueueCommand>(QByteArray(R"({"command":")") + word + R"("})").action, action);
  }
}

TEST(Command, RateLimitHasAFigure) {
  EXPECT_EQ(parsed<RateLimitCommand>(R"({"command":"rate-limit","octets_per_second":5000000000})").octets_per_second,
            5'000'000'000);
  EXPECT_EQ(parsed<RateLimitCommand>(R"({"command":"rate-limit","octets_per_second":0})").octets_per_second, 0);
}

TEST(Command, PeerCommandsHaveAPeer) {
  using Action = PeerCommand::Action;
  const std::pair<const char*, Action> words[] = {
      {"admit", Action::Admit}, {"deny", Action::Deny}, {"disconnect", Action::Disconnect}};
  for (const auto& [word, action] : words) {
    const auto command = parsed<PeerCommand>(QByteArray(R"({"command":")") + word + R"(","peer":"desk-7"})");
    EXPECT_EQ(command.action, action);
    EXPECT_EQ(command.peer, QStringLiteral("desk-7"));
  }
}

TEST(Command, TrustHasAnId) {
  const QByteArray id = test::peerId('c').hex().toLatin1();
  EXPECT_EQ(parsed<TrustCommand>(R"({"command":"trust","id":")" + id + R"("})").id, test::peerId('c'));
}

TEST(Command, QuitStandsAlone) {
  parsed<QuitCommand>(R"({"command":"quit"})");
}

TEST(Command, NotJsonIsMalformed) {
  for (const char* line :
       {"hello", "[]", "{", "\"quit\"", R"({"command":"quit"} x)", "\xff", R"({"command":"quit","command":"quit"})"}) {
    EXPECT_EQ(errorOf(line).code, codes::kMalformed) << line;
  }
}

struct Slip {
  const char* line;
  const char* told;  ///< has to be in the detail
};

class CommandSlip : public ::testing::TestWithParam<Slip> {};

TEST_P(CommandSlip, IsAUsageErrorThatSaysWhat) {
  const Error error = errorOf(GetParam().line);
  EXPECT_EQ(error.code, codes::kUsage);
  EXPECT_TRUE(error.detail.contains(QLatin1String(GetParam().told))) << error.detail.toStdString();
}

INSTANTIATE_TEST_SUITE_P(
    All, CommandSlip,
    ::testing::Values(Slip{R"({})", "\"command\""}, Slip{R"({"command":1})", "\"command\""},
                      Slip{R"({"command":"shout"})", "There are: message"},
                      Slip{R"({"command":"message","to":"a"})", "\"text\" is missing"},
                      Slip{R"({"command":"message","to":"a","text":""})", "not empty"},
                      Slip{R"({"command":"message","to":7,"text":"x"})", "\"to\" has to be a string"},
                      Slip{R"({"command":"message","to":"a","text":"x","txt":"y"})", "\"txt\" does not belong"},
                      Slip{R"({"command":"message","to":"a","text":"x","id":"7"})", "\"id\" has to be"},
                      Slip{R"({"command":"send","to":"a","paths":"x"})", "a list of strings"},
                      Slip{R"({"command":"send","to":"a","paths":[]})", "at least one"},
                      Slip{R"({"command":"send","to":"a","paths":["x",1]})", "\"paths\" has to hold strings"},
                      Slip{R"({"command":"accept","transfer":"7"})", "\"transfer\" has to be"},
                      Slip{R"({"command":"cancel"})", "\"transfer\" is missing"},
                      Slip{R"({"command":"decline","transfer":"7","save_as":"x"})", "\"transfer\" has to be"},
                      Slip{R"({"command":"admit"})", "\"peer\" is missing"},
                      Slip{R"({"command":"trust","id":"ABC"})", "\"id\" has to be"},
                      Slip{R"({"command":"pause"})", "\"transfer\" is missing"},
                      Slip{R"({"command":"pause-all","transfer":"7"})", "\"transfer\" does not belong"},
                      Slip{R"({"command":"conflict","rule":"keep"})", "rename, overwrite, skip"},
                      Slip{R"({"command":"conflict"})", "\"rule\" is missing"},
                      Slip{R"({"command":"rate-limit","octets_per_second":"1M"})", "a whole number"},
                      Slip{R"({"command":"rate-limit","octets_per_second":-1})", "0 or more"},
                      Slip{R"({"command":"rate-limit","octets_per_second":1.5})", "a whole number"},
                      Slip{R"({"command":"quit","now":true})", "\"now\" does not belong"}));

}  // namespace
}  // namespace landline::console
