#include "allocation_meter.h"

#include <algorithm>
#include <cstdlib>
#include <new>

namespace {

thread_local bool metering = false;
thread_local std::size_t largest_allocation = 0;

}  // namespace

// Replaces the one operator new that all other forms call. Sanitizers still see each block by malloc() and free().
void* operator new(std::size_t size) {
  if (metering) {
    largest_allocation = std::max(largest_allocation, size);
  }
  if (void* block = std::malloc(size == 0 ? 1 : size)) {
    return block;
  }
  throw std::bad_alloc();
}
void* operator new[](std::size_t size) {
  return operator new(size);
}
void operator delete(void* block) noexcept {
  std::free(block);
}
void operator delete(void* block, std::size_t) noexcept {
  std::free(block);
}
void operator delete[](void* block) noexcept {
  std::free(block);
}
void operator delete[](void* block, std::size_t) noexcept {
  std::free(block);
}

namespace landline {

AllocationMeter::AllocationMeter() {
  largest_allocation = 0;
  metering = true;
}

AllocationMeter::~AllocationMeter() {
  metering = false;
}

std::size_t AllocationMeter::largest() const {
  return largest_allocation;
}

}  // namespace landline
