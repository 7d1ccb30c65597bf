#pragma once

#include <QVector>
#include <gtest/gtest.h>

#include <algorithm>

#include "net/host_interfaces.h"
#include "session/datagram_desk.h"
#include "support/wait_for.h"

namespace landline::test {

/// A desk that keeps what it tells.
class DatagramUser {
 public:
  explicit DatagramUser(const Limits& limits = {}) : desk(limits, m_clock) {
    QObject::connect(&desk, &session::DatagramDesk::stateChanged, &desk, [this](const session::DatagramState& told) {
      state = told;
      ++states;
      if (!told.error.code.isEmpty()) {
        errors.append(told.error);
      }
    });
    QObject::connect(&desk, &session::DatagramDesk::moved, &desk, [this](const QVector<session::Datagram>& group) {
      groups.append(static_cast<int>(group.size()));
      datagrams += group;
    });
  }

  bool bind(const QString& address, bool echo = false, quint16 port = 0) {
    session::DatagramSettings settings;
    settings.address = address;
    settings.port = port;
    settings.echo = echo;
    desk.bind(settings);
    return state.bound;
  }

  /// Sends to the other one, over loopback.
  void send(const DatagramUser& to, const QByteArray& octets, int interval_ms = 0) {
    desk.send({QStringLiteral("127.0.0.1"), to.state.port, octets, interval_ms});
  }

  int count(bool incoming, const QByteArray& octets) const {
    return static_cast<int>(std::count_if(datagrams.begin(), datagrams.end(), [&](const session::Datagram& each) {
      return each.incoming == incoming && each.octets == octets;
    }));
  }
  int received(const QByteArray& octets) const { return count(true, octets); }
  int sent(const QByteArray& octets) const { return count(false, octets); }
  bool hears(const QByteArray& octets) {
    return waitFor([&] { return received(octets) > 0; });
  }
  std::string lastError() const { return errors.isEmpty() ? "none" : errors.last().code.toStdString(); }

 private:
  SystemClock m_clock;

 public:
  session::DatagramDesk desk;
  session::DatagramState state;
  int states = 0;
  QVector<Error> errors;
  QVector<int> groups;  ///< how many datagrams were told at once
  QVector<session::Datagram> datagrams;
};

inline const QString kThisHost = QStringLiteral("127.0.0.1");

inline QString loopbackInterface() {
  for (const net::HostInterface& interface : net::hostInterfaces()) {
    if (interface.loopback) {
      return interface.name;
    }
  }
  return {};
}

}  // namespace landline::test
