#include "models/doctor_text.h"

#include <algorithm>

#include "core/host_and_port.h"
#include "models/display_text.h"
#include "models/doctor_text_table.h"
#include "session/doctor_findings.h"

namespace landline::models {

using session::DoctorLine;
using session::DoctorReport;
using Step = DoctorLine::Step;
using Mark = DoctorLine::Mark;
namespace findings = session::findings;

namespace {

bool isDatagrams(Step step) {
  return step == Step::Unicast || step == Step::Broadcast || step == Step::Multicast;
}

const DoctorEntryText* find(Step step, const QString& code, bool to_server) {
  const auto& table = doctorTexts();
  const auto found = std::find_if(table.begin(), table.end(), [&](const DoctorEntryText& entry) {
    return (entry.step == step || (isDatagrams(step) && isDatagrams(entry.step))) && code == entry.code &&
           (entry.direction == DoctorEntryText::Direction::Either ||
            (entry.direction == DoctorEntryText::Direction::ToServer) == to_server);
  });
  return found == table.end() ? nullptr : &*found;
}

/// Puts the values for %1, %2 ... in one go: what they say themselves is not looked at.
QString filled(const QString& text, const QStringList& values) {
  QString result;
  for (int i = 0; i < text.size(); ++i) {
    const int number = text.at(i) == QLatin1Char('%') && i + 1 < text.size() ? text.at(i + 1).digitValue() : -1;
    if (number < 1) {
      result += text.at(i);
      continue;
    }
    result += displayLine(values.value(number - 1));
    ++i;
  }
  return result;
}

QString translated(const char* text, const QStringList& values) {
  return *text == '\0' ? QString() : filled(DoctorText::tr(text), values);
}

/// The values of a line as they stand in its sentence: no time is nothing.
QStringList shown(const DoctorLine& line) {
  QStringList values = line.values;
  const bool ends_with_time = line.code == findings::kResolved.code || line.code == findings::kAccepted.code;
  if (ends_with_time && !values.isEmpty() && values.last() == QLatin1String("0")) {
    values.last() = QStringLiteral("<1");
  }
  return values;
}

QString kindName(Step step) {
  switch (step) {
    case Step::Resolve:
      return DoctorText::tr("Name");
    case Step::Route:
      return DoctorText::tr("Route");
    case Step::Tcp:
      return DoctorText::tr("Connection");
    case Step::Tls:
      return DoctorText::tr("Landline server");
    case Step::Admission:
      return DoctorText::tr("Admission");
    case Step::Unicast:
      return DoctorText::tr("Single datagrams");
    case Step::Broadcast:
      return DoctorText::tr("Broadcast");
    case Step::Multicast:
      return DoctorText::tr("Multicast");
  }
  return {};
}

/// Whether `second` says the same of the other direction. Who does not hear differs: that stays two lines.
bool isOtherDirection(const DoctorLine& first, const DoctorLine& second) {
  return isDatagrams(first.step) && !first.interface_name.isEmpty() && first.step == second.step &&
         first.interface_name == second.interface_name && first.to_server != second.to_server &&
         first.code == second.code && (first.mark == Mark::Good || first.mark == Mark::NotTried);
}

QString running(const DoctorLine& line) {
  switch (line.step) {
    case Step::Resolve:
      return DoctorText::tr("Looking the name up...");
    case Step::Route:
      return DoctorText::tr("Looking for the route...");
    case Step::Tcp:
      return DoctorText::tr("Connecting...");
    case Step::Tls:
      return DoctorText::tr("Finding out what answers...");
    case Step::Admission:
      return line.code.isEmpty() ? DoctorText::tr("Asking to be let in...")
                                 : DoctorText::tr("A person at the server has to let this computer in. Waiting...");
    case Step::Unicast:
    case Step::Broadcast:
    case Step::Multicast:
      return DoctorText::tr("Trying, in both directions...");
  }
  return {};
}

/// What stands before a line of plain text. Of one width, so that a report in a mail can be read.
QString sign(Mark mark) {
  switch (mark) {
    case Mark::Running:
      return QStringLiteral("[..]");
    case Mark::Good:
      return QStringLiteral("[ok]");
    case Mark::Warning:
      return QStringLiteral("[! ]");
    case Mark::Bad:
      return QStringLiteral("[XX]");
    case Mark::NotTried:
      return QStringLiteral("[--]");
  }
  return {};
}

}  // namespace

QString DoctorText::title(const DoctorLine& line) {
  const QString kind = kindName(line.step);
  if (!isDatagrams(line.step) || line.interface_name.isEmpty()) {
    return kind;
  }
  const QString interface = displayLine(line.interface_name);
  //: %1 is "Single datagrams", "Broadcast" or "Multicast", %2 the name of a network interface
  return line.to_server ? tr("%1 to the server, %2").arg(kind, interface)
                        //: %1 is "Single datagrams", "Broadcast" or "Multicast", %2 the name of a network interface
                        : tr("%1 from the server, %2").arg(kind, interface);
}

QString DoctorText::sentence(const DoctorLine& line) {
  if (line.mark == Mark::Running) {
    return running(line);
  }
  const DoctorEntryText* const entry = find(line.step, line.code, line.to_server);
  return entry != nullptr ? translated(entry->sentence, shown(line)) : displayLine(line.code);
}

QString DoctorText::advice(const DoctorLine& line) {
  if (line.mark == Mark::Running || line.mark == Mark::Good) {
    return {};
  }
  const DoctorEntryText* const entry = find(line.step, line.code, line.to_server);
  return entry != nullptr ? translated(entry->advice, line.values) : QString();
}

QString DoctorText::mark(Mark mark) {
  switch (mark) {
    case Mark::Running:
      return tr("running");
    case Mark::Good:
      return tr("good");
    case Mark::Warning:
      return tr("warning");
    case Mark::Bad:
      return tr("problem");
    case Mark::NotTried:
      return tr("not tried");
  }
  return {};
}

QString DoctorText::verdict(const DoctorReport& report) {
  if (!report.finished) {
    return report.lines.isEmpty() ? tr("Starting...") : running(report.lines.last());
  }
  if (const DoctorLine* const trouble = mainTrouble(report)) {
    return isDatagrams(trouble->step) ? tr("Connecting works, but not all datagrams get through.") : sentence(*trouble);
  }
  const bool cut_short = std::any_of(report.lines.begin(), report.lines.end(), [](const DoctorLine& line) {
    return line.step <= Step::Admission && line.mark != Mark::Good;
  });
  return cut_short || report.lines.isEmpty() ? tr("Stopped before the end.")
                                             : tr("All is well: this computer can talk to the server.");
}

DoctorText::Row DoctorText::bothDirections(const DoctorLine& line) {
  //: %1 is "Single datagrams", "Broadcast" or "Multicast", %2 the name of a network interface
  const QString title = tr("%1, %2").arg(kindName(line.step), displayLine(line.interface_name));
  return {line.mark, title, line.mark == Mark::Good ? tr("They arrive, in both directions.") : sentence(line),
          advice(line)};
}

QVector<DoctorText::Row> DoctorText::rows(const DoctorReport& report) {
  QVector<Row> result;
  for (int i = 0; i < report.lines.size(); ++i) {
    const DoctorLine& line = report.lines.at(i);
    if (i + 1 < report.lines.size() && isOtherDirection(line, report.lines.at(i + 1))) {
      result.append(bothDirections(line));
      ++i;
      continue;
    }
    const Row row{line.mark, title(line), sentence(line), advice(line)};
    const bool is_plain = line.interface_name.isEmpty() && line.mark != Mark::Good;
    if (is_plain && !result.isEmpty() && result.last().mark == row.mark && result.last().sentence == row.sentence) {
      //: Two or more steps of the network doctor of which the same is said
      result.last().title = tr("%1, %2").arg(result.last().title, row.title);
    } else {
      result.append(row);
    }
  }
  return result;
}

QString DoctorText::plainRow(const Row& row) {
  const QString found = QStringLiteral("%1 %2: %3").arg(sign(row.mark), row.title, row.sentence);
  return row.advice.isEmpty() ? found : found + QStringLiteral("\n     ") + row.advice;
}

QString DoctorText::plainText(const DoctorReport& report) {
  QStringList lines{tr("Landline network doctor: %1").arg(displayLine(HostAndPort::join(report.host, report.port))),
                    verdict(report), QString()};
  for (const Row& row : rows(report)) {
    lines << plainRow(row);
  }
  return lines.join(QLatin1Char('\n'));
}

bool DoctorText::knows(Step step, const QString& code) {
  return find(step, code, true) != nullptr && find(step, code, false) != nullptr;
}

bool isAllWell(const DoctorReport& report) {
  const auto reached = [&report](Step step) {
    return std::any_of(report.lines.begin(), report.lines.end(),
                       [step](const DoctorLine& line) { return line.step == step && line.mark == Mark::Good; });
  };
  return report.finished && reached(Step::Admission) && mainTrouble(report) == nullptr;
}

const DoctorLine* mainTrouble(const DoctorReport& report) {
  for (const Mark mark : {Mark::Bad, Mark::Warning}) {
    const auto found = std::find_if(report.lines.begin(), report.lines.end(),
                                    [mark](const DoctorLine& line) { return line.mark == mark; });
    if (found != report.lines.end()) {
      return &*found;
    }
  }
  return nullptr;
}

}  // namespace landline::models
