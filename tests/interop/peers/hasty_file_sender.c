/*
 * A sender that does not wait: `name&size`, LF and the body in one write, then what the other side answers.
 *
 *     hasty_file_sender HOST PORT NAME OCTETS...
 *
 * Each argument from OCTETS on is the contents of one file, called NAME; all go over one connection, in one write.
 * What is answered is printed as "got [TEXT]" until the other side has said `ok` so many times or has left.
 */

#include "tcp.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

int main(int argc, char** argv) {
  if (argc < 5) {
    fputs("usage: hasty_file_sender HOST PORT NAME OCTETS...\n", stderr);
    return 2;
  }
  const int socket = connect_to(argv[1], argv[2]);
  static char all[1 << 16];
  size_t size = 0;
  for (int i = 4; i < argc; ++i) {
    const int wrote = snprintf(all + size, sizeof all - size, "%s&%zu\n%s", argv[3], strlen(argv[i]), argv[i]);
    if (wrote < 0 || (size_t)wrote >= sizeof all - size) {
      fputs("too much for one write\n", stderr);
      return 2;
    }
    size += (size_t)wrote;
  }
  send_all(socket, all, size);
  int missing = argc - 4;
  while (missing > 0) {
    char answer[128];
    const long got = recv(socket, answer, sizeof answer, 0);
    if (got <= 0) {
      puts("the other side has left");
      return 1;
    }
    printf("got [%.*s]\n", (int)got, answer);
    fflush(stdout);
    missing -= got == 2 && memcmp(answer, "ok", 2) == 0;
  }
  return 0;
}
