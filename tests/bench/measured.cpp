// Runs a command and says what it took, all its descendants included:
//
//     measured REPORT COMMAND [ARGUMENT...]
//
// REPORT becomes one line of JSON: seconds until the last descendant ended, the processor seconds of all of them and
// the peak memory of the largest one. Descendants that leave their parent (daemons) are waited for, too. SIGTERM and
// SIGINT are passed on to the command. A program of its own because the figures of the system are inherited through
// fork: a child of a Python interpreter would be charged with the interpreter's memory.

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>

namespace {

volatile std::sig_atomic_t command = 0;

void passOn(int signal) {
  if (command != 0) {
    ::kill(static_cast<pid_t>(command), signal);
  }
}

double secondsOf(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

int exitCodeOf(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fputs("usage: measured REPORT COMMAND [ARGUMENT...]\n", stderr);
    return 2;
  }
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  struct sigaction action = {};
  action.sa_handler = &passOn;
  ::sigaction(SIGTERM, &action, nullptr);
  ::sigaction(SIGINT, &action, nullptr);

  const auto began = std::chrono::steady_clock::now();
  const pid_t child = ::fork();
  if (child < 0) {
    std::perror("fork");
    return 1;
  }
  if (child == 0) {
    ::execvp(argv[2], argv + 2);
    std::fprintf(stderr, "%s: %s\n", argv[2], std::strerror(errno));
    ::_exit(127);
  }
  command = child;
  int code = 1;
  for (;;) {
    int status = 0;
    const pid_t ended = ::wait(&status);
    if (ended < 0 && errno != EINTR) {
      break;  // there are no more
    }
    if (ended == child) {
      command = 0;
      code = exitCodeOf(status);
    }
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  rusage used{};
  ::getrusage(RUSAGE_CHILDREN, &used);
  std::FILE* const report = std::fopen(argv[1], "we");
  if (report == nullptr) {
    std::perror(argv[1]);
    return 1;
  }
  std::fprintf(report, "{\"seconds\":%.6f,\"cpu_seconds\":%.6f,\"peak_kib\":%ld}\n", took.count(),
               secondsOf(used.ru_utime) + secondsOf(used.ru_stime), used.ru_maxrss);
  return std::fclose(report) == 0 ? code : 1;
}
