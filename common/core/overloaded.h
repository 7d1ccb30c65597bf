#pragma once

namespace landline {

/// Several functions as one, for std::visit(): the one that takes the type is called.
template <typename... Functions>
struct Overloaded : Functions... {
  using Functions::operator()...;
};
template <typename... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

}  // namespace landline
