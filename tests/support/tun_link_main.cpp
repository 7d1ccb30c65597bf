// Joins two network namespaces by a link of a given quality until its standard input ends:
//
//     tun_link LEFT RIGHT [delay-ms=10] [mbit=100] [queue-kib=256] [loss=0.01] [seed=1]
//
// LEFT and RIGHT are names of `ip netns` or paths. The delay is one way, both directions are alike but draw their
// losses apart. Says "ready" when both devices are up (10.77.0.1 on the left, 10.77.0.2 on the right), then takes
// commands, a line each, and answers each with a line: cut, join, loss PROBABILITY, counts (answered in JSON).

#include <fcntl.h>

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <sstream>
#include <string>

#include "support/tun_link.h"

namespace {

using namespace landline;
using test::LinkQuality;
using test::TunLink;
using test::TunLinkQueue;

FileDescriptor openNamespace(const std::string& name) {
  const std::string path = name.find('/') == std::string::npos ? "/run/netns/" + name : name;
  FileDescriptor opened(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!opened) {
    std::perror(path.c_str());
    std::exit(1);
  }
  return opened;
}

/// False where the setting is none.
bool take(const std::string& setting, LinkQuality& quality) {
  const std::size_t sign = setting.find('=');
  if (sign == std::string::npos) {
    return false;
  }
  const std::string name = setting.substr(0, sign);
  const double value = std::atof(setting.c_str() + sign + 1);
  if (name == "delay-ms") {
    quality.delay = std::chrono::nanoseconds(static_cast<std::int64_t>(value * 1e6));
  } else if (name == "mbit") {
    quality.octets_per_second = static_cast<std::uint64_t>(value * 1e6 / 8);
  } else if (name == "queue-kib") {
    quality.queue = static_cast<std::size_t>(value * 1024);
  } else if (name == "loss") {
    quality.loss = value;
  } else if (name == "seed") {
    quality.seed = static_cast<std::uint64_t>(value);
  } else {
    return false;
  }
  return true;
}

std::string asJson(const TunLinkQueue::Counts& counts) {
  std::ostringstream text;
  text << "{\"passed\":" << counts.passed << ",\"octets\":" << counts.octets << ",\"lost\":" << counts.lost
       << ",\"overflow\":" << counts.overflow << ",\"cut\":" << counts.cut << "}";
  return text.str();
}

std::string obey(TunLink& link, const std::string& line) {
  std::istringstream words(line);
  std::string command;
  double number = 0;
  words >> command;
  if (command == "cut" || command == "join") {
    link.setCut(command == "cut");
    return "ok";
  }
  if (command == "loss" && words >> number) {
    link.setLoss(number);
    return "ok";
  }
  if (command == "counts") {
    const auto counts = link.counts();
    return "{\"to_right\":" + asJson(counts[0]) + ",\"to_left\":" + asJson(counts[1]) + "}";
  }
  return "unknown command";
}

}  // namespace

int main(int argc, char** argv) {
  LinkQuality quality;
  bool good = argc >= 3;
  for (int i = 3; good && i < argc; ++i) {
    good = take(argv[i], quality);
  }
  if (!good) {
    std::fputs("usage: tun_link LEFT RIGHT [delay-ms=N] [mbit=N] [queue-kib=N] [loss=P] [seed=N]\n", stderr);
    return 2;
  }
  LinkQuality back = quality;
  back.seed = quality.seed + 1;
  const auto link = TunLink::create(openNamespace(argv[1]).get(), openNamespace(argv[2]).get(), quality, back);
  if (!link) {
    std::fprintf(stderr, "tun_link: %s\n", qPrintable(link.error().detail));
    return 1;
  }
  std::cout << "ready" << std::endl;
  for (std::string line; std::getline(std::cin, line);) {
    std::cout << obey(**link, line) << std::endl;
  }
  return 0;
}
