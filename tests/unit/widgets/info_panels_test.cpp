// The panels that only show and copy: the network, the log, and the row with the save folder.

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QTreeView>
#include <gtest/gtest.h>

#include "models/interface_model.h"
#include "models/log_model.h"
#include "widgets/log_panel.h"
#include "widgets/network_panel.h"
#include "widgets/save_folder_row.h"

namespace landline::widgets {
namespace {

QString clipboard() {
  return QGuiApplication::clipboard()->text();
}

class NetworkPanelTest : public ::testing::Test {
 protected:
  NetworkPanelTest() {
    interface.name = QStringLiteral("eth0");
    interface.hardware_address = QStringLiteral("52:54:00:12:34:56");
    interface.mtu = 1500;
    interface.up = true;
    interface.addresses = {
        {QStringLiteral("192.168.1.20"), QStringLiteral("255.255.255.0"), QStringLiteral("192.168.1.255"), 24, false},
        {QStringLiteral("fd00::1"), {}, {}, 64, true}};
    model.setInterfaces({interface});
    panel.show();
  }

  template <typename Widget>
  Widget* child(const char* name) const {
    return panel.findChild<Widget*>(QLatin1String(name));
  }

  net::HostInterface interface;
  models::InterfaceModel model;
  NetworkPanel panel{model, QStringLiteral("<b>host</b>")};
  QTreeView* view = child<QTreeView>("interfaceView");
};

TEST_F(NetworkPanelTest, HostNameIsPlainText) {
  auto* const label = child<QLabel>("hostNameLabel");
  EXPECT_TRUE(label->text().contains(QStringLiteral("<b>host</b>")));
  EXPECT_EQ(label->textFormat(), Qt::PlainText);
}

TEST_F(NetworkPanelTest, CopiesTheValueOfTheCurrentRow) {
  auto* const button = child<QPushButton>("copyValueButton");
  EXPECT_FALSE(button->isEnabled());
  const QModelIndex address = model.index(0, 0, model.index(0, 0));
  view->setCurrentIndex(address);
  EXPECT_TRUE(button->isEnabled());
  button->click();
  EXPECT_EQ(clipboard(), QStringLiteral("192.168.1.20/24"));
  view->setCurrentIndex(model.index(1, 0, model.index(0, 0)));
  view->setFocus();
  QTest::keyClick(view, Qt::Key_C, Qt::ControlModifier);
  EXPECT_EQ(clipboard(), QStringLiteral("52:54:00:12:34:56"));
}

TEST_F(NetworkPanelTest, CopiesEverything) {
  child<QPushButton>("copyAllButton")->click();
  EXPECT_TRUE(clipboard().startsWith(QStringLiteral("<b>host</b>\neth0")));
  EXPECT_TRUE(clipboard().contains(QStringLiteral("192.168.1.255")));
  EXPECT_FALSE(clipboard().contains(QStringLiteral("fd00::1")));
  child<QCheckBox>("ipv6Check")->click();
  child<QPushButton>("copyAllButton")->click();
  EXPECT_TRUE(clipboard().contains(QStringLiteral("fd00::1/64")));
}

TEST_F(NetworkPanelTest, SelectionAndExpansionStayWhenTheNetworkChanges) {
  const QModelIndex top = model.index(0, 0);
  EXPECT_TRUE(view->isExpanded(top));
  view->collapse(top);
  view->setCurrentIndex(top);
  interface.mtu = 9000;
  net::HostInterface other = interface;
  other.name = QStringLiteral("wlan0");
  model.setInterfaces({interface, other});
  EXPECT_EQ(view->currentIndex().data().toString(), QStringLiteral("eth0"));
  EXPECT_FALSE(view->isExpanded(model.index(0, 0)));
  EXPECT_TRUE(view->isExpanded(model.index(1, 0)));
}

TEST_F(NetworkPanelTest, InterfaceThatIsDownStartsClosed) {
  net::HostInterface down = interface;
  down.name = QStringLiteral("eth1");
  down.up = false;
  model.setInterfaces({interface, down});
  EXPECT_FALSE(view->isExpanded(model.index(1, 0)));
}

class LogPanelTest : public ::testing::Test {
 protected:
  LogPanelTest() {
    using models::Severity;
    for (const Severity severity : {Severity::Debug, Severity::Info, Severity::Warning, Severity::Error}) {
      model.append({0, severity, QStringLiteral("test"), models::severityText(severity)});
    }
    panel.resize(700, 200);
    panel.show();
  }

  models::LogModel model;
  LogPanel panel{model};
  QTableView* view = panel.findChild<QTableView*>(QStringLiteral("logView"));
  QComboBox* filter = panel.findChild<QComboBox*>(QStringLiteral("logFilterCombo"));
};

TEST_F(LogPanelTest, FiltersBySeverity) {
  EXPECT_EQ(view->model()->rowCount(), 3);
  for (int choice = 0; choice < filter->count(); ++choice) {
    filter->setCurrentIndex(choice);
    EXPECT_EQ(view->model()->rowCount(), 4 - choice);
  }
}

TEST_F(LogPanelTest, CopiesWhatIsSelectedOrElseWhatIsShown) {
  auto* const copy = panel.findChild<QPushButton*>(QStringLiteral("copyLogButton"));
  copy->click();
  EXPECT_EQ(clipboard().count(QLatin1Char('\n')), 2);
  view->selectRow(2);
  copy->click();
  EXPECT_TRUE(clipboard().endsWith(QStringLiteral("error  test  error")));
  EXPECT_EQ(clipboard().count(QLatin1Char('\n')), 0);
}

class SaveFolderRowTest : public ::testing::Test {
 protected:
  SaveFolderRowTest() { row.setFolder(QStringLiteral("/srv/in")); }

  void type(const QString& text) {
    edit->setText(text);
    QTest::keyClick(edit, Qt::Key_Return);
  }

  SaveFolderRow row;
  QLineEdit* edit = row.findChild<QLineEdit*>(QStringLiteral("saveFolderEdit"));
  QSignalSpy changed{&row, &SaveFolderRow::folderChanged};
};

TEST_F(SaveFolderRowTest, SettingItIsNotAChoice) {
  EXPECT_EQ(changed.size(), 0);
}

TEST_F(SaveFolderRowTest, TypedFolderIsTakenOnce) {
  type(QStringLiteral("/srv/other/"));
  ASSERT_EQ(changed.size(), 1);
  EXPECT_EQ(changed.at(0).at(0).toString(), QStringLiteral("/srv/other"));
  type(QStringLiteral("/srv/other"));
  EXPECT_EQ(changed.size(), 1);
}

TEST_F(SaveFolderRowTest, TildeIsTheHomeFolder) {
  type(QStringLiteral("~/in"));
  EXPECT_EQ(row.folder(), QDir::homePath() + QStringLiteral("/in"));
}

TEST_F(SaveFolderRowTest, NothingAndRelativePathsAreNotTaken) {
  for (const char* typed : {"", "  ", "in", "../x"}) {
    type(QLatin1String(typed));
    EXPECT_EQ(row.folder(), QStringLiteral("/srv/in"));
    EXPECT_EQ(edit->text(), QStringLiteral("/srv/in"));
  }
  EXPECT_EQ(changed.size(), 0);
}

}  // namespace
}  // namespace landline::widgets
