#pragma once

#include <QHash>
#include <QString>
#include <QStringList>

#include <functional>
#include <map>
#include <memory>

#include "core/file_descriptor.h"
#include "core/result.h"

namespace landline::test {

/// A local network of the test's own: hosts, each a network namespace, on one switch, a bridge in a namespace. Needs to
/// be root and iproute2. IPv6 link-local addresses come by themselves, at once.
///
///     Result<std::unique_ptr<Lan>> lan = Lan::create();
///     (*lan)->plug("desk", "eth0", "10.9.0.1/24");
///     RunProgram client("client", {...}, (*lan)->inside("desk"));
class Lan {
 public:
  /// An error is the reason for GTEST_SKIP().
  static Result<std::unique_ptr<Lan>> create();

  /// A cable from the switch to an interface of that name and address at `host`, which is made where there is none yet.
  /// Empty: no address but the link-local ones.
  void plug(const QString& host, const QString& interface, const QString& address);
  void unplug(const QString& host, const QString& interface);

  /// Whether what is sent to a group, or to everybody, reaches this interface from the switch.
  void setMulticast(const QString& host, const QString& interface, bool passes);
  void setBroadcast(const QString& host, const QString& interface, bool passes);

  /// What a command has to begin with to run at `host`.
  QStringList inside(const QString& host) const;
  int descriptorOf(const QString& host) const { return m_hosts.at(host)->get(); }

  /// Runs `what` at `host`, in a thread of its own, and waits for it.
  void runAt(const QString& host, const std::function<void()>& what) const;

 private:
  Lan() = default;
  void makeHost(const QString& host);
  void setPort(const QString& host, const QString& interface, const char* what, bool passes);

  FileDescriptor m_switch;
  std::map<QString, std::unique_ptr<FileDescriptor>> m_hosts;
  QHash<QString, QString> m_ports;  // of the switch, by "host/interface"
};

}  // namespace landline::test
