#pragma once

#include "net_fixture.h"

#include <functional>
#include <string>

namespace landline::net {

inline constexpr std::string_view kHelloFrame =
    "hello&51\n{\"protocol\":1,\"name\":\"desk-7\",\"app\":\"landline/0.1\"}";

inline constexpr std::chrono::seconds kPatience{10};  // only bounds a failure

class ControlBadPeerTest : public NetTest {
 protected:
  /// Runs `talk` as a client of the server in another thread, after its TLS handshake; returns what it returns.
  std::future<std::string> client(std::function<std::string(test::RawTls&)> talk,
                                  const test::RawTls::Options& options) {
    return std::async(std::launch::async, [port = m_listener->port(), talk = std::move(talk), options] {
      test::RawTls tls(test::connectTcp(port), options);
      return tls.connect() ? talk(tls) : std::string("no handshake");
    });
  }

  /// The same with a certificate that there is nothing to say against.
  std::future<std::string> client(std::function<std::string(test::RawTls&)> talk) {
    return client(std::move(talk), {&m_good});
  }

  bool serverClosed() {
    return test::waitFor([this] { return !m_accepted.empty() && server().isClosed(); });
  }

  test::Certificate m_good = test::makeCertificate({"good"});
};

inline std::string listenToEnd(test::RawTls& tls) {
  return tls.readToEnd();
}

}  // namespace landline::net
