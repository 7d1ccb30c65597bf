#include "fuzz_targets.h"

#include <cstddef>
#include <cstdint>

/// Called by libFuzzer. LANDLINE_FUZZ_TARGET is the function of fuzz_targets.h that this program is for.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  landline::fuzz::LANDLINE_FUZZ_TARGET({reinterpret_cast<const char*>(octets), size});
  return 0;
}
