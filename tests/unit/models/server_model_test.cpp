#include "models/server_model.h"

#include <QAbstractItemModelTester>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/left_out_interfaces.h"
#include "support/session_values.h"

namespace landline::models {
namespace {

using test::peerId;
using ::testing::ElementsAre;

class ServerModelTest : public ::testing::Test {
 protected:
  static session::FoundServer server(int number, const char* name, bool known = false) {
    return {peerId(number), QString::fromUtf8(name), {QStringLiteral("192.168.1.%1:6677").arg(number)}, known};
  }
  std::vector<std::string> labels() const {
    std::vector<std::string> result;
    for (int row = 0; row < m_model.rowCount(); ++row) {
      result.push_back(m_model.index(row).data(ServerModel::LabelRole).toString().toStdString());
    }
    return result;
  }

  ServerModel m_model;
  QAbstractItemModelTester m_tester{&m_model, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(ServerModelTest, KnownOnesComeFirstThenByName) {
  m_model.onServerFound(server(1, "zoo"));
  m_model.onServerFound(server(2, "Bar"));
  m_model.onServerFound(server(3, "Office", true));
  m_model.onServerFound(server(4, "archive"));
  EXPECT_THAT(labels(), ElementsAre("Office", "archive", "Bar", "zoo"));
}

TEST_F(ServerModelTest, ARowMovesWhenItIsRenamedOrBecomesKnown) {
  m_model.onServerFound(server(1, "a"));
  m_model.onServerFound(server(2, "b"));
  m_model.onServerFound(server(3, "c"));
  m_model.onServerFound(server(1, "d"));
  EXPECT_THAT(labels(), ElementsAre("b", "c", "d"));
  m_model.onServerFound(server(3, "c", true));
  EXPECT_THAT(labels(), ElementsAre("c", "b", "d"));
  m_model.onServerFound(server(2, "b"));
  EXPECT_THAT(labels(), ElementsAre("c", "b", "d"));
}

TEST_F(ServerModelTest, ALostOneGoesAndOneThatIsNotThereDoesNothing) {
  m_model.onServerFound(server(1, "a"));
  m_model.onServerFound(server(2, "b"));
  m_model.onServerLost(peerId(1));
  m_model.onServerLost(peerId(9));
  EXPECT_THAT(labels(), ElementsAre("b"));
}

TEST_F(ServerModelTest, SaysInWordsWhatIsShown) {
  m_model.onServerFound(server(1, "Room 301", true));
  m_model.onServerFound(server(2, "Room 302"));
  const auto words = [this](int row) { return m_model.index(row).data(Qt::AccessibleTextRole).toString(); };
  EXPECT_EQ(words(0), QStringLiteral("Room 301, 192.168.1.1:6677, key %1, known").arg(peerId(1).fingerprint()));
  EXPECT_EQ(words(1), QStringLiteral("Room 302, 192.168.1.2:6677, key %1, new").arg(peerId(2).fingerprint()));
  m_model.setCurrent(peerId(1));
  EXPECT_TRUE(words(0).endsWith(QStringLiteral("connected")));
  EXPECT_TRUE(m_model.index(0).data(ServerModel::CurrentRole).toBool());
  m_model.setCurrent({});
  EXPECT_FALSE(m_model.index(0).data(ServerModel::CurrentRole).toBool());
}

TEST_F(ServerModelTest, BadInput91_ANameIsShownWithoutItsTricks) {
  m_model.onServerFound(server(1, "Room\xe2\x80\xae 103\n<b>"));
  const QString label = m_model.index(0).data(ServerModel::LabelRole).toString();
  EXPECT_FALSE(label.contains(QChar(0x202e)));
  EXPECT_FALSE(label.contains(QLatin1Char('\n')));
}

TEST(LeftOutInterfaces, AreThoseThatAPersonCouldChooseWithTheReason) {
  const auto with = [](const char* name, const char* address) {
    net::HostInterface result;
    result.name = QLatin1String(name);
    result.up = result.running = result.multicast = true;
    result.addresses = {{QLatin1String(address), {}, {}, 24, false}};
    return result;
  };
  net::HostInterface down = with("wg1", "10.8.1.2");
  down.up = false;
  const auto rows = LeftOutInterfaces::of({with("eth0", "192.168.1.2"), with("wg0", "10.8.0.2"), down,
                                           with("docker0", "172.17.0.1"), with("eth1", "169.254.7.7")});
  ASSERT_EQ(rows.size(), 3);
  EXPECT_EQ(rows[0].name, QStringLiteral("wg0"));
  EXPECT_EQ(rows[0].text, QStringLiteral("wg0 (VPN or tunnel, 10.8.0.2)"));
  EXPECT_EQ(rows[1].text, QStringLiteral("docker0 (containers or virtual machines, 172.17.0.1)"));
  EXPECT_EQ(rows[2].text, QStringLiteral("eth1 (no address from the network, 169.254.7.7)"));
}

}  // namespace
}  // namespace landline::models
