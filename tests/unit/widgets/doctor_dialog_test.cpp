#include "widgets/doctor_dialog.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QTest>
#include <gtest/gtest.h>

#include "models/doctor_text.h"
#include "session/doctor_findings.h"
#include "support/wait_for.h"
#include "widgets/doctor_row.h"

namespace landline::widgets {
namespace {

using models::DoctorText;
using session::DoctorLine;
using session::DoctorReport;
using Step = DoctorLine::Step;
using Mark = DoctorLine::Mark;
namespace findings = session::findings;

class DoctorDialogTest : public ::testing::Test {
 protected:
  DoctorDialogTest() {
    QObject::connect(&m_dialog, &DoctorDialog::runRequested, &m_dialog, [this] { ++m_runs; });
    QObject::connect(&m_dialog, &DoctorDialog::stopRequested, &m_dialog, [this] { ++m_stops; });
    m_dialog.show();
  }

  static DoctorLine line(Step step, const findings::Finding& finding, const QStringList& values = {}) {
    return {step, finding.mark, {}, true, finding.code, values};
  }
  static DoctorReport running() {
    DoctorLine tcp;
    tcp.step = Step::Tcp;
    return {QStringLiteral("room"),
            6677,
            {line(Step::Resolve, findings::kResolved,
                  {QStringLiteral("room"), QStringLiteral("10.0.0.1"), QStringLiteral("3")}),
             tcp},
            false};
  }
  static DoctorReport refused() {
    DoctorReport report = running();
    report.lines.last() = line(Step::Tcp, findings::kRefused, {QStringLiteral("10.0.0.1:6677")});
    report.lines.append(line(Step::Tls, findings::kSkipped));
    report.finished = true;
    return report;
  }

  template <typename Widget>
  Widget* find(const char* name) const {
    Widget* const found = m_dialog.findChild<Widget*>(QLatin1String(name));
    EXPECT_NE(found, nullptr) << name;
    return found;
  }
  QString verdict() const { return find<QLabel>("doctorVerdict")->text(); }
  void click(const char* button) { QTest::mouseClick(find<QPushButton>(button), Qt::LeftButton); }

