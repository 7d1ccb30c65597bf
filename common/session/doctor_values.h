#pragma once

#include <QMetaType>
#include <QString>
#include <QStringList>
#include <QVector>

namespace landline::session {

/// One line of the network doctor's answer to "Why can't I connect?". A value without words for people: these are made,
/// in their language, by models/doctor_text.h.
struct DoctorLine {
  enum class Step {
    Resolve,    ///< the name into addresses
    Route,      ///< the way to the address, and the interface it leads through
    Tcp,        ///< reachable: accepted, refused, dropped, reset
    Tls,        ///< a Landline server answers, and which
    Admission,  ///< it lets this client in
    Unicast,    ///< datagrams, with a connected server, each direction for itself
    Broadcast,
    Multicast,
  };
  enum class Mark { Running, Good, Warning, Bad, NotTried };

  Step step = Step::Resolve;
  Mark mark = Mark::Running;
  QString interface_name;  ///< Route and the datagrams; may be empty
  bool to_server = true;   ///< the datagrams: which direction
  QString code;            ///< what was found, for models/doctor_text.h; a code of core/error.h where one fits
  QStringList values;      ///< what is put into the sentence: addresses, names, milliseconds
};

/// All lines so far, in their order.
struct DoctorReport {
  QString host;
  quint16 port = 0;
  QVector<DoctorLine> lines;
  bool finished = false;
};

}  // namespace landline::session

Q_DECLARE_METATYPE(landline::session::DoctorReport)
