/*
 * The C lesson's client and server: one `char buffer[128]`, sent and received whole.
 *
 *     buffer_peer connect HOST PORT
 *     buffer_peer listen PORT
 *
 * Each line of standard input is copied into the buffer and all 128 octets are sent, with the NUL behind the text and,
 * behind that, whatever was there before. What comes is received into another such buffer and printed up to its first
 * NUL, as "got [TEXT]". Ends with standard input, or when the other side does.
 */

#include "tcp.h"
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

enum { BUFFER = 128 };

static void talk(int socket) {
  char outgoing[BUFFER];
  char incoming[BUFFER];
  char line[BUFFER];
  memset(outgoing, '#', sizeof outgoing); /* what is in memory that nobody has cleared */
  setvbuf(stdin, NULL, _IONBF, 0);        /* poll() knows nothing of stdio's buffer */
  struct pollfd ready[] = {{.fd = 0, .events = POLLIN}, {.fd = socket, .events = POLLIN}};
  while (poll(ready, 2, -1) >= 0) {
    if (ready[0].revents != 0) {
      if (fgets(line, sizeof line, stdin) == NULL) {
        return;
      }
      line[strcspn(line, "\n")] = '\0';
      strcpy(outgoing, line);
      send_all(socket, outgoing, sizeof outgoing);
    }
    if (ready[1].revents != 0) {
      const long got = recv(socket, incoming, sizeof incoming, 0);
      if (got <= 0) {
        puts("the other side has left");
        return;
      }
      printf("got [%.*s]\n", (int)got, incoming);
      fflush(stdout);
    }
  }
}

int main(int argc, char** argv) {
  if (argc == 4 && strcmp(argv[1], "connect") == 0) {
    talk(connect_to(argv[2], argv[3]));
  } else if (argc == 3 && strcmp(argv[1], "listen") == 0) {
    talk(accept_one(argv[2]));
  } else {
    fputs("usage: buffer_peer connect HOST PORT | listen PORT\n", stderr);
    return 2;
  }
  return 0;
}
