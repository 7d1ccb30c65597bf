#pragma once

#include <optional>
#include <utility>
#include <variant>

#include "core/error.h"

namespace landline {

/// A value or the reason why there is none. Built by returning either one; asked before it is used:
///
///     Result<int> answer = parse(text);
///     if (!answer) return answer.error();
///     use(*answer);
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}      // NOLINT(google-explicit-constructor)
  Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}  // NOLINT(google-explicit-constructor)

  bool ok() const { return m_state.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& operator*() & { return *std::get_if<0>(&m_state); }
  const T& operator*() const& { return *std::get_if<0>(&m_state); }
  T&& operator*() && { return std::move(*std::get_if<0>(&m_state)); }
  T* operator->() { return std::get_if<0>(&m_state); }
  const T* operator->() const { return std::get_if<0>(&m_state); }

  const Error& error() const { return *std::get_if<1>(&m_state); }

 private:
  std::variant<T, Error> m_state;
};

/// Success without a value, or the reason of the failure. `return {};` is success.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : m_error(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  bool ok() const { return !m_error; }
  explicit operator bool() const { return ok(); }
  const Error& error() const { return *m_error; }

 private:
  std::optional<Error> m_error;
};

}  // namespace landline
