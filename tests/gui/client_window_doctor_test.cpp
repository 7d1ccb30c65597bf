// The client's window and the network doctor.

#include "gui/client_window_fixture.h"
#include <QAction>
#include <QPushButton>
#include <QSpinBox>
#include <gtest/gtest.h>

#include "session/doctor_findings.h"
#include "widgets/doctor_dialog.h"

namespace landline::client {
namespace {

using test::waitFor;
using Phase = session::LinkState::Phase;
namespace findings = session::findings;

class ClientWindowDoctorTest : public test::ClientWindowTest {
 protected:
  void typeServer() {
    find<QComboBox>("hostEdit")->setCurrentText(QStringLiteral("room-301"));
    find<QSpinBox>("portSpin")->setValue(7000);
  }
  bool asked(int times) const {
    return waitFor([&] { return m_node.diagnoses.size() == times; }) &&
           m_node.diagnoses.last().host == QStringLiteral("room-301") && m_node.diagnoses.last().port == 7000;
  }
  widgets::DoctorDialog* dialog() const { return m_window->findChild<widgets::DoctorDialog*>(); }
  void answer(const findings::Finding& finding) {
    const session::DoctorLine line{session::DoctorLine::Step::Resolve, finding.mark, {}, true, finding.code, {}};
    Q_EMIT m_node.diagnosisChanged({QStringLiteral("room-301"), 7000, {line}, true});
    QCoreApplication::processEvents();
  }
};

TEST_F(ClientWindowDoctorTest, TheHelpMenuAsksAboutTheServerThatIsTyped) {
  typeServer();
  find<QAction>("doctorAction")->trigger();
  ASSERT_TRUE(asked(1));
  ASSERT_NE(dialog(), nullptr);
  EXPECT_TRUE(dialog()->isVisible());
  EXPECT_FALSE(dialog()->isModal());
  answer(findings::kHostNotFound);
  EXPECT_TRUE(dialog()->plainText().contains(QLatin1String("room-301:7000")));
  QTest::mouseClick(dialog()->findChild<QPushButton*>(QStringLiteral("runDoctorButton")), Qt::LeftButton);
  EXPECT_TRUE(asked(2));
}

TEST_F(ClientWindowDoctorTest, AProblemWithTheConnectionOffersIt) {
  typeServer();
  EXPECT_FALSE(find<QPushButton>("messageBarSecondButton")->isVisible());
  session::LinkState failed = state(Phase::Idle);
  failed.error = {codes::kTimeout, QStringLiteral("No answer.")};
  say(failed);
  ASSERT_TRUE(find<QPushButton>("messageBarSecondButton")->isVisible());
  EXPECT_TRUE(find<QPushButton>("messageBarButton")->isVisible()) << "the button that helps stays";
  click("messageBarSecondButton");
  EXPECT_TRUE(asked(1));
  EXPECT_TRUE(find<QWidget>("messageBar")->isVisible()) << "the problem is still there";
}

TEST_F(ClientWindowDoctorTest, OtherMessagesDoNotOfferIt) {
  Q_EMIT m_node.errorOccurred({codes::kNoSpace, QStringLiteral("Full.")});
  QCoreApplication::processEvents();
  EXPECT_TRUE(find<QWidget>("messageBar")->isVisible());
  EXPECT_FALSE(find<QPushButton>("messageBarSecondButton")->isVisible());
}

TEST_F(ClientWindowDoctorTest, ClosingItWhileItRunsStopsIt) {
  typeServer();
  find<QAction>("doctorAction")->trigger();
  ASSERT_TRUE(asked(1));
  dialog()->reject();
  EXPECT_TRUE(waitFor([this] { return m_node.cancelled_diagnoses == 1; }));
  EXPECT_TRUE(waitFor([this] { return dialog() == nullptr; })) << "and it is gone";
  find<QAction>("doctorAction")->trigger();
  EXPECT_TRUE(asked(2));
}

}  // namespace
}  // namespace landline::client