  DoctorDialog m_dialog;
  int m_runs = 0;
  int m_stops = 0;
};

TEST_F(DoctorDialogTest, ShowsLinesAsTheyComeWithMarkSentenceAndAdvice) {
  m_dialog.showReport(running());
  EXPECT_TRUE(find<QProgressBar>("doctorProgress")->isVisible());
  EXPECT_EQ(m_dialog.findChildren<DoctorRow*>().size(), 2);
  m_dialog.showReport(refused());
  EXPECT_FALSE(find<QProgressBar>("doctorProgress")->isVisible());
  ASSERT_EQ(m_dialog.findChildren<DoctorRow*>().size(), 3);
  auto* const row = find<DoctorRow>("doctorRow1");
  const DoctorLine tcp = refused().lines.at(1);
  EXPECT_EQ(row->findChild<QLabel*>(QStringLiteral("doctorRowSentence"))->text(), DoctorText::sentence(tcp));
  EXPECT_TRUE(row->findChild<QLabel*>(QStringLiteral("doctorRowAdvice"))->text().contains(DoctorText::advice(tcp)));
  EXPECT_FALSE(row->findChild<QLabel*>(QStringLiteral("doctorRowIcon"))->pixmap(Qt::ReturnByValue).isNull());
  EXPECT_EQ(verdict(), DoctorText::sentence(tcp));
  EXPECT_TRUE(find<QLabel>("doctorTarget")->text().contains(QLatin1String("room:6677")));
  m_dialog.showReport(running());
  EXPECT_EQ(m_dialog.findChildren<DoctorRow*>().size(), 2) << "a new run";
}

TEST_F(DoctorDialogTest, AScreenReaderHearsAllOfALine) {
  m_dialog.showReport(refused());
  const DoctorLine tcp = refused().lines.at(1);
  const QString heard = find<DoctorRow>("doctorRow1")->accessibleName();
  for (const QString& part :
       {DoctorText::title(tcp), DoctorText::mark(Mark::Bad), DoctorText::sentence(tcp), DoctorText::advice(tcp)}) {
    EXPECT_TRUE(heard.contains(part)) << part.toStdString() << " in " << heard.toStdString();
  }
  EXPECT_FALSE(find<QScrollArea>("doctorRows")->accessibleName().isEmpty());
  EXPECT_EQ(find<QLabel>("doctorIcon")->accessibleName(), DoctorText::mark(Mark::Bad));
}

TEST_F(DoctorDialogTest, OneClickCopiesEverything) {
  EXPECT_FALSE(find<QPushButton>("copyDoctorButton")->isEnabled()) << "there is nothing yet";
  m_dialog.showReport(refused());
  click("copyDoctorButton");
  EXPECT_EQ(QGuiApplication::clipboard()->text(), DoctorText::plainText(refused()));
}

TEST_F(DoctorDialogTest, TheButtonStopsAndRunsAgain) {
  m_dialog.showReport(running());
  click("runDoctorButton");
  EXPECT_EQ(m_stops, 1);
  m_dialog.showReport(refused());
  click("runDoctorButton");
  EXPECT_EQ(m_runs, 1);
  EXPECT_EQ(m_stops, 1);
}

TEST_F(DoctorDialogTest, ClosingStopsOnlyWhatRuns) {
  m_dialog.showReport(refused());
  click("closeDoctorButton");
  EXPECT_FALSE(m_dialog.isVisible());
  EXPECT_EQ(m_stops, 0);
  m_dialog.show();
  m_dialog.showReport(running());
  QTest::keyClick(&m_dialog, Qt::Key_Escape);
  EXPECT_FALSE(m_dialog.isVisible());
  EXPECT_EQ(m_stops, 1);
  EXPECT_FALSE(m_dialog.isModal());
}

TEST_F(DoctorDialogTest, NothingIsCutOffAndTheProblemIsInSight) {
  m_dialog.resize(380, 320);
  DoctorReport report = running();
  for (int i = 0; i < 20; ++i) {
    report.lines.insert(
        1, line(Step::Route, findings::kRouteDirect, {QStringLiteral("eth0"), QStringLiteral("10.0.0.2")}));
  }
  report.lines.last() = line(Step::Tcp, findings::kDropped, {QStringLiteral("10.0.0.1:6677"), QStringLiteral("5")});
  report.finished = true;
  m_dialog.showReport(report);
  auto* const row = find<DoctorRow>("doctorRow21");
  auto* const scroll = find<QScrollArea>("doctorRows");
  EXPECT_TRUE(test::waitFor([&] { return row->visibleRegion().boundingRect().height() > 0; }));
  EXPECT_TRUE(test::waitFor([&] { return row->mapTo(scroll->widget(), QPoint()).y() > scroll->viewport()->height(); }))
      << "it had to be scrolled to";
  for (const QLabel* const label : row->findChildren<QLabel*>()) {
    EXPECT_TRUE(test::waitFor([&] { return label->height() >= label->heightForWidth(label->width()); }))
        << label->objectName().toStdString();
  }
}

TEST_F(DoctorDialogTest, WhatOthersSaidIsPlainText) {
  DoctorReport report = refused();
  report.lines[1] = line(Step::Tls, findings::kPlainText, {QStringLiteral("<b>bold</b><img src=file:///etc/passwd>")});
  m_dialog.showReport(report);
  for (const QLabel* const label : m_dialog.findChildren<QLabel*>()) {
    EXPECT_TRUE(label->textFormat() == Qt::PlainText || label->text().isEmpty()) << label->text().toStdString();
  }
}

}  // namespace
}  // namespace landline::widgets
