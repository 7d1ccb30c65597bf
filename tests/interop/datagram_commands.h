#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

#include "support/run_program.h"

namespace landline::test {

inline constexpr char kLessonsGroup[] = "239.2.2.222";
inline constexpr int kIntervalMs = 50;  // the lessons have a second

/// Arguments of the peers udp_peer and qt_udp_peer; the interface of a group may follow.
inline QStringList sending(const char* address, const QString& port, const char* text) {
  return {QStringLiteral("send"), QLatin1String(address), port, QString::number(kIntervalMs), QString::fromUtf8(text)};
}
inline QStringList receiving(const char* port) {
  return {QStringLiteral("receive"), QLatin1String(port)};
}

/// Commands of our programs.
inline QJsonObject sendingOnce(const char* address, int port, const char* text) {
  return {{QStringLiteral("command"), QStringLiteral("datagram-send")},
          {QStringLiteral("address"), QLatin1String(address)},
          {QStringLiteral("port"), port},
          {QStringLiteral("text"), QString::fromUtf8(text)}};
}
inline QJsonObject repeating(const char* address, int port, const char* text) {
  QJsonObject result = sendingOnce(address, port, text);
  result[QStringLiteral("interval_ms")] = kIntervalMs;
  return result;
}
/// To bind with: in this group, and sending by the same interface.
inline QJsonObject inGroup(const char* group, const char* interface_name) {
  const QJsonObject one{{QStringLiteral("group"), QLatin1String(group)},
                        {QStringLiteral("interface"), QLatin1String(interface_name)}};
  return {{QStringLiteral("groups"), QJsonArray{one}}, {QStringLiteral("interface"), QLatin1String(interface_name)}};
}

/// How many datagrams of this text the program has told of until now.
inline int heard(RunProgram& program, const char* text) {
  return program.count("datagram", [text](const QJsonObject& event) {
    return event[QStringLiteral("text")] == QString::fromUtf8(text);
  });
}

}  // namespace landline::test
