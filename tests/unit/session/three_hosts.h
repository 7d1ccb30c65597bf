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

/// A host in the middle that has a cable to each of two others, ordinary Ethernets: `lan` is 10.77.1.1 in the middle
/// and 10.77.1.2 at the right, `lab` is 10.77.2.1 in the middle and 10.77.2.2 at the far host, of 24 bits each, with
/// fe80::1 and fe80::2. Nobody has a default route. `works` is false where this user may not make them.
struct ThreeHosts {
  FileDescriptor middle = makeNetworkNamespace();
  FileDescriptor right = makeNetworkNamespace();
  FileDescriptor far = makeNetworkNamespace();
  bool works = middle && right && far && connect("lan", right, "10.77.1.") && connect("lab", far, "10.77.2.");

  /// As if the cable of the middle and the right one were an adapter that is pulled out and plugged in again.
  bool renewLan() const { return AtHost(middle).ip("link del lan") && connect("lan", right, "10.77.1."); }

 private:
  bool connect(const std::string& cable, const FileDescriptor& other, const std::string& network) const {
    const std::string there = "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(other.get());
    return AtHost(middle).ip("link add " + cable + " type veth peer name " + cable + " netns " + there) &&
           configure(middle, cable, network, "1") && configure(other, cable, network, "2") && isUp(middle, cable) &&
           isUp(other, cable);
  }

  static bool configure(const FileDescriptor& host, const std::string& cable, const std::string& network,
                        const std::string& number) {
    const AtHost here(host);
    return here.ip("link set lo up") && here.ip("link set " + cable + " addrgenmode none") &&
           here.ip("addr add " + network + number + "/24 brd + dev " + cable) &&
           here.ip("addr add fe80::" + number + "/64 dev " + cable + " nodad") && here.ip("link set " + cable + " up");
  }

  /// Waits until frames pass: until then a device that was set up drops what it is given.
  static bool isUp(const FileDescriptor& host, const std::string& cable) {
    const AtHost here(host);
    return waitFor([&] { return here.ip("-o link show dev " + cable + " | grep -q 'state UP'"); });
  }
};

}  // namespace landline::test
