#pragma once

#include <QObject>

#include "models/log_model.h"

class QMessageLogContext;

namespace landline::models {

/// Carries what Qt's message handler is given, in any thread, to whoever is connected, each in its own thread. main()
/// owns one, installs a handler that calls handle(), and takes the handler out before the relay is destroyed.
class LogRelay : public QObject {
  Q_OBJECT

 public:
  /// Registers the types that the signal carries.
  explicit LogRelay(QObject* parent = nullptr);

  /// Any thread.
  void handle(QtMsgType type, const QMessageLogContext& context, const QString& message);

 Q_SIGNALS:
  void lineLogged(const landline::models::LogLine& line);
};

}  // namespace landline::models
