/*
 * The C lesson's echo over UDP.
 *
 *     udp_echo serve PORT        answers each datagram to its sender with the same octets
 *     udp_echo ask HOST PORT     sends each line of standard input and prints the answer as "echo [TEXT]"
 */

#include "tcp.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

static void serve(const char* port) {
  struct sockaddr_in peer = {
      .sin_family = AF_INET, .sin_port = htons((in_port_t)atoi(port)), .sin_addr = {htonl(INADDR_LOOPBACK)}};
  socklen_t length = sizeof peer;
  const int server = socket(AF_INET, SOCK_DGRAM, 0);
  if (bind(server, (const struct sockaddr*)&peer, length) != 0 ||
      getsockname(server, (struct sockaddr*)&peer, &length) != 0) {
    fail("bind");
  }
  printf("listening on %d\n", ntohs(peer.sin_port));
  fflush(stdout);
  for (;;) {
    char octets[1024];
    length = sizeof peer;
    const long got = recvfrom(server, octets, sizeof octets, 0, (struct sockaddr*)&peer, &length);
    if (got < 0 || sendto(server, octets, (size_t)got, 0, (const struct sockaddr*)&peer, length) != got) {
      fail("echo");
    }
  }
}

static void ask(const char* host, const char* port) {
  struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons((in_port_t)atoi(port))};
  const struct timeval patience = {.tv_sec = 10};
  const int client = socket(AF_INET, SOCK_DGRAM, 0);
  if (inet_pton(AF_INET, host, &server.sin_addr) != 1 ||
      setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) != 0) {
    fail(host);
  }
  char line[1024];
  while (fgets(line, sizeof line, stdin) != NULL) {
    line[strcspn(line, "\n")] = '\0';
    sendto(client, line, strlen(line), 0, (const struct sockaddr*)&server, sizeof server);
    char answer[1024];
    const long got = recvfrom(client, answer, sizeof answer, 0, NULL, NULL);
    if (got < 0) {
      fail("no answer");
    }
    printf("echo [%.*s]\n", (int)got, answer);
    fflush(stdout);
  }
}

int main(int argc, char** argv) {
  if (argc == 3 && strcmp(argv[1], "serve") == 0) {
    serve(argv[2]);
  } else if (argc == 4 && strcmp(argv[1], "ask") == 0) {
    ask(argv[2], argv[3]);
    return 0;
  }
  fputs("usage: udp_echo serve PORT | ask HOST PORT\n", stderr);
  return 2;
}
