#include "fuzz_targets.h"

#include <string>
#include <variant>

#include "wire/announcement.h"

namespace landline::fuzz {

namespace {

template <typename Value>
void checkError(const Result<Value>& result) {
  FUZZ_CHECK(!result.error().code.isEmpty());
  FUZZ_CHECK(!result.error().detail.isEmpty());
}

std::string encoded(const wire::Discovery& discovery) {
  if (const auto* announcement = std::get_if<wire::Announcement>(&discovery)) {
    FUZZ_CHECK(!announcement->id.isNull());
    FUZZ_CHECK(announcement->port != 0);
    FUZZ_CHECK(wire::isName(announcement->name));
    return wire::encodeAnnouncement(*announcement).toStdString();
  }
  if (const auto* goodbye = std::get_if<wire::Goodbye>(&discovery)) {
    FUZZ_CHECK(!goodbye->id.isNull());
    return wire::encodeGoodbye(goodbye->id).toStdString();
  }
  return wire::encodeQuery().toStdString();
}

}  // namespace

void announcement(std::string_view input) {
  constexpr std::size_t kLargest = wire::kLargestAnnouncement;
  if (const Result<wire::Discovery> discovery = wire::parseDiscovery(input)) {
    FUZZ_CHECK(input.size() <= kLargest);
    FUZZ_CHECK(!std::holds_alternative<wire::Query>(*discovery) || input.size() == kLargest);
    const std::string octets = encoded(*discovery);
    FUZZ_CHECK(octets.size() <= kLargest);
    const Result<wire::Discovery> again = wire::parseDiscovery(octets);
    FUZZ_CHECK(again.ok());
    FUZZ_CHECK(again->index() == discovery->index());
    FUZZ_CHECK(encoded(*again) == octets);
  } else {
    checkError(discovery);
  }
  if (const Result<wire::ProbeDatagram> probe = wire::parseProbeDatagram(input)) {
    FUZZ_CHECK(input.size() <= kLargest);
    const std::string octets = wire::encodeProbeDatagram(*probe).toStdString();
    FUZZ_CHECK(octets.size() <= kLargest);
    const Result<wire::ProbeDatagram> again = wire::parseProbeDatagram(octets);
    FUZZ_CHECK(again.ok());
    FUZZ_CHECK(wire::encodeProbeDatagram(*again).toStdString() == octets);
  } else {
    checkError(probe);
  }
}

}  // namespace landline::fuzz
