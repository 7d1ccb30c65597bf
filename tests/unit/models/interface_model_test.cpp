#include "models/interface_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <gtest/gtest.h>

#include "models/interface_feed.h"

namespace landline::models {
namespace {

net::HostInterface ethernet() {
  net::HostInterface interface;
  interface.name = QStringLiteral("eth0");
  interface.hardware_address = QStringLiteral("52:54:00:12:34:56");
  interface.mtu = 1500;
  interface.up = interface.running = interface.multicast = true;
  interface.addresses = {
      {QStringLiteral("192.168.1.20"), QStringLiteral("255.255.255.0"), QStringLiteral("192.168.1.255"), 24, false},
      {QStringLiteral("fe80::1"), {}, {}, 64, true}};
  return interface;
}

net::HostInterface loopback() {
  net::HostInterface interface;
  interface.name = QStringLiteral("lo");
  interface.mtu = 65536;
  interface.up = interface.running = interface.loopback = true;
  interface.addresses = {{QStringLiteral("127.0.0.1"), QStringLiteral("255.0.0.0"), {}, 8, false}};
  return interface;
}

class InterfaceModelTest : public ::testing::Test {
 protected:
  /// The row called `name` anywhere below `parent`; invalid where there is none.
  QModelIndex find(const QString& name, const QModelIndex& parent = {}) const {
    for (int row = 0; row < model.rowCount(parent); ++row) {
      const QModelIndex index = model.index(row, 0, parent);
      const QModelIndex found = index.data().toString() == name ? index : find(name, index);
      if (found.isValid()) {
        return found;
      }
    }
    return {};
  }
  QString value(const QString& name) const { return find(name).siblingAtColumn(1).data().toString(); }

  InterfaceModel model;
  QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(InterfaceModelTest, ShowsAllThatIsKnownOfAnInterface) {
  model.setInterfaces({ethernet(), loopback()});
  EXPECT_EQ(model.rowCount(), 2);
  EXPECT_EQ(value(QStringLiteral("eth0")), QStringLiteral("192.168.1.20"));
  EXPECT_EQ(value(QStringLiteral("State")), QStringLiteral("up, running, multicast"));
  EXPECT_EQ(value(QStringLiteral("Hardware address (MAC)")), QStringLiteral("52:54:00:12:34:56"));
  EXPECT_EQ(value(QStringLiteral("MTU")), QStringLiteral("1500"));
  EXPECT_EQ(value(QStringLiteral("IPv4 address")), QStringLiteral("192.168.1.20/24"));
  EXPECT_EQ(value(QStringLiteral("Netmask")), QStringLiteral("255.255.255.0"));
  EXPECT_EQ(value(QStringLiteral("Broadcast")), QStringLiteral("192.168.1.255"));
}

TEST_F(InterfaceModelTest, Ipv6OnRequestOnly) {
  model.setInterfaces({ethernet()});
  EXPECT_FALSE(find(QStringLiteral("IPv6 address")).isValid());
  model.setShowsIpv6(true);
  EXPECT_EQ(value(QStringLiteral("IPv6 address")), QStringLiteral("fe80::1/64"));
  model.setShowsIpv6(false);
  EXPECT_FALSE(find(QStringLiteral("IPv6 address")).isValid());
}

TEST_F(InterfaceModelTest, ChangeKeepsTheIndexesOfWhatIsStillThere) {
  model.setInterfaces({ethernet(), loopback()});
  const QPersistentModelIndex mtu = find(QStringLiteral("MTU"));
  const QPersistentModelIndex lo = find(QStringLiteral("lo"));
  net::HostInterface changed = ethernet();
  changed.mtu = 9000;
  net::HostInterface added = ethernet();
  added.name = QStringLiteral("wlan0");
  model.setInterfaces({changed, added, loopback()});
  ASSERT_TRUE(mtu.isValid());
  EXPECT_EQ(mtu.sibling(mtu.row(), 1).data().toString(), QStringLiteral("9000"));
  EXPECT_EQ(lo.row(), 2);
  model.setInterfaces({loopback()});
  EXPECT_FALSE(mtu.isValid());
  EXPECT_EQ(lo.row(), 0);
}

TEST_F(InterfaceModelTest, ReorderingLosesNothing) {
  model.setInterfaces({loopback(), ethernet()});
  ASSERT_EQ(model.rowCount(), 2);
  EXPECT_EQ(model.index(0, 0).data().toString(), QStringLiteral("eth0"));  // what others can reach comes first
  EXPECT_EQ(model.index(1, 0).data().toString(), QStringLiteral("lo"));
  net::HostInterface unplugged = ethernet();
  unplugged.up = false;
  model.setInterfaces({unplugged, loopback()});
  ASSERT_EQ(model.rowCount(), 2);
  EXPECT_EQ(model.index(0, 0).data().toString(), QStringLiteral("lo"));
  EXPECT_FALSE(model.index(1, 0).data(InterfaceModel::UpRole).toBool());
}

TEST_F(InterfaceModelTest, SameValuesChangeNothing) {
  model.setInterfaces({ethernet(), loopback()});
  QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
  QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
  QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
  model.setInterfaces({ethernet(), loopback()});
  EXPECT_EQ(inserted.size() + removed.size() + changed.size(), 0);
}

TEST_F(InterfaceModelTest, AllTextIsIndentedByDepth) {
  model.setInterfaces({ethernet()});
  const QString text = model.allText();
  EXPECT_TRUE(text.startsWith(QStringLiteral("eth0: 192.168.1.20\n")));
  EXPECT_TRUE(text.contains(QStringLiteral("\n    Netmask: 255.255.255.0\n")));
}

TEST_F(InterfaceModelTest, FeedFillsItFromThisHost) {
  InterfaceFeed feed(model);
  EXPECT_TRUE(find(QStringLiteral("lo")).isValid());
}

}  // namespace
}  // namespace landline::models
