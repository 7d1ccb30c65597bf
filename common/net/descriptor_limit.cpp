#include "net/descriptor_limit.h"

#include <sys/resource.h>

#include <algorithm>
#include <limits>

namespace landline::net {

long raiseDescriptorLimit() {
  struct rlimit limit {};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) {
    return 0;
  }
  struct rlimit raised = limit;
  raised.rlim_cur = limit.rlim_max;
  if (limit.rlim_cur < limit.rlim_max && ::setrlimit(RLIMIT_NOFILE, &raised) == 0) {
    limit = raised;
  }
  constexpr rlim_t kLargest = std::numeric_limits<long>::max();
  return static_cast<long>(std::min(limit.rlim_cur, kLargest));
}

}  // namespace landline::net
