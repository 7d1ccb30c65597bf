/* What every lesson about sockets begins with, so that the peers here hold only what is special about them. */
#pragma once

/* A connection to HOST:PORT. Ends the program where there is none. */
int connect_to(const char* host, const char* port);

/* Listens on 127.0.0.1:PORT, says "listening on PORT" (0: a free one), and returns the first connection. */
int accept_one(const char* port);

/* Sends all octets, or ends the program. */
void send_all(int socket, const void* octets, unsigned long size);

/* Prints the reason of the last failure and ends the program. */
void fail(const char* what);
