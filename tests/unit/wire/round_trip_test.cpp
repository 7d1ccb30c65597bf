#include <gtest/gtest.h>

#include <random>
#include <string>
#include <utility>

#include "wire/header.h"
#include "wire/messages.h"

// For any value of any message of batches, resuming, the queue and probes: what is encoded parses, to a message that is
// encoded to the same octets again. (There is no == for messages: their octets, which are canonical, are compared.)
namespace landline::wire {
namespace {

/// Makes values of every form, the extreme ones often. The same in every run.
class Dice {
 public:
  explicit Dice(unsigned seed) : m_engine(seed) {}

  int below(int count) { return static_cast<int>(m_engine() % static_cast<unsigned>(count)); }
  bool coin() { return below(2) == 0; }

  qint64 count() {
    switch (below(4)) {
      case 0:
        return 0;
      case 1:
        return kLargestSize;
      case 2:
        return below(1000);
      default:
        return static_cast<qint64>(m_engine64() % static_cast<quint64>(kLargestSize));
    }
  }
  qint64 moment() { return coin() ? count() : -count(); }

  QString hex(int digits) {
    QString text;
    for (int i = 0; i < digits; ++i) {
      text += QLatin1Char("0123456789abcdef"[below(16)]);
    }
    return text;
  }
  QString uuid() {
    return hex(8) + QLatin1Char('-') + hex(4) + QLatin1Char('-') + hex(4) + QLatin1Char('-') + hex(4) +
           QLatin1Char('-') + hex(12);
  }
  QString code() {
    QString text;
    for (int i = below(64); i >= 0; --i) {
      text += QLatin1Char("abcdefghijklmnopqrstuvwxyz0123456789-"[below(37)]);
    }
    return text;
  }
  /// Code points of every plane but surrogates and NUL: those no message carries.
  QString text(int most) {
    QString text;
    for (int i = below(most + 1); i > 0; --i) {
      static const std::pair<unsigned, unsigned> kRanges[] = {{0x01, 0x1F},     {0x20, 0x7F},     {0x80, 0x9F},
                                                              {0xA0, 0xD7FF},   {0xE000, 0xFFFF}, {0x10000, 0x10FFFF},
                                                              {0x202A, 0x202E}, {0x22, 0x22},     {0x5C, 0x5C}};
      const auto [first, last] = kRanges[below(9)];
      const auto point = static_cast<char32_t>(first + m_engine() % (last - first + 1));
      text += QString::fromUcs4(&point, 1);
    }
    return text;
  }
  /// A NAME or a LABEL: `least` to 64 code points without control characters.
  QString label(int least) {
    QString text;
    for (int i = least + below(65 - least); i > 0; --i) {
      static const std::pair<unsigned, unsigned> kRanges[] = {
          {0x20, 0x7E}, {0xA0, 0xD7FF}, {0xE000, 0xFFFF}, {0x10000, 0x10FFFF}};
      const auto [first, last] = kRanges[below(4)];
      const auto point = static_cast<char32_t>(first + m_engine() % (last - first + 1));
      text += QString::fromUcs4(&point, 1);
    }
    return text;
  }
  QVector<qint64> counts(int most) {
    QVector<qint64> values;
    for (int i = below(most + 1); i > 0; --i) {
      values.append(count());
    }
    return values;
  }

