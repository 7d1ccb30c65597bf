// The other side of a plain file, for plain_file.py: answers `ok` to `name&size` and writes what follows to a file.
//
//     plain_receiver PORT FILE
//
// Reads and writes 16 KiB at a time, as Debian's nc does, so that whatever sends to it stands beside `nc -l > FILE`.
// Says "written" when all is, and ends with the connection; with 1 where that is too early.

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

[[noreturn]] void fail(const char* what) {
  std::perror(what);
  std::exit(1);
}

int acceptOne(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int one = 1;
  if (::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)) != 0 ||
      ::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0 ||
      ::listen(listener, 1) != 0) {
    fail("listen");
  }
  const int accepted = ::accept(listener, nullptr, nullptr);
  if (accepted < 0) {
    fail("accept");
  }
  return accepted;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: plain_receiver PORT FILE\n", stderr);
    return 2;
  }
  const int sender = acceptOne(static_cast<std::uint16_t>(std::atoi(argv[1])));
  char block[16 * 1024];
  // The header comes in one piece and alone, as the sender waits for the answer.
  const ssize_t header = ::recv(sender, block, sizeof(block) - 1, 0);
  block[std::max<ssize_t>(header, 0)] = '\0';
  const char* const parted = std::strrchr(block, '&');
  const int file = ::open(argv[2], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (parted == nullptr || file < 0 || ::send(sender, "ok", 2, MSG_NOSIGNAL) != 2) {
    fail("header");
  }
  long long left = std::atoll(parted + 1);
  while (left > 0) {
    const ssize_t got = ::recv(sender, block, sizeof(block), 0);
    if (got <= 0 || ::write(file, block, static_cast<std::size_t>(got)) != got) {
      fail("body");
    }
    left -= got;
  }
  if (::close(file) != 0) {
    fail("close");
  }
  std::puts("written");
  std::fflush(stdout);
  ::recv(sender, block, 1, 0);  // which gives its end
  return 0;
}
