#include "support/network_namespaces.h"

#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

#include <thread>
#include <utility>

namespace landline::test {

FileDescriptor makeNetworkNamespace() {
  FileDescriptor made;
  // In a thread of its own: the one that calls stays where it is.
  std::thread([&made] {
    if (::unshare(CLONE_NEWNET) == 0) {
      made = FileDescriptor(::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC));
    }
  }).join();
  return made;
}

Result<TwoNamespaces> TwoNamespaces::make() {
  FileDescriptor left = makeNetworkNamespace();
  FileDescriptor right = makeNetworkNamespace();
  if (!left || !right || ::access("/dev/net/tun", R_OK | W_OK) != 0) {
    return Error{codes::kPermission,
                 QStringLiteral("needs to make network namespaces and TUN devices, which this user may not")};
  }
  return TwoNamespaces{std::move(left), std::move(right)};
}

}  // namespace landline::test
