#include "console/doctor_events.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <gtest/gtest.h>

#include "session/doctor_findings.h"

namespace landline::console {
namespace {

using session::DoctorLine;
using session::DoctorReport;
using Step = DoctorLine::Step;
namespace findings = session::findings;

DoctorLine line(Step step, const findings::Finding& finding, const QStringList& values = {},
                const QString& interface = {}, bool to_server = true) {
  return {step, finding.mark, interface, to_server, finding.code, values};
}

QJsonObject parsed(const QByteArray& event) {
  EXPECT_FALSE(event.contains('\n'));
  return QJsonDocument::fromJson(event).object();
}

TEST(DoctorEventsTest, ALineSaysStepMarkCodeValuesAndWords) {
  const QByteArray octets =
      events::doctorLine(line(Step::Broadcast, findings::kNotHeard, {}, QStringLiteral("eth0"), false));
  EXPECT_TRUE(octets.startsWith("{\"event\":\"doctor-line\""));
  const QJsonObject event = parsed(octets);
  EXPECT_EQ(event[QStringLiteral("step")].toString(), QStringLiteral("broadcast"));
  EXPECT_EQ(event[QStringLiteral("mark")].toString(), QStringLiteral("warning"));
  EXPECT_EQ(event[QStringLiteral("code")].toString(), QStringLiteral("not-heard"));
  EXPECT_EQ(event[QStringLiteral("interface")].toString(), QStringLiteral("eth0"));
  EXPECT_EQ(event[QStringLiteral("direction")].toString(), QStringLiteral("from-server"));
  EXPECT_FALSE(event[QStringLiteral("text")].toString().isEmpty());
  EXPECT_FALSE(event[QStringLiteral("advice")].toString().isEmpty());
}

TEST(DoctorEventsTest, StepsBeforeTheDatagramsHaveNoDirection) {
  const QJsonObject event =
      parsed(events::doctorLine(line(Step::Tcp, findings::kRefused, {QStringLiteral("10.0.0.1:6677")})));
  EXPECT_FALSE(event.contains(QStringLiteral("direction")));
  EXPECT_FALSE(event.contains(QStringLiteral("interface")));
  EXPECT_EQ(event[QStringLiteral("values")].toArray(), QJsonArray{QStringLiteral("10.0.0.1:6677")});
}

TEST(DoctorEventsTest, EachLineIsToldOnceWhenItsStepIsDone) {
  DoctorLog log;
  DoctorReport report{QStringLiteral("room"), 6677, {DoctorLine()}, false};
  EXPECT_TRUE(log.note(report).events.isEmpty()) << "it runs";
  report.lines[0] = line(Step::Resolve, findings::kIsAddress, {QStringLiteral("10.0.0.1")});
  EXPECT_EQ(log.note(report).events.size(), 1);
  EXPECT_TRUE(log.note(report).events.isEmpty());
  EXPECT_TRUE(log.note(report).text.isEmpty());
  report.lines.append(line(Step::Tcp, findings::kAccepted, {QStringLiteral("10.0.0.1:6677"), QStringLiteral("1")}));
  EXPECT_EQ(log.note(report).text.size(), 1);
}

TEST(DoctorEventsTest, ALineThatChangesAfterAllIsToldAgain) {
  DoctorLog log;
  const QStringList values{QStringLiteral("10.0.0.1:6677"), QStringLiteral("1")};
  DoctorReport report{QStringLiteral("room"), 6677, {line(Step::Tcp, findings::kAccepted, values)}, false};
  EXPECT_EQ(log.note(report).events.size(), 1);
  report.lines[0] = line(Step::Tcp, findings::kReset, values);
  report.finished = true;
  const DoctorLog::News news = log.note(report);
  ASSERT_EQ(news.events.size(), 2);
  EXPECT_EQ(parsed(news.events.first())[QStringLiteral("code")].toString(), QStringLiteral("reset"));
  EXPECT_EQ(parsed(news.events.last())[QStringLiteral("event")].toString(), QStringLiteral("doctor-finished"));
  EXPECT_FALSE(parsed(news.events.last())[QStringLiteral("well")].toBool(true));
  EXPECT_EQ(news.text.size(), 2);
}

TEST(DoctorEventsTest, ThatAPersonIsAskedIsToldWhileItRuns) {
  DoctorLog log;
  DoctorLine asks;
  asks.step = Step::Admission;
  asks.code = findings::kAsksPerson;
  const DoctorLog::News news = log.note({QStringLiteral("room"), 6677, {asks}, false});
  ASSERT_EQ(news.events.size(), 1);
  EXPECT_EQ(parsed(news.events.first())[QStringLiteral("mark")].toString(), QStringLiteral("running"));
  EXPECT_EQ(news.text.size(), 1);
}

}  // namespace
}  // namespace landline::console
