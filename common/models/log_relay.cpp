#include "models/log_relay.h"

#include <QDateTime>
#include <QMessageLogContext>

namespace landline::models {

namespace {

Severity severityOf(QtMsgType type) {
  switch (type) {
    case QtDebugMsg:
      return Severity::Debug;
    case QtInfoMsg:
      return Severity::Info;
    case QtWarningMsg:
      return Severity::Warning;
    case QtCriticalMsg:
    case QtFatalMsg:
      return Severity::Error;
  }
  return Severity::Info;
}

}  // namespace

LogRelay::LogRelay(QObject* parent) : QObject(parent) {
  qRegisterMetaType<LogLine>("landline::models::LogLine");
}

void LogRelay::handle(QtMsgType type, const QMessageLogContext& context, const QString& message) {
  const QString source = context.category == nullptr ? QString() : QString::fromUtf8(context.category);
  Q_EMIT lineLogged({QDateTime::currentMSecsSinceEpoch(), severityOf(type), source, message});
}

}  // namespace landline::models
