#pragma once

#include <QLatin1String>
#include <QVector>

#include "session/doctor_values.h"

namespace landline::models {

/// The words for one finding of session/doctor_findings.h, untranslated (context `landline::models::DoctorText`). %1
/// and so on are DoctorLine::values. For datagrams one entry serves unicast, broadcast and multicast.
struct DoctorEntryText {
  enum class Direction { Either, ToServer, FromServer };

  session::DoctorLine::Step step;
  QLatin1String code;
  Direction direction;
  const char* sentence;
  const char* advice;  ///< empty where there is nothing to put right
};

const QVector<DoctorEntryText>& doctorTexts();

}  // namespace landline::models
