#include "fuzz_targets.h"

#include <cstdio>
#include <cstdlib>

namespace landline::fuzz {

void fail(const char* promise, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, promise);
  std::abort();
}

}  // namespace landline::fuzz
