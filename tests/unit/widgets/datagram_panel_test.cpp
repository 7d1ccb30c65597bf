#include "widgets/datagram_panel.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/datagram_log_model.h"
#include "widgets/elided_label.h"
#include "widgets/hint_line.h"

namespace landline::widgets {
namespace {

using session::DatagramGroup;
using session::DatagramRequest;
using session::DatagramSettings;
using session::DatagramState;

class DatagramPanelTest : public ::testing::Test {
 protected:
  DatagramPanelTest() {
    panel.resize(1000, 320);
    panel.show();
    panel.setInterfaces(
        {interface("eth0", "192.168.1.8", "192.168.1.255"), interface("eth1", "10.0.0.8", "10.0.0.255")});
    QObject::connect(&panel, &DatagramPanel::bindRequested, [this](const DatagramSettings& s) { binds.append(s); });
    QObject::connect(&panel, &DatagramPanel::sendRequested, [this](const DatagramRequest& r) { sends.append(r); });
  }

  static net::HostInterface interface(const char* name, const char* address, const char* broadcast) {
    net::HostInterface result;
    result.name = QString::fromLatin1(name);
    result.up = result.running = true;
    result.addresses = {{QString::fromLatin1(address), QString(), QString::fromLatin1(broadcast), 24, false}};
    return result;
  }

  template <typename Widget>
  Widget* find(const char* name) const {
    Widget* const found = panel.findChild<Widget*>(QLatin1String(name));
    EXPECT_NE(found, nullptr) << name;
    return found;
  }
  QPushButton* button(const char* name) const { return find<QPushButton>(name); }
  void preset(int index) const { find<QMenu>("datagramPresetMenu")->actions().at(index)->trigger(); }
  void type(const QString& text) const { find<QLineEdit>("datagramEdit")->setText(text); }
  void chooseHex() const { find<QComboBox>("datagramFormCombo")->setCurrentIndex(1); }
  QString stateText() const { return find<ElidedLabel>("datagramStateLabel")->text(); }
  HintLine* hint() const { return find<HintLine>("datagramHint"); }
  HintLine* problem() const { return find<HintLine>("datagramProblem"); }

  /// As the node would answer the last request to bind.
  void bound() {
    DatagramState state;
    state.bound = true;
    state.settings = binds.isEmpty() ? DatagramSettings() : binds.last();
    state.address = QStringLiteral("::");
    state.port = 6666;
    panel.showState(state);
  }

