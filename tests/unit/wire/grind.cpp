#include "grind.h"

#include <gtest/gtest.h>

#include <memory>
#include <ostream>

namespace landline::wire::grind {

namespace {

using Kind = FrameDecoder::Kind;

/// Takes down the events of one decoder. Octets of a piece are joined, so that the portions do not show.
class Scribe {
 public:
  explicit Scribe(const Settings& settings) : m_settings(settings), m_decoder(settings.limits, settings.pieces) {
    m_decoder.setAdmitted(settings.admitted);
  }

  /// False after a failure.
  bool bring(std::string_view portion) {
    // A buffer of its own, exactly as long: a sanitizer then sees whoever reads beyond it or keeps a view of it.
    const std::unique_ptr<char[]> buffer(new char[portion.size()]);
    portion.copy(buffer.get(), portion.size());
    std::string_view input(buffer.get(), portion.size());
    for (;;) {
      const std::string_view before = input;
      const FrameDecoder::Event event = m_decoder.next(input);
      EXPECT_EQ(input.data() + input.size(), before.data() + before.size()) << "taken from the front only";
      if (event.kind == Kind::NeedMore) {
        EXPECT_TRUE(input.empty());
        return true;
      }
      takeDown(event, before);
      if (event.kind == Kind::Failed) {
        expectFailedForGood(input, event.error);
        return false;
      }
    }
  }

  Outcome outcome() const { return {m_story, m_decoder.atFrameBoundary(), m_error}; }

 private:
  void takeDown(const FrameDecoder::Event& event, std::string_view input) {
    switch (event.kind) {
      case Kind::NeedMore:
        break;
      case Kind::Message: {
        const std::size_t limit =
            m_settings.admitted ? m_settings.limits.message_body : m_settings.limits.message_body_before_admission;
        EXPECT_LE(event.octets.size(), limit);
        EXPECT_EQ(static_cast<std::int64_t>(event.octets.size()), event.size);
        m_story.push_back("message " + std::string(event.name) + " " + std::string(event.octets));
        break;
      }
      case Kind::PieceBegin:
        EXPECT_LE(event.size, m_settings.limits.file_piece);
        EXPECT_EQ(event.name.substr(0, 2), kPiecePrefix);
        EXPECT_EQ(m_settings.pieces, FrameDecoder::Pieces::Taken);
        m_left = event.size;
        m_story.push_back("piece " + std::string(event.name) + " " + std::to_string(event.size));
        m_story.emplace_back("piece octets ");
        break;
      case Kind::PieceOctets:
        EXPECT_FALSE(event.octets.empty());
        EXPECT_GE(event.octets.data(), input.data()) << "not a view of the input";
        EXPECT_LE(event.octets.data() + event.octets.size(), input.data() + input.size());
        m_left -= static_cast<std::int64_t>(event.octets.size());
        EXPECT_GE(m_left, 0);
        m_story.back() += event.octets;
        break;
      case Kind::PieceEnd:
        EXPECT_EQ(m_left, 0);
        m_story.emplace_back("piece end");
        break;
      case Kind::Failed:
        EXPECT_FALSE(event.error.detail.isEmpty());
        m_error = event.error;
        m_story.push_back("failed " + event.error.code.toStdString());
        break;
    }
  }

  void expectFailedForGood(std::string_view input, const Error& error) {
    std::string_view more = input.empty() ? std::string_view("ping&2\n{}") : input;
    const std::size_t size = more.size();
    const FrameDecoder::Event event = m_decoder.next(more);
    EXPECT_EQ(event.kind, Kind::Failed);
    EXPECT_EQ(event.error, error);
    EXPECT_EQ(more.size(), size);
    EXPECT_FALSE(m_decoder.atFrameBoundary());
  }

  Settings m_settings;
  FrameDecoder m_decoder;
  std::int64_t m_left = 0;
  Story m_story;
  Error m_error;
};

std::vector<std::string_view> oneByOne(std::string_view octets) {
  std::vector<std::string_view> portions;
  for (std::size_t i = 0; i < octets.size(); ++i) {
    portions.push_back(octets.substr(i, 1));
  }
  return portions;
}

/// Calls `check` with the outcome of every way to bring `octets`.
template <typename Check>
void forEverySplit(std::string_view octets, const Settings& settings, Check check) {
  {
    SCOPED_TRACE("in one write");
    check(decode({octets}, settings));
  }
  {
    SCOPED_TRACE("one octet at a time");
    check(decode(oneByOne(octets), settings));
  }
  for (std::size_t i = 0; i <= octets.size() && !::testing::Test::HasFailure(); ++i) {
    SCOPED_TRACE("split at " + std::to_string(i));
    check(decode({octets.substr(0, i), octets.substr(i)}, settings));
  }
}

}  // namespace

Outcome decode(const std::vector<std::string_view>& portions, const Settings& settings) {
  Scribe scribe(settings);
  for (const std::string_view portion : portions) {
    if (!scribe.bring(portion)) {
      break;
    }
  }
  return scribe.outcome();
}

void expectStory(std::string_view octets, const Story& expected, const Settings& settings) {
  forEverySplit(octets, settings, [&](const Outcome& outcome) { EXPECT_EQ(outcome.story, expected); });
}

void expectFailure(std::string_view octets, QLatin1String code, const Settings& settings) {
  const Error first = decode({octets}, settings).error;
  forEverySplit(octets, settings, [&](const Outcome& outcome) {
    EXPECT_EQ(outcome.error.code.toStdString(), code.latin1());
    EXPECT_EQ(outcome.error, first);
  });
}

}  // namespace landline::wire::grind
