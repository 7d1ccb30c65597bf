#include "console/doctor_events.h"

#include <nlohmann/json.hpp>

namespace landline::console {

using models::DoctorText;
using session::DoctorLine;
using session::DoctorReport;

namespace {

using Json = nlohmann::ordered_json;

const char* nameOf(DoctorLine::Step step) {
  switch (step) {
    case DoctorLine::Step::Resolve:
      return "resolve";
    case DoctorLine::Step::Route:
      return "route";
    case DoctorLine::Step::Tcp:
      return "tcp";
    case DoctorLine::Step::Tls:
      return "tls";
    case DoctorLine::Step::Admission:
      return "admission";
    case DoctorLine::Step::Unicast:
      return "unicast";
    case DoctorLine::Step::Broadcast:
      return "broadcast";
    case DoctorLine::Step::Multicast:
      break;
  }
  return "multicast";
}

const char* nameOf(DoctorLine::Mark mark) {
  switch (mark) {
    case DoctorLine::Mark::Running:
      return "running";
    case DoctorLine::Mark::Good:
      return "good";
    case DoctorLine::Mark::Warning:
      return "warning";
    case DoctorLine::Mark::Bad:
      return "bad";
    case DoctorLine::Mark::NotTried:
      break;
  }
  return "not-tried";
}

QByteArray written(const Json& object) {
  return QByteArray::fromStdString(object.dump(-1, ' ', false, Json::error_handler_t::replace));
}

/// What a step that still runs has to say: only that a person is asked.
bool isWorthTelling(const DoctorLine& line) {
  return line.mark != DoctorLine::Mark::Running || !line.code.isEmpty();
}

/// Takes `lines` for what is known from now on; returns those that were not, or were other.
template <typename List>
List newIn(const List& lines, List& known) {
  List result;
  for (int i = 0; i < lines.size(); ++i) {
    if (known.value(i) != lines.at(i)) {
      result.append(lines.at(i));
    }
  }
  known = lines;
  return result;
}

}  // namespace

QByteArray events::doctorLine(const DoctorLine& line) {
  const bool is_datagrams = line.step >= DoctorLine::Step::Unicast;
  Json values = Json::array();
  for (const QString& value : line.values) {
    values.push_back(value.toStdString());
  }
  Json object = {{"event", "doctor-line"}, {"step", nameOf(line.step)}, {"mark", nameOf(line.mark)}};
  object["code"] = line.code.toStdString();
  object["values"] = std::move(values);
  if (!line.interface_name.isEmpty()) {
    object["interface"] = line.interface_name.toStdString();
    if (is_datagrams) {
      object["direction"] = line.to_server ? "to-server" : "from-server";
    }
  }
  object["text"] = DoctorText::sentence(line).toStdString();
  object["advice"] = DoctorText::advice(line).toStdString();
  return written(object);
}

QByteArray events::doctorFinished(const DoctorReport& report) {
  return written({{"event", "doctor-finished"},
                  {"host", report.host.toStdString()},
                  {"port", report.port},
                  {"well", models::isAllWell(report)},
                  {"text", DoctorText::verdict(report).toStdString()}});
}

DoctorLog::News DoctorLog::note(const DoctorReport& report) {
  QVector<QByteArray> events;
  DoctorReport told{report.host, report.port, {}, report.finished};
  for (const DoctorLine& line : report.lines) {
    if (isWorthTelling(line)) {
      events.append(events::doctorLine(line));
      told.lines.append(line);
    }
  }
  QStringList text;
  for (const DoctorText::Row& row : DoctorText::rows(told)) {
    text.append(DoctorText::plainRow(row));
  }
  if (report.finished) {
    events.append(events::doctorFinished(report));
    text.append(DoctorText::verdict(report));
  }
  return {newIn(events, m_events), newIn(text, m_text)};
}

}  // namespace landline::console
