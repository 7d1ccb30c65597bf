// Datagrams of the real programs where a switch drops some of them, and through a tunnel. Needs to be root, skips
// otherwise.

#include "interop/datagram_commands.h"
#include <QJsonDocument>
#include <QTemporaryDir>
#include <gtest/gtest.h>
#include <unistd.h>

#include "support/lan_test.h"
#include "support/network_namespaces.h"
#include "support/run_program.h"
#include "support/tun_link.h"

namespace landline::test {
namespace {

constexpr int kPort = 6666;  // these hosts have nobody else

class DatagramsInTheWay : public ::testing::Test {
 protected:
  static void tell(RunProgram& program, const QJsonObject& command) {
    program.tell(QJsonDocument(command).toJson(QJsonDocument::Compact));
  }

  /// A program whose socket is bound, in the group of the lessons, and sends by this interface.
  std::unique_ptr<RunProgram> start(const char* name, const QStringList& before, const char* interface_name) const {
    auto program = std::make_unique<RunProgram>(
        "server",
        QStringList{QStringLiteral("--profile"), m_folder.filePath(QLatin1String(name)), QStringLiteral("--listen"),
                    QStringLiteral("6677"), QStringLiteral("--discovery"), QStringLiteral("off")},
        before);
    EXPECT_FALSE(program->await("listening").isEmpty());
    QJsonObject bind = inGroup(kLessonsGroup, interface_name);
    bind[QStringLiteral("command")] = QStringLiteral("datagram-bind");
    bind[QStringLiteral("port")] = kPort;
    tell(*program, bind);
    EXPECT_EQ(program->await("datagram-bound")[QStringLiteral("groups")].toArray().size(), 1) << told(*program);
    return program;
  }
  static std::string told(RunProgram& program) { return program.told().toStdString(); }
  static bool hears(RunProgram& program, const char* text) {
    return waitFor([&] { return heard(program, text) > 0; });
  }

  QTemporaryDir m_folder;
};

class DatagramsOnASwitch : public LanTest<DatagramsInTheWay> {
 protected:
  void SetUp() override {
    plugIn({QStringLiteral("room"), QStringLiteral("board")});
    if (!m_lan) {
      return;
    }
    m_room = start("room", m_lan->inside(QStringLiteral("room")), "eth0");
    m_board = start("board", m_lan->inside(QStringLiteral("board")), "eth0");
    // Both get to know each other's hardware address, which is asked for by broadcast, while all is well.
    tell(*m_board, sendingOnce("10.9.0.1", kPort, "first"));
    ASSERT_TRUE(hears(*m_room, "first")) << told(*m_board);
  }

  /// Sends one of each kind from the room to the board; behind the single one nothing more comes.
  void sendOneOfEach() {
    tell(*m_room, sendingOnce("255.255.255.255", kPort, "limited broadcast"));
    tell(*m_room, sendingOnce("10.9.0.255", kPort, "broadcast"));
    tell(*m_room, sendingOnce(kLessonsGroup, kPort, "multicast"));
    tell(*m_room, sendingOnce("10.9.0.2", kPort, "unicast"));
    ASSERT_TRUE(hears(*m_board, "unicast")) << told(*m_board);
    // That nothing of one arrives is nothing that its sender could know.
    for (const char* text : {"limited broadcast", "broadcast", "multicast", "unicast"}) {
      const auto is_it = [text](const QJsonObject& event) {
        return event[QStringLiteral("text")] == QLatin1String(text);
      };
      EXPECT_FALSE(m_room->await("datagram-sent", is_it).isEmpty()) << text << '\n' << told(*m_room);
    }
    EXPECT_EQ(m_room->count("error"), 0) << told(*m_room);
  }
  void expectBoardHeard(int broadcasts, int multicasts) {
    EXPECT_EQ(heard(*m_board, "limited broadcast"), broadcasts) << told(*m_board);
    EXPECT_EQ(heard(*m_board, "broadcast"), broadcasts) << told(*m_board);
    EXPECT_EQ(heard(*m_board, "multicast"), multicasts) << told(*m_board);
  }

  std::unique_ptr<RunProgram> m_room;
  std::unique_ptr<RunProgram> m_board;
};

TEST_F(DatagramsOnASwitch, ThatPassesAllOfThemTheyAllArrive) {
  sendOneOfEach();
  expectBoardHeard(1, 1);
}

TEST_F(DatagramsOnASwitch, ThatDropsBroadcastsTheOthersArrive) {
  m_lan->setBroadcast(QStringLiteral("board"), QStringLiteral("eth0"), false);
  sendOneOfEach();
  expectBoardHeard(0, 1);
}

TEST_F(DatagramsOnASwitch, ThatDropsMulticastsTheOthersArrive) {
  m_lan->setMulticast(QStringLiteral("board"), QStringLiteral("eth0"), false);
  sendOneOfEach();
  expectBoardHeard(1, 0);
}

TEST_F(DatagramsInTheWay, ThroughATunnelAllKindsOfThemPass) {
  Result<TwoNamespaces> hosts = TwoNamespaces::make();
  if (!hosts) {
    GTEST_SKIP() << hosts.error().detail.toStdString();
  }
  const auto link = TunLink::create(hosts->left.get(), hosts->right.get(), {}, {});
  ASSERT_TRUE(link) << link.error().detail.toStdString();
  const auto inside = [](const FileDescriptor& host) {
    return QStringList{QStringLiteral("nsenter"),
                       QStringLiteral("--net=/proc/%1/fd/%2").arg(::getpid()).arg(host.get())};
  };
  const auto left = start("left", inside(hosts->left), "landline0");
  const auto right = start("right", inside(hosts->right), "landline0");
  tell(*left, sendingOnce(TunLink::kRightAddress, kPort, "to the right"));
  EXPECT_TRUE(hears(*right, "to the right")) << told(*left);
  tell(*right, sendingOnce(TunLink::kLeftAddress, kPort, "to the left"));
  EXPECT_TRUE(hears(*left, "to the left")) << told(*right);
  tell(*left, sendingOnce(kLessonsGroup, kPort, "to the group"));
  EXPECT_TRUE(hears(*right, "to the group")) << told(*left);
  tell(*left, sendingOnce("255.255.255.255", kPort, "to all"));
  tell(*left, sendingOnce("10.77.0.255", kPort, "to all of the network"));
  tell(*left, sendingOnce(TunLink::kRightAddress, kPort, "end"));
  EXPECT_TRUE(hears(*right, "end")) << told(*left);
  // A device of this kind has no broadcast address; to Linux the two are addresses like others, and pass.
  EXPECT_EQ(heard(*right, "to all"), 1) << told(*right);
  EXPECT_EQ(heard(*right, "to all of the network"), 1) << told(*right);
  EXPECT_EQ(left->count("error") + right->count("error"), 0) << told(*left);
}

}  // namespace
}  // namespace landline::test
