#pragma once

#include <gtest/gtest.h>

#include <algorithm>

#include "net/discovery_sockets.h"

namespace landline::test {

inline QVector<net::HostInterface> loopbackOnly() {
  QVector<net::HostInterface> all = net::hostInterfaces();
  all.erase(
      std::remove_if(all.begin(), all.end(), [](const net::HostInterface& interface) { return !interface.loopback; }),
      all.end());
  return all;
}

/// Where servers are announced and found by those of one test alone: on loopback, at a port that was free.
inline net::DiscoveryPlace loopbackDiscovery() {
  net::DiscoverySocket free_port(net::DiscoverySocket::Family::IPv4, nullptr);
  EXPECT_TRUE(free_port.open(0).ok());
  net::DiscoveryPlace place;
  place.interfaces = loopbackOnly;
  place.port = free_port.port();
  return place;
}

}  // namespace landline::test
