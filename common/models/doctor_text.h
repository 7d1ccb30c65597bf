#pragma once

#include <QCoreApplication>
#include <QString>
#include <QVector>

#include "session/doctor_values.h"

namespace landline::models {

/// What the network doctor found, in words for people who did not write the program: which step, what was found, what
/// to try. Plain text; what others have said (names, reasons, first lines) is made harmless (display_text.h).
class DoctorText {
  Q_DECLARE_TR_FUNCTIONS(landline::models::DoctorText)

 public:
  /// The step, e.g. "Name" or "Broadcast to the server, eth0".
  static QString title(const session::DoctorLine& line);

  /// What was found; while the step runs what it does. A code without words of its own is shown as it is.
  static QString sentence(const session::DoctorLine& line);

  /// What to try. Empty where there is nothing to put right, and while the step runs.
  static QString advice(const session::DoctorLine& line);

  /// One word for the mark: state is never said by colour alone.
  static QString mark(session::DoctorLine::Mark mark);

  /// The run in one sentence: where it is, or what came of it.
  static QString verdict(const session::DoctorReport& report);

  /// A line as it is shown. Neighbours of which the same is to be said are one: "Broadcast, Multicast", or both
  /// directions of one of them.
  struct Row {
    session::DoctorLine::Mark mark;
    QString title;
    QString sentence;
    QString advice;
  };
  static QVector<Row> rows(const session::DoctorReport& report);

  /// A row as text: a sign for the mark, the words, and the advice in a line of its own.
  static QString plainRow(const Row& row);

  /// Everything, for the clipboard.
  static QString plainText(const session::DoctorReport& report);

  /// Whether there are words of its own for this finding; tests ask.
  static bool knows(session::DoctorLine::Step step, const QString& code);

 private:
  static Row bothDirections(const session::DoctorLine& line);
};

/// Finished, and nothing is wrong: neither Bad nor a Warning.
bool isAllWell(const session::DoctorReport& report);

/// The line that says why there is no connection: the first Bad one, else the first Warning; null: none.
const session::DoctorLine* mainTrouble(const session::DoctorReport& report);

}  // namespace landline::models
