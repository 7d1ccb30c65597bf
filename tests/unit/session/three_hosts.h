#pragma once

#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "core/file_descriptor.h"
#include "support/network_namespaces.h"
#include "support/wait_for.h"

namespace landline::test {

/// This thread is at another host for as long as this lives: sockets that it makes then stay there.
class AtHost {
 public:
  explicit AtHost(const FileDescriptor& host) : m_home(::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC)) {
    m_moved = ::setns(host.get(), CLONE_NEWNET) == 0;
  }
  AtHost(const AtHost&) = delete;
  AtHost& operator=(const AtHost&) = delete;
  ~AtHost() {
    if (m_moved) {
      m_moved = ::setns(m_home.get(), CLONE_NEWNET) != 0;
    }
  }

  /// Runs `ip` there.
  bool ip(const std::string& arguments) const {
    return m_moved && std::system(("ip " + arguments + " 2>/dev/null").c_str()) == 0;
  }

 private:
  FileDescriptor m_home;
  bool m_moved = false;
};

/// Two hosts and the cable between them, an ordinary Ethernet: `lan` is 10.77.1.1 at the left and 10.77.1.2 at the
/// right, of 24 bits, and fe80::1 and fe80::2. Neither has a default route. `works` is false where this user may not
/// make them.
struct TwoHosts {
  FileDescriptor left = makeNetworkNamespace();
  FileDescriptor right = makeNetworkNamespace();
  bool works = left && right && connectThem() && isUp(left) && isUp(right);

 private:
  bool connectThem() const {
    const std::string other = "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(right.get());
    return AtHost(left).ip("link add lan type veth peer name lan netns " + other) && configure(left, "1") &&
           configure(right, "2");
  }

  /// Waits until frames pass: until then a device that was set up drops what it is given.
  static bool isUp(const FileDescriptor& host) {
    const AtHost here(host);
    return waitFor([&here] { return here.ip("-o link show dev lan | grep -q 'state UP'"); });
  }

  static bool configure(const FileDescriptor& host, const std::string& number) {
    const AtHost here(host);
    return here.ip("link set lo up") && here.ip("link set lan addrgenmode none") &&
           here.ip("addr add 10.77.1." + number + "/24 brd + dev lan") &&
           here.ip("addr add fe80::" + number + "/64 dev lan nodad") && here.ip("link set lan up");
  }
};

}  // namespace landline::test
