#include "files/content_digest.h"

#include <gtest/gtest.h>

#include <string>

namespace landline::files {
namespace {

std::string digestOf(std::string_view octets) {
  ContentDigest digest;
  digest.update(octets);
  return digest.hex().toStdString();
}

std::string million() {
  std::string octets(1'000'000, '\0');
  for (std::size_t i = 0; i < octets.size(); ++i) {
    octets[i] = char(i * 7 + i / 251);
  }
  return octets;
}

TEST(ContentDigest, IsWhatOthersCallXxh128) {
  EXPECT_EQ(digestOf(""), "99aa06d3014798d86001c324468d497f");
  EXPECT_EQ(digestOf("abc"), "06b05ab6733a618578af5f94892f3950");
  EXPECT_EQ(digestOf(million()), "aa38d5563cebea1d774ca1f121240067");
}

TEST(ContentDigest, DoesNotDependOnHowTheOctetsAreSplit) {
  const std::string octets = million();
  for (const std::size_t piece : {1UL, 63UL, 256UL, 1024UL, 65'537UL, 999'999UL}) {
    ContentDigest digest;
    for (std::size_t at = 0; at < octets.size(); at += piece) {
      digest.update(std::string_view(octets).substr(at, piece));
    }
    EXPECT_EQ(digest.hex().toStdString(), digestOf(octets)) << piece;
  }
}

TEST(ContentDigest, CanBeAskedOnTheWay) {
  ContentDigest digest;
  digest.update("ab");
  EXPECT_EQ(digest.hex().toStdString(), digestOf("ab"));
  digest.update({});
  digest.update("c");
  EXPECT_EQ(digest.hex().toStdString(), digestOf("abc"));
}

}  // namespace
}  // namespace landline::files
