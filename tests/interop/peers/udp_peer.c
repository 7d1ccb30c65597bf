/*
 * The C lesson's sender and receiver of datagrams, at a fixed interval.
 *
 *     udp_peer send ADDRESS PORT MILLISECONDS TEXT [INTERFACE]
 *     udp_peer receive PORT [GROUP [INTERFACE]]
 *
 * ADDRESS is that of a computer, of everybody or of a group, which is sent to with TTL 1. INTERFACE is the address of
 * the one by which a group is reached. The sender goes on until it is ended. The receiver prints "from HOST got
 * [TEXT]".
 */

#include "tcp.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

static struct in_addr ip(const char* text) {
  struct in_addr result = {.s_addr = INADDR_ANY};
  if (text != NULL && inet_pton(AF_INET, text, &result) != 1) {
    fputs("not an IPv4 address\n", stderr);
    exit(2);
  }
  return result;
}

static void set(int socket, int level, int option, const void* value, socklen_t size) {
  if (setsockopt(socket, level, option, value, size) != 0) {
    fail("setsockopt");
  }
}

static void send_for_ever(char** arguments) {
  const int one = 1;
  const unsigned char ttl = 1;
  const struct in_addr interface = ip(arguments[4]);
  const long pause = atol(arguments[2]);
  const struct timespec interval = {.tv_sec = pause / 1000, .tv_nsec = pause % 1000 * 1000000};
  const struct sockaddr_in to = {
      .sin_family = AF_INET, .sin_port = htons((in_port_t)atoi(arguments[1])), .sin_addr = ip(arguments[0])};
  const int sender = socket(AF_INET, SOCK_DGRAM, 0);
  set(sender, SOL_SOCKET, SO_BROADCAST, &one, sizeof one);
  set(sender, IPPROTO_IP, IP_MULTICAST_TTL, &ttl, sizeof ttl);
  set(sender, IPPROTO_IP, IP_MULTICAST_IF, &interface, sizeof interface);
  for (;;) {
    /* A refusal of an earlier one (nobody has that port yet) is told here and is no reason to stop. */
    sendto(sender, arguments[3], strlen(arguments[3]), 0, (const struct sockaddr*)&to, sizeof to);
    nanosleep(&interval, NULL);
  }
}

static void receive_for_ever(char** arguments) {
  const int one = 1;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((in_port_t)atoi(arguments[0]))};
  socklen_t length = sizeof address;
  const int receiver = socket(AF_INET, SOCK_DGRAM, 0);
  set(receiver, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(receiver, (const struct sockaddr*)&address, length) != 0 ||
      getsockname(receiver, (struct sockaddr*)&address, &length) != 0) {
    fail("bind");
  }
  if (arguments[1] != NULL) {
    const struct ip_mreq group = {.imr_multiaddr = ip(arguments[1]), .imr_interface = ip(arguments[2])};
    set(receiver, IPPROTO_IP, IP_ADD_MEMBERSHIP, &group, sizeof group);
  }
  printf("listening on %d\n", ntohs(address.sin_port));
  fflush(stdout);
  char text[1500];
  for (;;) {
    length = sizeof address;
    const long got = recvfrom(receiver, text, sizeof text, 0, (struct sockaddr*)&address, &length);
    if (got < 0) {
      fail("recvfrom");
    }
    printf("from %s got [%.*s]\n", inet_ntoa(address.sin_addr), (int)got, text);
    fflush(stdout);
  }
}

int main(int argc, char** argv) {
  if ((argc == 6 || argc == 7) && strcmp(argv[1], "send") == 0) {
    send_for_ever(argv + 2);
  } else if (argc >= 3 && argc <= 5 && strcmp(argv[1], "receive") == 0) {
    receive_for_ever(argv + 2);
  }
  fputs("usage: udp_peer send ADDRESS PORT MILLISECONDS TEXT [INTERFACE] | receive PORT [GROUP [INTERFACE]]\n", stderr);
  return 2;
}
