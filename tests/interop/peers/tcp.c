#include "tcp.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

void fail(const char* what) {
  perror(what);
  exit(1);
}

static struct sockaddr_in address_of(const char* host, const char* port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((in_port_t)atoi(port))};
  if (inet_pton(AF_INET, host, &address.sin_addr) != 1) {
    fputs("not an IPv4 address\n", stderr);
    exit(2);
  }
  return address;
}

int connect_to(const char* host, const char* port) {
  const struct sockaddr_in address = address_of(host, port);
  const int made = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(made, (const struct sockaddr*)&address, sizeof address) != 0) {
    fail("connect");
  }
  return made;
}

int accept_one(const char* port) {
  struct sockaddr_in address = address_of("127.0.0.1", port);
  socklen_t length = sizeof address;
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  if (bind(listener, (const struct sockaddr*)&address, length) != 0 || listen(listener, 5) != 0 ||
      getsockname(listener, (struct sockaddr*)&address, &length) != 0) {
    fail("listen");
  }
  printf("listening on %d\n", ntohs(address.sin_port));
  fflush(stdout);
  const int accepted = accept(listener, NULL, NULL);
  if (accepted < 0) {
    fail("accept");
  }
  close(listener);
  return accepted;
}

void send_all(int to, const void* octets, unsigned long size) {
  const char* next = octets;
  while (size > 0) {
    const ssize_t sent = send(to, next, size, MSG_NOSIGNAL);
    if (sent <= 0) {
      fail("send");
    }
    next += sent;
    size -= (unsigned long)sent;
  }
}
