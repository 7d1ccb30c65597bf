#pragma once

#include <QByteArray>
#include <QStringList>
#include <QVector>

#include "models/doctor_text.h"
#include "session/doctor_values.h"

namespace landline::console {

/// The network doctor without a window.
namespace events {
QByteArray doctorLine(const session::DoctorLine& line);
QByteArray doctorFinished(const session::DoctorReport& report);
}  // namespace events

/// What is new in each report of a run. A line is told when its step is done, and again should it change after all (a
/// connection that was taken and then cut).
class DoctorLog {
 public:
  struct News {
    QVector<QByteArray> events;  ///< lines of JSON
    QStringList text;            ///< lines for people
  };
  News note(const session::DoctorReport& report);

 private:
  QVector<QByteArray> m_events;
  QStringList m_text;
};

}  // namespace landline::console
