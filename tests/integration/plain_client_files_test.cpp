// Files over plain connections: the client as it is against servers of a few lines that say `ok`, or something else, or
// nothing (PROTOCOL.md, "Plain peers").

#include "integration/plain_client_room.h"
#include <QFileInfo>

#include <algorithm>
#include <future>

namespace landline::test {
namespace {

using session::Delivery;
using session::TransferInfo;
using Direction = TransferInfo::Direction;

constexpr std::size_t kLarge = 64 * 1024 * 1024;  // more than all buffers between two programs

std::string announced(const QString& path, qint64 size) {
  return QFileInfo(path).fileName().toStdString() + "&" + std::to_string(size);
}

/// Takes the announcement of a file: what one read gives, without a line end behind it.
std::string readHeader(TinyConnection& client) {
  std::string header = client.read();
  while (!header.empty() && (header.back() == '\n' || header.back() == '\0')) {
    header.pop_back();
  }
  return header;
}

std::size_t sizeIn(const std::string& header) {
  const std::size_t last = header.rfind('&');
  return last == std::string::npos ? 0 : std::stoul(header.substr(last + 1));
}

TEST_F(PlainClientTest, SendsAFileToAServerThatSaysOk) {
  std::promise<std::pair<std::string, std::string>> received;
  TinyServer receiver([&received](TinyConnection& client) {
    const std::string header = readHeader(client);
    client.write("ok");
    received.set_value({header, client.readExactly(sizeIn(header))});
    client.readToTheEnd();
  });
  const QString path = makeFile(QStringLiteral("Q&A.bin"), QByteArray(3'000'000, 'q'));
  start();
  QVector<qint64> progress;
  seen().onTransfer = [&progress](const TransferInfo& info) { progress.append(info.bytes_done); };
  ASSERT_TRUE(join(receiver));
  send({path});
  const auto [header, body] = received.get_future().get();
  EXPECT_EQ(header, announced(path, 3'000'000));
  EXPECT_EQ(body, std::string(3'000'000, 'q'));
  ASSERT_TRUE(transferEnds(State::Done));
  const TransferInfo info = *seen().transfer();
  EXPECT_TRUE(info.plain);
  EXPECT_EQ(info.direction, Direction::Up);
  EXPECT_EQ(info.bytes_done, 3'000'000);
  EXPECT_EQ(info.stored, 1);
  EXPECT_TRUE(std::is_sorted(progress.begin(), progress.end()));
}

TEST_F(PlainClientTest, SendsSeveralFilesAndTalksBeforeBetweenAndAfter) {
  std::promise<std::string> received;
  TinyServer receiver([&received](TinyConnection& client) {
    std::string all = client.readLine() + "|";
    for (int i = 0; i < 3; ++i) {
      const std::string header = readHeader(client);
      client.write("ok");
      all += header + ":" + client.readExactly(sizeIn(header)) + "|";
    }
    received.set_value(all + client.readLine());
    client.readToTheEnd();
  });
  start();
  ASSERT_TRUE(join(receiver));
  sayToServer(QStringLiteral("before"));
  send({makeFile(QStringLiteral("a"), "aaa"), makeFile(QStringLiteral("empty"), ""),
        makeFile(QStringLiteral("c"), "c")});
  ASSERT_TRUE(waitFor([this] {
    return seen().transfers.size() == 3 && std::all_of(seen().transfers.cbegin(), seen().transfers.cend(),
                                                       [](const auto& t) { return t.state == State::Done; });
  }));
  sayToServer(QStringLiteral("after"));
  EXPECT_EQ(received.get_future().get(), "before|a&3:aaa|empty&0:|c&1:c|after");
}

TEST_F(PlainClientTest, WhatIsSaidWhileAFileIsOnItsWayWaitsForItsEnd) {
  std::promise<void> asked;
  std::promise<void> said;
  std::promise<std::string> received;
  TinyServer receiver([&](TinyConnection& client) {
    std::string all = readHeader(client);
    asked.set_value();
    said.get_future().wait_for(std::chrono::seconds(10));
    client.write("ok");
    all += ":" + client.readExactly(3);
    received.set_value(all + "|" + client.readLine());
    client.readToTheEnd();
  });
  start();
  ASSERT_TRUE(join(receiver));
  send({makeFile(QStringLiteral("a"), "aaa")});
  asked.get_future().wait_for(std::chrono::seconds(10));
  const QString id = sayToServer(QStringLiteral("after"));
  ASSERT_TRUE(waitFor([this] { return seen().messages.size() == 1; }));  // it has been handed on
  said.set_value();
  EXPECT_EQ(received.get_future().get(), "a&3:aaa|after") << "never among the octets of the file";
  EXPECT_TRUE(waitFor([this, id] { return seen().deliveries.value(id) == Delivery::Sent; }));
}

TEST_F(PlainClientTest, AnyOtherAnswerThanOkIsToldAndTheConnectionStays) {
  TinyServer refusing([](TinyConnection& client) {
    readHeader(client);
    client.write("no");
    for (std::string text = client.read(); !text.empty(); text = client.read()) {
      client.write("you said " + text);
    }
  });
  start();
  ASSERT_TRUE(join(refusing));
  send({makeFile(QStringLiteral("a.bin"), "secret")});
  ASSERT_TRUE(transferEnds(State::Failed));
  EXPECT_EQ(seen().transfer()->error.code, codes::kNotTaken) << seen().transfer()->error.code.toStdString();
  EXPECT_TRUE(seen().transfer()->error.detail.contains(QStringLiteral("no")));
  sayToServer(QStringLiteral("never mind"));
  ASSERT_TRUE(waitFor([this] { return seen().hasText(QStringLiteral("you said never mind")); }));
  EXPECT_EQ(std::count_if(seen().messages.cbegin(), seen().messages.cend(),
                          [](const auto& m) { return m.text.contains(QStringLiteral("secret")); }),
            0)
      << "no octet of the file was sent";
}

TEST_F(PlainClientTest, NoAnswerAtAllIsToldInTime) {
  limits.plain_answer = std::chrono::milliseconds(200);
  TinyServer silent([](TinyConnection& client) { client.readToTheEnd(); });
  start();
  ASSERT_TRUE(join(silent));
  send({makeFile(QStringLiteral("a.bin"), "a")});
  ASSERT_TRUE(transferEnds(State::Failed));
  EXPECT_EQ(seen().transfer()->error.code, codes::kNoAnswer) << seen().transfer()->error.code.toStdString();
}

TEST_F(PlainClientTest, AResetInTheMiddleIsToldAndNotConnectedAgain) {
  limits.reconnect_first = limits.resume_first = std::chrono::milliseconds(1);
  TinyServer breaking([](TinyConnection& client) {
    readHeader(client);
    client.write("ok");
    client.readExactly(1'000'000);
    client.reset();
  });
  start();
  ASSERT_TRUE(join(breaking));
  send({makeFile(QStringLiteral("a.bin"), QByteArray(kLarge, 'a'))});
  ASSERT_TRUE(transferEnds(State::Failed));
  ASSERT_TRUE(isOver());
  EXPECT_FALSE(seen().state.error.code.isEmpty());
  EXPECT_EQ(seen().state.error.code, codes::kConnectionLost);
  EXPECT_FALSE(seen().phases.contains(Phase::Retrying));
  EXPECT_TRUE(seen().peers.isEmpty());
  connectPlain(breaking.port());
  ASSERT_TRUE(waitFor([this] { return seen().is(Phase::Online); }));
  EXPECT_EQ(breaking.connections(), 2) << "the one before, and the one that was asked for";
}

TEST_F(PlainClientTest, CancellingInTheMiddleSendsNoMore) {
  std::promise<void> cancelled;
  std::promise<std::size_t> received;
  TinyServer stuck([&](TinyConnection& client) {
    readHeader(client);
    client.write("ok");
    cancelled.get_future().wait_for(std::chrono::seconds(10));
    received.set_value(client.readToTheEnd().size());
  });
  start();
  ASSERT_TRUE(join(stuck));
  send({makeFile(QStringLiteral("a.bin"), QByteArray(kLarge, 'a'))});
  ASSERT_TRUE(waitFor([this] { return seen().transfer() && seen().transfer()->bytes_done > 0; }));
  tell(node(), [own = seen().state.own, id = seen().transfer()->transfer](auto& n) { n.cancelTransfer(own, id); });
  EXPECT_TRUE(transferEnds(State::Cancelled));
  cancelled.set_value();
  EXPECT_LT(received.get_future().get(), kLarge);
}

TEST_F(PlainClientTest, TakesAFileByTheRuleForFiles) {
  std::promise<std::string> answer;
  TinyServer sender([&answer](TinyConnection& client) {
    client.write("Here it comes\n");
    client.write("gift.txt&7\n");
    const std::string said = client.readExactly(2);
    client.write("present");
    answer.set_value(said);
    client.readToTheEnd();
  });
  start(session::AcceptRule::All);
  ASSERT_TRUE(join(sender));
  EXPECT_EQ(answer.get_future().get(), "ok");
  ASSERT_TRUE(transferEnds(State::Done));
  EXPECT_EQ(seen().transfer()->direction, Direction::Down);
  EXPECT_TRUE(seen().transfer()->plain);
  EXPECT_EQ(contentOf(seen().transfer()->path), "present");
  EXPECT_EQ(filesIn(m_client->saveFolder()), QStringList(QStringLiteral("gift.txt")));
  EXPECT_TRUE(seen().hasText(QStringLiteral("Here it comes")));
}

TEST_F(PlainClientTest, AsksAPersonAndTellsTheServerNothingMeanwhile) {
  std::promise<std::string> answer;
  TinyServer sender([&answer](TinyConnection& client) {
    client.write("gift.txt&7\n");
    const std::string said = client.readExactly(2);
    client.write("present");
    answer.set_value(said);
    client.readToTheEnd();
  });
  start(session::AcceptRule::Ask);
  ASSERT_TRUE(join(sender));
  ASSERT_TRUE(transferEnds(State::Offered));
  std::future<std::string> said = answer.get_future();
  EXPECT_NE(said.wait_for(std::chrono::seconds(0)), std::future_status::ready);
  tell(node(), [from = serverId(), id = seen().transfer()->transfer](auto& n) { n.acceptTransfer(from, id, {}); });
  EXPECT_EQ(said.get(), "ok");
  ASSERT_TRUE(transferEnds(State::Done));
  EXPECT_EQ(filesIn(m_client->saveFolder()), QStringList(QStringLiteral("gift.txt")));
}

TEST_F(PlainClientTest, WhereTheRuleSaysNoNothingIsTaken) {
  std::promise<std::string> answer;
  TinyServer sender([&answer](TinyConnection& client) {
    client.write("gift.txt&7\n");
    answer.set_value(client.readLine());
    client.readToTheEnd();
  });
  start(session::AcceptRule::None);
  ASSERT_TRUE(join(sender));
  const std::string said = answer.get_future().get();
  EXPECT_EQ(said.rfind("declined", 0), 0U) << said;
  ASSERT_TRUE(transferEnds(State::Declined));
  EXPECT_TRUE(filesIn(m_client->saveFolder()).isEmpty());
  EXPECT_TRUE(seen().is(Phase::Online));
}

TEST_F(PlainClientTest, FoldersAreRefusedAndTheFilesBesideThemSent) {
  std::promise<std::string> received;
  TinyServer receiver([&received](TinyConnection& client) {
    received.set_value(readHeader(client));
    client.write("ok");
    client.readToTheEnd();
  });
  start();
  ASSERT_TRUE(join(receiver));
  QTemporaryDir folder;
  send({folder.path(), makeFile(QStringLiteral("a"), "aaa")});
  EXPECT_EQ(received.get_future().get(), "a&3");
  ASSERT_TRUE(waitFor([this] { return seen().errors.size() == 1; }));
  EXPECT_EQ(seen().errors.first().code, codes::kNoFolders);
  EXPECT_TRUE(seen().errors.first().detail.contains(folder.path()));
  ASSERT_TRUE(transferEnds(State::Done));
}

}  // namespace
}  // namespace landline::test
