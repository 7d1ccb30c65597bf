#include "models/doctor_text.h"

#include <QRegularExpression>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "models/doctor_text_table.h"
#include "session/doctor_findings.h"

namespace landline::models {
namespace {

using session::DoctorLine;
using session::DoctorReport;
using Step = DoctorLine::Step;
using Mark = DoctorLine::Mark;
using ::testing::HasSubstr;
namespace findings = session::findings;

DoctorLine line(Step step, const findings::Finding& finding, const QStringList& values = {},
                const QString& interface = {}, bool to_server = true) {
  return {step, finding.mark, interface, to_server, finding.code, values};
}

DoctorReport report(const QVector<DoctorLine>& lines, bool finished = true) {
  return {QStringLiteral("room"), 6677, lines, finished};
}

DoctorReport allWell() {
  return report({line(Step::Resolve, findings::kIsAddress, {QStringLiteral("10.0.0.1")}),
                 line(Step::Admission, findings::kLetIn, {QStringLiteral("Room 301")}),
                 line(Step::Broadcast, findings::kHeard, {}, QStringLiteral("eth0"))});
}

TEST(DoctorTextTest, EveryFindingHasASentenceAndWhatIsWrongAnAdvice) {
  const QRegularExpression left_open(QStringLiteral("%[1-9]"));
  for (const findings::Place& place : findings::kAll) {
    for (const bool to_server : {true, false}) {
      const std::string what =
          std::string(place.finding.code.data()) + " at step " + std::to_string(static_cast<int>(place.step));
      EXPECT_TRUE(DoctorText::knows(place.step, place.finding.code)) << what;
      const DoctorLine each = line(place.step, place.finding,
                                   {QStringLiteral("A"), QStringLiteral("B"), QStringLiteral("C")}, {}, to_server);
      const QString sentence = DoctorText::sentence(each);
      const QString advice = DoctorText::advice(each);
      EXPECT_GT(sentence.size(), 8) << what;
      EXPECT_FALSE(sentence.contains(left_open)) << what << ": " << sentence.toStdString();
      EXPECT_FALSE(advice.contains(left_open)) << what;
      EXPECT_EQ(sentence.contains(QLatin1String("  ")), false) << what;
      if (each.mark == Mark::Bad || each.mark == Mark::Warning) {
        EXPECT_GT(advice.size(), 8) << what;
      } else if (each.mark == Mark::Good) {
        EXPECT_TRUE(advice.isEmpty()) << what;
      }
      EXPECT_FALSE(DoctorText::title(each).isEmpty()) << what;
    }
  }
}

TEST(DoctorTextTest, NoWordsAreForAFindingThatIsNone) {
  for (const DoctorEntryText& entry : doctorTexts()) {
    EXPECT_TRUE(std::any_of(std::begin(findings::kAll), std::end(findings::kAll),
                            [&entry](const findings::Place& place) {
                              const bool is_any_kind = entry.step == Step::Unicast && place.step > Step::Unicast;
                              return (place.step == entry.step || is_any_kind) && place.finding.code == entry.code;
                            }))
        << entry.code.data();
  }
}

TEST(DoctorTextTest, ACodeWithoutWordsIsShownAsItIs) {
  EXPECT_FALSE(DoctorText::knows(Step::Tcp, QStringLiteral("sun-spots")));
  EXPECT_EQ(DoctorText::sentence({Step::Tcp, Mark::Bad, {}, true, QStringLiteral("sun-spots"), {}}),
            QStringLiteral("sun-spots"));
}

TEST(DoctorTextTest, ValuesOfOthersStayValues) {
  // %2 in a value is not a place for the next one, and nothing in it turns or breaks the line.
  const QString hostile = QString::fromUtf8("%2 <b>x</b>\n\u202Eevil");
  const QString text =
      DoctorText::sentence(line(Step::Admission, findings::kNotLetIn, {hostile, QStringLiteral("SECOND")}));
  EXPECT_EQ(text.count(QLatin1String("SECOND")), 1);
  EXPECT_THAT(text.toStdString(), HasSubstr("%2 <b>x</b>"));
  EXPECT_FALSE(text.contains(QLatin1Char('\n')));
  EXPECT_FALSE(text.contains(QChar(0x202E)));
}

TEST(DoctorTextTest, LessThanAMillisecondIsNotNothing) {
  const QString there = QStringLiteral("10.0.0.1:6677");
  const auto accepted = [&there](const char* time) {
    return DoctorText::sentence(line(Step::Tcp, findings::kAccepted, {there, QLatin1String(time)})).toStdString();
  };
  EXPECT_THAT(accepted("0"), HasSubstr("(<1 ms)"));
  EXPECT_THAT(accepted("10"), HasSubstr("(10 ms)"));
  EXPECT_THAT(
      DoctorText::sentence(line(Step::Resolve, findings::kResolved, {QStringLiteral("a"), there, QStringLiteral("0")}))
          .toStdString(),
      HasSubstr("(<1 ms)"));
}

TEST(DoctorTextTest, WhatIsStillRunningSaysWhatItDoes) {
  DoctorLine waiting;
  waiting.step = Step::Admission;
  const QString asking = DoctorText::sentence(waiting);
  waiting.code = findings::kAsksPerson;
  EXPECT_NE(DoctorText::sentence(waiting), asking);
  EXPECT_THAT(DoctorText::sentence(waiting).toStdString(), HasSubstr("person"));
  EXPECT_TRUE(DoctorText::advice(waiting).isEmpty());
}

TEST(DoctorTextTest, AllIsWellOnlyWhereNothingIsWrongAndTheEndWasReached) {
  EXPECT_TRUE(isAllWell(allWell()));
  DoctorReport unfinished = allWell();
  unfinished.finished = false;
  EXPECT_FALSE(isAllWell(unfinished));
  DoctorReport dropped = allWell();
  dropped.lines.append(line(Step::Multicast, findings::kNotHeard, {}, QStringLiteral("eth0")));
  EXPECT_FALSE(isAllWell(dropped));
  DoctorReport in_another_network = allWell();
  in_another_network.lines.append(line(Step::Multicast, findings::kOtherNetwork, {}, QStringLiteral("eth0")));
  EXPECT_TRUE(isAllWell(in_another_network)) << "that is as it should be";
  EXPECT_FALSE(isAllWell(report({line(Step::Resolve, findings::kCancelled)})));
  EXPECT_FALSE(isAllWell({}));
}

TEST(DoctorTextTest, TheVerdictIsTheWorst) {
  const DoctorLine warning = line(Step::Tcp, findings::kAcceptedAfter, {QStringLiteral("A"), QStringLiteral("B")});
  const DoctorLine bad = line(Step::Tls, findings::kClosedAtOnce);
  EXPECT_EQ(DoctorText::verdict(report({warning, bad})), DoctorText::sentence(bad));
  EXPECT_EQ(DoctorText::verdict(report({warning})), DoctorText::sentence(warning));
  EXPECT_THAT(DoctorText::verdict(allWell()).toStdString(), HasSubstr("All is well"));
  DoctorReport dropped = allWell();
  dropped.lines.append(line(Step::Multicast, findings::kNotHeard, {}, QStringLiteral("eth0")));
  EXPECT_THAT(DoctorText::verdict(dropped).toStdString(), HasSubstr("Connecting works")) << "that is what was asked";
  EXPECT_THAT(DoctorText::verdict(report({line(Step::Resolve, findings::kCancelled)})).toStdString(),
              ::testing::Not(HasSubstr("well")));
}

TEST(DoctorTextTest, NeighboursOfWhichTheSameIsSaidAreOneRow) {
  const auto rows = DoctorText::rows(report({line(Step::Resolve, findings::kHostNotFound, {QStringLiteral("room")}),
                                             line(Step::Route, findings::kSkipped), line(Step::Tcp, findings::kSkipped),
                                             line(Step::Tls, findings::kSkipped)}));
  ASSERT_EQ(rows.size(), 2);
  for (const Step step : {Step::Route, Step::Tcp, Step::Tls}) {
    EXPECT_TRUE(rows.last().title.contains(DoctorText::title(line(step, findings::kSkipped))));
  }
}

TEST(DoctorTextTest, BothDirectionsAreOneRowWhereTheSameIsTrueOfThem) {
  const QString eth0 = QStringLiteral("eth0");
  const auto both = [&eth0](const findings::Finding& to_server, const findings::Finding& from_server) {
    return DoctorText::rows(report(
        {line(Step::Broadcast, to_server, {}, eth0, true), line(Step::Broadcast, from_server, {}, eth0, false)}));
  };
  const auto heard = both(findings::kHeard, findings::kHeard);
  ASSERT_EQ(heard.size(), 1);
  EXPECT_THAT(heard.first().title.toStdString(), HasSubstr("eth0"));
  EXPECT_THAT(heard.first().sentence.toStdString(), HasSubstr("both"));
  EXPECT_EQ(both(findings::kNotShared, findings::kNotShared).size(), 1);
  EXPECT_EQ(both(findings::kHeard, findings::kNotHeard).size(), 2);
  const auto none = both(findings::kNotHeard, findings::kNotHeard);
  ASSERT_EQ(none.size(), 2);
  EXPECT_NE(none.first().sentence, none.last().sentence) << "who does not hear whom";
}

TEST(DoctorTextTest, TheCopySaysEverything) {
  const DoctorReport bad = report({line(Step::Resolve, findings::kIsAddress, {QStringLiteral("10.0.0.1")}),
                                   line(Step::Tcp, findings::kRefused, {QStringLiteral("10.0.0.1:6677")})});
  const QString text = DoctorText::plainText(bad);
  EXPECT_THAT(text.toStdString(), HasSubstr("room:6677"));
  EXPECT_THAT(text.toStdString(), HasSubstr("[ok] Name: 10.0.0.1"));
  EXPECT_THAT(text.toStdString(), HasSubstr("[XX] Connection: "));
  EXPECT_TRUE(text.contains(DoctorText::advice(bad.lines.last())));
}

}  // namespace
}  // namespace landline::models
