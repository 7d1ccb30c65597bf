#pragma once

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <functional>
#include <string>

namespace landline::files::test {

/// What a child process says when the machine does not let it do what it wants to.
inline constexpr int kNotHere = 77;

/// Runs `body` in a child process that may mount what it likes and whom nobody else sees doing so. It returns 0 or
/// kNotHere; its failed expectations are printed and fail the calling test too. Returns false (after a failure, or with
/// the test to be skipped) unless all went well:
///
///     if (!withOwnMounts([&] { ... return 0; }, reason)) GTEST_SKIP() << reason;
inline bool withOwnMounts(const std::function<int()>& body, std::string& reason) {
  std::fflush(nullptr);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto uid = std::to_string(::geteuid());
    const bool root = ::geteuid() == 0;
    bool ready = ::unshare(CLONE_NEWNS | (root ? 0 : CLONE_NEWUSER)) == 0;
    if (ready && !root) {
      std::ofstream("/proc/self/uid_map") << "0 " << uid << " 1";
    }
    ready = ready && ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
    const int said = ready ? body() : kNotHere;
    std::fflush(nullptr);
    ::_exit(::testing::Test::HasFailure() ? 1 : said);
  }
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  const bool exited = WIFEXITED(status);
  const int code = exited ? WEXITSTATUS(status) : -1;
  if (code == kNotHere) {
    reason = "this machine does not let the test mount a file system of its own, or lacks it";
    return false;
  }
  EXPECT_EQ(code, 0) << "in the child, see above";
  return true;
}

}  // namespace landline::files::test
