#pragma once

#include <cstddef>

namespace landline {

/// The largest single allocation by operator new that this thread makes while the meter lives.
class AllocationMeter {
 public:
  AllocationMeter();
  ~AllocationMeter();
  AllocationMeter(const AllocationMeter&) = delete;
  AllocationMeter& operator=(const AllocationMeter&) = delete;

  std::size_t largest() const;
};

}  // namespace landline
