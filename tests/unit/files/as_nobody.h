#pragma once

#include <gtest/gtest.h>
#include <sys/fsuid.h>
#include <unistd.h>

namespace landline::files::test {

/// For as long as it lives this thread's files are looked at with the rights of a user who owns nothing, so that
/// permissions can be tested by root too; any other user stays who it is.
class AsNobody {
 public:
  AsNobody() {
    if (::geteuid() == 0) {
      ::setfsgid(kNobody);
      ::setfsuid(kNobody);  // also takes the capabilities away that make permissions void
    }
  }
  ~AsNobody() {
    if (::geteuid() == 0) {
      ::setfsuid(0);
      ::setfsgid(0);
    }
  }
  AsNobody(const AsNobody&) = delete;
  AsNobody& operator=(const AsNobody&) = delete;

 private:
  static constexpr unsigned kNobody = 65534;
};

}  // namespace landline::files::test
