// The client as it is, over plain connections, against servers of a few lines that know nothing but sockets
// (PROTOCOL.md, "Plain peers").

#include "integration/room.h"
#include "integration/tiny_server.h"
#include <QFileInfo>
#include <gtest/gtest.h>

#include <algorithm>
#include <future>

namespace landline {
namespace {

using client::ClientNode;
using session::Delivery;
using session::LinkState;
using session::PeerInfo;
using session::TransferInfo;
using test::tell;
using test::TinyConnection;
using test::TinyServer;
using test::waitFor;
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

class PlainClientTest : public test::Room {
 protected:
  std::unique_ptr<Client> m_client;

  void start(session::AcceptRule rule = session::AcceptRule::All) { m_client = makeClient(rule); }

  test::NodeRecorder& seen() const { return m_client->seen(); }
  ClientNode& node() const { return *m_client->node; }

  void connectPlain(quint16 to) {
    tell(node(), [to](auto& n) { n.connectPlain(QStringLiteral("127.0.0.1"), to); });
  }
  /// Connects; whether it is online then.
  bool join(const TinyServer& to) {
    connectPlain(to.port());
    return waitFor([this] { return seen().is(Phase::Online) && seen().peers.size() == 1; });
  }
  PeerId serverId() const { return seen().state.server; }
  bool serverHas(int peers) const { return server.seen().peers.size() == peers; }
  void send(const QStringList& paths) {
    tell(node(), [to = serverId().hex(), paths](auto& n) { n.sendFiles(to, paths); });
  }
  QString sayToServer(const QString& text) { return say(node(), serverId().hex(), text); }
  bool transferEnds(State wanted) {
    return waitFor([this, wanted] { return seen().transferIs(wanted); });
  }
  bool isOver() {
    return waitFor([this] { return seen().is(Phase::Idle); });
  }
};

TEST_F(PlainClientTest, TalksToAServerThatEchoesText) {
  TinyServer echo([](TinyConnection& client) {
    for (std::string text = client.read(); !text.empty(); text = client.read()) {
      client.write(text);
    }
  });
  start();
  ASSERT_TRUE(join(echo));
  EXPECT_TRUE(seen().state.plain);
  EXPECT_TRUE(seen().peers.first().plain);
  EXPECT_TRUE(seen().peers.first().is_server);
  EXPECT_EQ(seen().peers.first().id, serverId());
  EXPECT_TRUE(seen().peers.first().name.contains(QString::number(echo.port())))
      << seen().peers.first().name.toStdString();
  const QString id = sayToServer(QStringLiteral("Grüße, 你好"));
  ASSERT_TRUE(waitFor([this] { return seen().hasText(QStringLiteral("Grüße, 你好")); }));
  EXPECT_EQ(seen().deliveries.value(id), Delivery::Sent) << "nobody says that it was received";
  const session::ChatMessage answer = seen().messages.last();
  EXPECT_EQ(answer.from, serverId());
  EXPECT_EQ(answer.to, seen().state.own.hex());
}

TEST_F(PlainClientTest, AMessageEndsWithALineFeed) {
  std::promise<std::string> received;
  TinyServer quiet([&received](TinyConnection& client) { received.set_value(client.readToTheEnd()); });
  start();
  ASSERT_TRUE(join(quiet));
  sayToServer(QStringLiteral("one"));
  const QString last = say(node(), wire::kEveryone, QStringLiteral("two"));
  ASSERT_TRUE(waitFor([this, last] { return seen().deliveries.value(last) == Delivery::Sent; }));
  tell(node(), [](auto& n) { n.disconnectFromServer(); });
  EXPECT_EQ(received.get_future().get(), "one\ntwo\n") << "everyone is the server, there is nobody else";
}

TEST_F(PlainClientTest, WhatWasSaidLeavesBeforeTheProgramDoes) {
  std::promise<std::string> received;
  TinyServer slow([&received](TinyConnection& client) {
    client.write("Welcome, stranger\n");  // which the client may never read
    received.set_value(client.readToTheEnd());
  });
  start();
  ASSERT_TRUE(join(slow));
  const QString text(10'000, QLatin1Char('a'));
  for (int i = 0; i < 20; ++i) {
    sayToServer(text);
  }
  m_client->stop();
  EXPECT_EQ(received.get_future().get().size(), 20U * 10'001U);
}

TEST_F(PlainClientTest, TakesBuffersThatArePaddedWithNul) {
  TinyServer padded([](TinyConnection& client) {
    client.writeBuffer("first, and long enough to leave something behind");
    client.writeBuffer("second", 'y');
    client.readToTheEnd();
  });
  start();
  ASSERT_TRUE(join(padded));
  ASSERT_TRUE(waitFor([this] { return seen().messages.size() == 2; }));
  EXPECT_EQ(seen().messages.at(0).text, QStringLiteral("first, and long enough to leave something behind"));
  EXPECT_EQ(seen().messages.at(1).text, QStringLiteral("second")) << "what was left in the buffer is nobody's text";
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

TEST_F(PlainClientTest, BadInput54_AServerThatWritesWithoutEndIsReadAtAPace) {
  limits.plain_texts_per_second = 1;
  constexpr std::size_t kFarTooMuch = 32 * 1024 * 1024;  // the systems between the two hold less
  std::promise<std::size_t> written;
  TinyServer flood([&written](TinyConnection& client) {
    std::string line(1000, 'y');
    line.back() = '\n';
    written.set_value(client.writeUntilStuck(line, kFarTooMuch));
    client.readToTheEnd();
  });
  start();
  ASSERT_TRUE(join(flood));
  EXPECT_LT(written.get_future().get(), kFarTooMuch);
  const QString id = sayToServer(QStringLiteral("stop"));
  EXPECT_TRUE(waitFor([this, id] { return seen().deliveries.value(id) == Delivery::Sent; }));
  EXPECT_LT(seen().messages.size(), 100);
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

TEST_F(PlainClientTest, AnEndInOrderIsToldToo) {
  TinyServer brief([](TinyConnection& client) { client.write("Goodbye\n"); });
  start();
  connectPlain(brief.port());
  ASSERT_TRUE(waitFor([this] { return seen().hasText(QStringLiteral("Goodbye")); }));
  ASSERT_TRUE(isOver());
  EXPECT_EQ(seen().state.error.code, codes::kClosing);
  EXPECT_FALSE(seen().state.plain);
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

TEST_F(PlainClientTest, SaysWhyThereIsNoConnection) {
  start();
  connectPlain(test::closedPort());
  ASSERT_TRUE(waitFor([this] { return seen().is(Phase::Idle) && !seen().state.error.code.isEmpty(); }));
  EXPECT_EQ(seen().state.error.code, codes::kConnectionRefused);
  EXPECT_TRUE(seen().phases.contains(Phase::Connecting));
  EXPECT_TRUE(seen().peers.isEmpty());
}

TEST_F(PlainClientTest, WhatIsSaidToAServerThatIsGoneIsRejected) {
  TinyServer brief([](TinyConnection& client) { client.write("Goodbye\n"); });
  start();
  connectPlain(brief.port());
  ASSERT_TRUE(waitFor([this] { return seen().phases.contains(Phase::Online); }));
  ASSERT_TRUE(isOver());
  const QString id = sayToServer(QStringLiteral("wait"));
  ASSERT_TRUE(waitFor([this, id] { return seen().deliveries.value(id) == Delivery::Rejected; }));
  EXPECT_EQ(seen().rejections.value(id).code, codes::kAbsent);
  send({makeFile(QStringLiteral("a"), "aaa")});
  ASSERT_TRUE(waitFor([this] { return seen().errors.size() == 1; }));
  EXPECT_EQ(seen().errors.first().code, codes::kAbsent);
}

TEST_F(PlainClientTest, TheSameServerIsTheSameConversationAgain) {
  TinyServer greeting([](TinyConnection& client) {
    client.write("Hello again\n");
    client.readToTheEnd();
  });
  start();
  ASSERT_TRUE(join(greeting));
  const PeerId before = serverId();
  for (int times = 1; times < 5; ++times) {
    ASSERT_TRUE(waitFor([this, times] { return seen().countText(QStringLiteral("Hello again")) == times; }));
    connectPlain(greeting.port());  // at once, while the one before is being ended
    ASSERT_TRUE(waitFor([this, times] { return seen().phases.count(Phase::Online) == times + 1; }));
    EXPECT_EQ(serverId(), before);
  }
  EXPECT_EQ(greeting.connections(), 5);
  ASSERT_TRUE(waitFor([this] { return seen().peers.size() == 1; }));
}

TEST_F(PlainClientTest, OneConnectionTakesThePlaceOfTheOther) {
  TinyServer tiny([](TinyConnection& client) { client.readToTheEnd(); });
  startServer();
  start();
  connectClient(*m_client, QStringLiteral("desk-7"));
  ASSERT_TRUE(waitFor([this] { return seen().is(Phase::Online) && serverHas(1); }));
  connectPlain(tiny.port());
  ASSERT_TRUE(waitFor([this] { return seen().is(Phase::Online) && seen().state.plain; }));
  ASSERT_TRUE(waitFor([this] { return seen().peers.size() == 1 && serverHas(0); })) << "the room was left";
  EXPECT_TRUE(seen().peers.first().plain);
  connectClient(*m_client, QStringLiteral("desk-7"));
  ASSERT_TRUE(waitFor([this] { return seen().is(Phase::Online) && !seen().state.plain; }));
  ASSERT_TRUE(waitFor([this] { return seen().peers.size() == 1 && serverHas(1); }));
  EXPECT_FALSE(seen().peers.first().plain);
  EXPECT_EQ(tiny.connections(), 1);
}

}  // namespace
}  // namespace landline