 private:
  std::mt19937 m_engine;
  std::mt19937_64 m_engine64{m_engine()};
};

Manifest someManifest(Dice& dice) {
  Manifest manifest;
  manifest.page = dice.count();
  qint64 index = dice.below(1'000'000);
  for (int i = dice.below(20); i > 0; --i) {
    ManifestEntry entry;
    entry.index = index;
    index += 1 + dice.below(5);
    entry.path = dice.text(60);
    entry.kind = dice.coin() ? ManifestEntry::Kind::File : ManifestEntry::Kind::Directory;
    entry.size = entry.kind == ManifestEntry::Kind::File ? dice.count() : 0;
    entry.mtime = dice.moment();
    manifest.files.append(entry);
  }
  manifest.last = dice.coin();
  if (manifest.last || dice.coin()) {
    manifest.files_total = dice.count();
    manifest.bytes_total = dice.count();
  }
  return manifest;
}

Have someHave(Dice& dice) {
  Have have{dice.count(), dice.count(), dice.count(), dice.count(), {}};
  for (int i = dice.coin() ? kMostDigests : dice.below(5); i > 0; --i) {
    have.digests.append(dice.hex(32));
  }
  return have;
}

Want someWant(Dice& dice) {
  Want want;
  want.page = dice.count();
  for (int i = dice.coin() ? Limits{}.manifest_page_entries : dice.below(5); i > 0; --i) {
    want.skip.append({dice.count(), dice.code()});
  }
  return want;
}

DataMessage someData(Dice& dice) {
  switch (dice.below(10)) {
    case 0:
      return someManifest(dice);
    case 1:
      return someHave(dice);
    case 2:
      return someWant(dice);
    case 3:
      return FileStart{dice.count(), dice.count()};
    case 4:
      return Digest{dice.count(), dice.hex(32)};
    case 5:
      return Skip{dice.count(), dice.code()};
    case 6:
      return Stored{dice.counts(512), dice.counts(512)};
    case 7:
      return Failed{dice.count(), dice.code(), dice.text(512)};
    case 8:
      return dice.coin() ? End{} : End{End::Counts{dice.count(), dice.count(), dice.count()}};
    default:
      return Ping{dice.coin() ? QString() : dice.code()};
  }
}

ControlMessage someControl(Dice& dice) {
  const auto port = [&] { return static_cast<quint16>(1 + dice.below(65535)); };
  switch (dice.below(8)) {
    case 0:
      return Pause{dice.uuid(), dice.coin() ? QString() : dice.code()};
    case 1:
      return Continue{dice.uuid()};
    case 2:
      return Cancel{dice.uuid(), dice.coin() ? QString() : dice.code(), dice.text(512)};
    case 3:
      return Joined{*PeerId::fromHex(dice.hex(64)), dice.label(1), dice.label(0), dice.coin()};
    case 4:
      return Probe{dice.uuid(), port()};
    case 5:
      return Probing{dice.uuid(), port()};
    case 6: {
      Probed probed{dice.uuid(), {}};
      for (int i = dice.coin() ? kMostHeardProbes : dice.below(5); i > 0; --i) {
        probed.heard.append({static_cast<ProbeKind>(dice.below(3)), dice.label(0)});
      }
      return probed;
    }
    default: {
      Offer offer;
      offer.transfer = dice.uuid();
      offer.to = *PeerId::fromHex(dice.hex(64));
      offer.title = dice.text(300);
      if (dice.coin()) {
        offer.files = dice.count();
        offer.bytes = dice.count();
      }
      for (int i = dice.below(kMostFirstNames + 1); i > 0; --i) {
        offer.first.append(dice.text(255));
      }
      if (dice.coin()) {
        offer.from = *PeerId::fromHex(dice.hex(64));
      }
      return offer;
    }
  }
}

template <typename Message>
void expectRoundTrip(const Message& message, Result<Message> (*parse)(std::string_view, std::string_view)) {
  const std::string frame = encode(message).toStdString();
  ASSERT_FALSE(frame.empty());
  const std::size_t header_end = frame.find('\n');
  const Result<Header> header = parseHeader(std::string_view(frame).substr(0, header_end));
  ASSERT_TRUE(header) << header.error().detail.toStdString();
  const std::string_view body = std::string_view(frame).substr(header_end + 1);
  ASSERT_EQ(header->size, static_cast<std::int64_t>(body.size()));
  const Result<Message> parsed = parse(header->name, body);
  ASSERT_TRUE(parsed) << parsed.error().detail.toStdString() << "\n" << frame;
  ASSERT_EQ(parsed->index(), message.index());
  ASSERT_EQ(encode(*parsed).toStdString(), frame);
}

class RoundTrip : public ::testing::TestWithParam<unsigned> {};

TEST_P(RoundTrip, DataMessages) {
  Dice dice(GetParam());
  for (int i = 0; i < 200; ++i) {
    expectRoundTrip<DataMessage>(someData(dice), parseData);
  }
}

TEST_P(RoundTrip, ControlMessages) {
  Dice dice(GetParam());
  for (int i = 0; i < 200; ++i) {
    expectRoundTrip<ControlMessage>(someControl(dice), parseControl);
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RoundTrip, ::testing::Range(1U, 11U));

}  // namespace
}  // namespace landline::wire