  models::DatagramLogModel model;
  DatagramPanel panel{model};
  QVector<DatagramSettings> binds;
  QVector<DatagramRequest> sends;
};

TEST_F(DatagramPanelTest, BindsAsTheFormSaysAndCloses) {
  find<QSpinBox>("datagramPortSpin")->setValue(7777);
  find<QCheckBox>("datagramShareCheck")->setChecked(false);
  EXPECT_TRUE(binds.isEmpty()) << "nothing is bound unasked";
  button("datagramBindButton")->click();
  ASSERT_EQ(binds.size(), 1);
  EXPECT_EQ(binds.last().address, QString());
  EXPECT_EQ(binds.last().port, 7777);
  EXPECT_FALSE(binds.last().shared);
  bound();
  EXPECT_EQ(button("datagramBindButton")->text(), QStringLiteral("Close"));
  EXPECT_TRUE(stateText().startsWith(QStringLiteral("Port 6666: "))) << stateText().toStdString();
  EXPECT_FALSE(find<QSpinBox>("datagramPortSpin")->isEnabled());
  QSignalSpy closes(&panel, &DatagramPanel::closeRequested);
  button("datagramBindButton")->click();
  EXPECT_EQ(closes.count(), 1);
}

TEST_F(DatagramPanelTest, BindsToAnAddressThatIsChosenOrTyped) {
  auto* const address = find<QComboBox>("datagramAddressCombo");
  address->setCurrentIndex(address->findText(QStringLiteral("192.168.1.8 (eth0)")));
  button("datagramBindButton")->click();
  address->setEditText(QStringLiteral("127.0.0.1"));
  button("datagramBindButton")->click();
  ASSERT_EQ(binds.size(), 2);
  EXPECT_EQ(binds.first().address, QStringLiteral("192.168.1.8"));
  EXPECT_EQ(binds.last().address, QStringLiteral("127.0.0.1"));
  address->setEditText(QStringLiteral("nowhere"));
  button("datagramBindButton")->click();
  EXPECT_EQ(binds.size(), 2);
  EXPECT_TRUE(problem()->isVisible());
  EXPECT_TRUE(problem()->text().contains(QStringLiteral("nowhere")));
}

TEST_F(DatagramPanelTest, HasTheClassicPresets) {
  struct Wanted {
    int port;
    bool echo;
    QString group;
    QString to;
  };
  const QString group = QStringLiteral("239.2.2.222");
  const Wanted all[] = {{6666, false, {}, QStringLiteral("127.0.0.1")},
                        {6666, false, {}, QStringLiteral("255.255.255.255")},
                        {8888, true, {}, QStringLiteral("127.0.0.1")},
                        {8888, false, group, group}};
  for (int i = 0; i < 4; ++i) {
    preset(i);
    EXPECT_EQ(binds.size(), i) << "choosing one binds nothing";
    button("datagramBindButton")->click();
    button("datagramSendButton")->click();
    ASSERT_EQ(binds.size(), i + 1);
    const DatagramSettings& settings = binds.last();
    EXPECT_EQ(settings.port, all[i].port);
    EXPECT_EQ(settings.echo, all[i].echo);
    EXPECT_TRUE(settings.shared);
    EXPECT_EQ(settings.ttl, 1);
    EXPECT_EQ(settings.groups.isEmpty() ? QString() : settings.groups.first().group, all[i].group);
    EXPECT_EQ(sends.last().address, all[i].to);
    EXPECT_EQ(sends.last().port, all[i].port);
  }
  bound();
  preset(0);
  EXPECT_EQ(binds.size(), 5) << "what is bound is bound anew";
}

TEST_F(DatagramPanelTest, JoinsAndLeavesGroupsOnTheChosenInterface) {
  auto* const interfaces = find<QComboBox>("datagramInterfaceCombo");
  interfaces->setCurrentIndex(interfaces->findText(QStringLiteral("eth1")));
  find<QLineEdit>("datagramGroupEdit")->setText(QStringLiteral("239.1.2.3"));
  button("datagramJoinButton")->click();
  EXPECT_TRUE(binds.isEmpty()) << "not bound yet: it is joined then";
  button("datagramBindButton")->click();
  const DatagramGroup group{QStringLiteral("239.1.2.3"), QStringLiteral("eth1")};
  EXPECT_EQ(binds.last().groups, QVector<DatagramGroup>{group});
  EXPECT_EQ(binds.last().interface_name, QStringLiteral("eth1"));
  bound();
  auto* const joined = find<QComboBox>("datagramJoinedCombo");
  EXPECT_EQ(joined->currentText(), QStringLiteral("239.1.2.3 on eth1"));
  button("datagramLeaveButton")->click();
  EXPECT_TRUE(binds.last().groups.isEmpty());
  bound();
  EXPECT_FALSE(joined->isEnabled());
  EXPECT_FALSE(button("datagramLeaveButton")->isEnabled());
}

TEST_F(DatagramPanelTest, AGroupThatCannotBeJoinedIsNotShownAsJoined) {
  button("datagramBindButton")->click();
  bound();
  find<QLineEdit>("datagramGroupEdit")->setText(QStringLiteral("192.168.1.1"));
  button("datagramJoinButton")->click();
  EXPECT_EQ(binds.size(), 1);
  EXPECT_TRUE(problem()->isVisible());
  find<QLineEdit>("datagramGroupEdit")->setText(QStringLiteral("239.1.2.3"));
  button("datagramJoinButton")->click();
  ASSERT_EQ(binds.size(), 2);
  EXPECT_FALSE(problem()->isVisible()) << "what a person does next takes it away";
  DatagramState refused;
  refused.bound = true;
  refused.error = {codes::kUnreachable, QStringLiteral("join 239.1.2.3: No such device")};
  panel.showState(refused);
  EXPECT_FALSE(find<QComboBox>("datagramJoinedCombo")->isEnabled());
  EXPECT_TRUE(problem()->text().contains(QStringLiteral("No such device")));
  refused.error = {};
  panel.showState(refused);
  EXPECT_TRUE(problem()->isVisible()) << "news do not take it away";
}

TEST_F(DatagramPanelTest, WhatChangesWhileItIsBoundHoldsAtOnce) {
  button("datagramBindButton")->click();
  bound();
  find<QCheckBox>("datagramEchoCheck")->click();
  EXPECT_TRUE(binds.last().echo);
  find<QSpinBox>("datagramTtlSpin")->setValue(9);
  EXPECT_EQ(binds.last().ttl, 9);
  find<QCheckBox>("datagramLoopbackCheck")->click();
  EXPECT_FALSE(binds.last().loopback);
  EXPECT_EQ(binds.size(), 4);
}

TEST_F(DatagramPanelTest, OffersBroadcastAddressesOfTheInterfaces) {
  auto* const to = find<QComboBox>("datagramDestinationCombo");
  QStringList offered;
  for (int i = 0; i < to->count(); ++i) {
    offered.append(to->itemData(i).toString());
  }
  EXPECT_THAT(offered, ::testing::IsSupersetOf({QStringLiteral("255.255.255.255"), QStringLiteral("192.168.1.255"),
                                                QStringLiteral("10.0.0.255")}));
  to->setCurrentIndex(to->findData(QStringLiteral("10.0.0.255")));
  Q_EMIT to->activated(to->currentIndex());
  EXPECT_EQ(to->currentText(), QStringLiteral("10.0.0.255")) << "without the words that explain it";
  button("datagramSendButton")->click();
  EXPECT_EQ(sends.last().address, QStringLiteral("10.0.0.255"));
  panel.setInterfaces({});
  EXPECT_EQ(to->currentText(), QStringLiteral("10.0.0.255")) << "what was chosen stays";
}

TEST_F(DatagramPanelTest, SendsTextOnceWithReturnToo) {
  type(QString::fromUtf8("Hi \xe4\xbd\xa0"));
  QTest::keyClick(find<QLineEdit>("datagramEdit"), Qt::Key_Return);
  ASSERT_EQ(sends.size(), 1);
  EXPECT_EQ(sends.last().octets, QByteArray("Hi \xe4\xbd\xa0"));
  EXPECT_EQ(sends.last().interval_ms, 0);
  EXPECT_EQ(sends.last().port, 6666);
}

TEST_F(DatagramPanelTest, SendsHexAndSaysWhatIsWrongWithIt) {
  chooseHex();
  type(QStringLiteral("48 65 6C 00 ff"));
  EXPECT_EQ(find<QLabel>("datagramSizeLabel")->text(), QStringLiteral("Octets: 5"));
  EXPECT_FALSE(hint()->isVisible());
  button("datagramSendButton")->click();
  EXPECT_EQ(sends.last().octets, QByteArray("Hel\0\xff", 5));
  type(QStringLiteral("48 6g"));
  EXPECT_EQ(hint()->kind(), HintLine::Kind::Error);
  EXPECT_TRUE(hint()->text().contains(QStringLiteral("\"g\" is no hex digit"))) << hint()->text().toStdString();
  EXPECT_FALSE(button("datagramSendButton")->isEnabled());
  EXPECT_FALSE(button("datagramRepeatButton")->isEnabled());
  QTest::keyClick(find<QLineEdit>("datagramEdit"), Qt::Key_Return);
  EXPECT_EQ(sends.size(), 1);
  find<QComboBox>("datagramFormCombo")->setCurrentIndex(0);
  EXPECT_TRUE(button("datagramSendButton")->isEnabled()) << "as text it is fine";
}

TEST_F(DatagramPanelTest, BadInput86_WarnsOfLargeOnesAndRefusesTooLargeOnes) {
  type({});
  EXPECT_TRUE(button("datagramSendButton")->isEnabled()) << "a datagram without octets is one";
  type(QString(1472, QLatin1Char('x')));
  EXPECT_EQ(hint()->kind(), HintLine::Kind::Quiet);
  type(QString(1473, QLatin1Char('x')));
  EXPECT_EQ(hint()->kind(), HintLine::Kind::Warning);
  EXPECT_TRUE(button("datagramSendButton")->isEnabled());
  type(QString(65'507, QLatin1Char('x')));
  EXPECT_EQ(hint()->kind(), HintLine::Kind::Warning);
  button("datagramSendButton")->click();
  EXPECT_EQ(sends.last().octets.size(), 65'507);
  type(QString(65'508, QLatin1Char('x')));
  EXPECT_EQ(hint()->kind(), HintLine::Kind::Error);
  EXPECT_FALSE(button("datagramSendButton")->isEnabled());
}

TEST_F(DatagramPanelTest, BadInput89_PortZeroCannotBeChosen) {
  EXPECT_EQ(find<QSpinBox>("datagramDestinationPortSpin")->minimum(), 1);
  find<QComboBox>("datagramDestinationCombo")->setEditText(QStringLiteral("example.org"));
  button("datagramSendButton")->click();
  EXPECT_TRUE(sends.isEmpty());
  EXPECT_TRUE(problem()->text().contains(QStringLiteral("example.org")));
}

TEST_F(DatagramPanelTest, RepeatsUntilItIsStopped) {
  type(QStringLiteral("tick"));
  find<QSpinBox>("datagramIntervalSpin")->setValue(250);
  auto* const repeat = button("datagramRepeatButton");
  repeat->click();
  EXPECT_EQ(sends.last().interval_ms, 250);
  DatagramState state;
  state.bound = true;
  state.repeating = true;
  panel.showState(state);
  EXPECT_EQ(repeat->text(), QStringLiteral("Stop"));
  EXPECT_FALSE(find<QSpinBox>("datagramIntervalSpin")->isEnabled());
  QSignalSpy stops(&panel, &DatagramPanel::stopRequested);
  repeat->click();
  EXPECT_EQ(stops.count(), 1);
}

TEST_F(DatagramPanelTest, ShowsCountsAndWhatIsNotListed) {
  DatagramState state;
  state.received = 1234;
  state.received_octets = 5000;
  state.sent = 1;
  state.sent_octets = 5;
  panel.showState(state);
  EXPECT_TRUE(stateText().contains(QLocale().toString(1234)));
  EXPECT_FALSE(stateText().contains(QStringLiteral("not listed")));
  state.dropped = 77;
  panel.showState(state);
  EXPECT_TRUE(stateText().contains(QStringLiteral("not listed 77")));
}

TEST_F(DatagramPanelTest, ShowsAndCopiesAndClearsTheLog) {
  model.append({{true, QStringLiteral("192.168.1.20"), 6666, "one", 17, false},
                {false, QStringLiteral("192.168.1.20"), 6666, "two", 17, false}});
  auto* const view = find<QTableView>("datagramView");
  EXPECT_EQ(view->model()->rowCount(), 2);
  EXPECT_TRUE(view->isVisible());
  button("copyDatagramsButton")->click();
  EXPECT_EQ(QGuiApplication::clipboard()->text().count(QLatin1Char('\n')), 1);
  view->selectRow(1);
  button("copyDatagramsButton")->click();
  EXPECT_TRUE(QGuiApplication::clipboard()->text().endsWith(QStringLiteral("two")));
  find<QCheckBox>("datagramShowHexCheck")->click();
  EXPECT_EQ(view->model()->index(0, models::DatagramLogModel::ContentColumn).data().toString(),
            QStringLiteral("6f 6e 65"));
  button("clearDatagramsButton")->click();
  EXPECT_EQ(view->model()->rowCount(), 0);
  EXPECT_TRUE(find<QLabel>("noDatagramsLabel")->isVisible()) << "says what to do";
}

TEST_F(DatagramPanelTest, RemembersWhatWasChosenButBindsNothing) {
  const QTemporaryDir folder;
  QSettings store(folder.filePath(QStringLiteral("window.ini")), QSettings::IniFormat);
  preset(3);
  auto* const interfaces = find<QComboBox>("datagramInterfaceCombo");
  interfaces->setCurrentIndex(interfaces->findText(QStringLiteral("eth1")));
  find<QSpinBox>("datagramTtlSpin")->setValue(3);
  chooseHex();
  panel.saveSettings(store);

  DatagramPanel next(model);
  QSignalSpy asked(&next, &DatagramPanel::bindRequested);
  next.restoreSettings(store);
  EXPECT_EQ(asked.count(), 0);
  EXPECT_EQ(next.findChild<QSpinBox*>(QStringLiteral("datagramPortSpin"))->value(), 8888);
  EXPECT_EQ(next.findChild<QSpinBox*>(QStringLiteral("datagramTtlSpin"))->value(), 3);
  EXPECT_EQ(next.findChild<QComboBox*>(QStringLiteral("datagramInterfaceCombo"))->currentText(),
            QStringLiteral("eth1"));
  EXPECT_EQ(next.findChild<QComboBox*>(QStringLiteral("datagramFormCombo"))->currentIndex(), 1);
  EXPECT_EQ(next.findChild<QComboBox*>(QStringLiteral("datagramDestinationCombo"))->currentText(),
            QStringLiteral("239.2.2.222"));
  EXPECT_EQ(next.findChild<QLineEdit*>(QStringLiteral("datagramGroupEdit"))->text(), QStringLiteral("239.2.2.222"));
}

TEST_F(DatagramPanelTest, EveryControlHasANameForPeopleAndForTests) {
  for (const QWidget* const control : panel.findChildren<QWidget*>()) {
    if ((control->focusPolicy() & Qt::TabFocus) == 0 || control->parentWidget()->inherits("QAbstractSpinBox") ||
        control->parentWidget()->inherits("QComboBox") ||
        control->parentWidget()->inherits("QComboBoxPrivateContainer") || control->inherits("QHeaderView")) {
      continue;
    }
    EXPECT_FALSE(control->objectName().isEmpty()) << control->metaObject()->className();
    const auto* const button = qobject_cast<const QAbstractButton*>(control);
    EXPECT_TRUE(!control->accessibleName().isEmpty() || (button != nullptr && !button->text().isEmpty()))
        << control->objectName().toStdString();
  }
  EXPECT_TRUE(find<HintLine>("datagramHonestLabel")->text().contains(QStringLiteral("unencrypted")));
}

}  // namespace
}  // namespace landline::widgets
