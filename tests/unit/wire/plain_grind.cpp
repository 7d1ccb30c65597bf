#include "plain_grind.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "wire/plain_reader.h"

namespace landline::wire::plain_grind {

namespace {

constexpr std::size_t kWhole = std::size_t(-1);

/// Takes down the items of one reader.
class Scribe {
 public:
  explicit Scribe(const Settings& settings) : m_settings(settings), m_reader(settings.limits) {
    m_reader.setTakesFiles(settings.takes_files);
  }

  void bring(std::string_view portion) {
    // A buffer of its own, exactly as long: a sanitizer then sees whoever reads beyond it or keeps a view of it.
    const std::unique_ptr<char[]> copy(new char[portion.size()]);
    portion.copy(copy.get(), portion.size());
    m_reader.feed({copy.get(), portion.size()});
    drain();
  }

  void bringQuiet() {
    // The beginning of a code point waits for a second quiet, nothing waits for a third.
    for (int i = 0; i < 2 && m_reader.wantsQuiet(); ++i) {
      m_reader.quiet();
      drain();
    }
    EXPECT_FALSE(m_reader.wantsQuiet());
  }

  const Story& story() const { return m_story; }

 private:
  void drain() {
    while (const std::optional<PlainReader::Item> item = m_reader.next()) {
      if (const auto* text = std::get_if<PlainReader::Text>(&*item)) {
        takeDown(*text);
      } else if (const auto* header = std::get_if<PlainReader::FileHeader>(&*item)) {
        takeDown(*header);
      } else {
        takeDown(std::get<PlainReader::Body>(*item));
      }
    }
  }

  void takeDown(const PlainReader::Text& text) {
    EXPECT_FALSE(text.text.isEmpty());
    for (const QChar c : text.text) {
      EXPECT_TRUE(c == QLatin1Char('\t') || c.category() != QChar::Other_Control) << c.unicode();
    }
    m_story.push_back("text " + text.text.toStdString());
  }

  void takeDown(const PlainReader::FileHeader& header) {
    EXPECT_TRUE(m_settings.takes_files);
    EXPECT_GE(header.size, 0);
    m_story.push_back("header " + header.name.toStdString() + " " + std::to_string(header.size));
    EXPECT_FALSE(m_reader.next()) << "nothing may come before the answer";
    EXPECT_FALSE(m_reader.wantsQuiet());
    if (m_settings.answer == Answer::Refuse) {
      return m_reader.refuseBody();
    }
    m_reader.takeBody();
    EXPECT_EQ(m_reader.bodyLeft(), header.size);
    m_left = header.size;
    m_story.emplace_back("body");
  }

  void takeDown(const PlainReader::Body& body) {
    if (!body.octets.empty()) {
      m_story.back() += (m_story.back() == "body" ? " " : "") + std::string(body.octets);
    }
    m_left -= static_cast<qint64>(body.octets.size());
    EXPECT_EQ(m_reader.bodyLeft(), m_left);
    EXPECT_EQ(body.last, m_left == 0);
    if (body.last) {
      m_story.emplace_back("body end");
    }
  }

  Settings m_settings;
  PlainReader m_reader;
  qint64 m_left = 0;
  Story m_story;
};

}  // namespace

Story play(const Script& script, std::size_t portion, std::size_t first, const Settings& settings) {
  Scribe scribe(settings);
  for (std::size_t i = 0; i < script.bursts.size(); ++i) {
    std::string_view left = script.bursts[i];
    for (std::size_t next = first > 0 ? first : portion; !left.empty(); next = portion) {
      scribe.bring(left.substr(0, next));
      left.remove_prefix(std::min(next, left.size()));
    }
    if (i + 1 < script.bursts.size() || script.quiet_at_end) {
      scribe.bringQuiet();
    }
  }
  return scribe.story();
}

void expectStory(const Script& script, const Story& expected, const Settings& settings) {
  {
    SCOPED_TRACE("in one write");
    EXPECT_EQ(play(script, kWhole, 0, settings), expected);
  }
  std::size_t longest = 0;
  for (const std::string& burst : script.bursts) {
    longest = std::max(longest, burst.size());
  }
  for (std::size_t at = 1; at < longest && !::testing::Test::HasFailure(); ++at) {
    SCOPED_TRACE("split at " + std::to_string(at));
    EXPECT_EQ(play(script, kWhole, at, settings), expected);
  }
  for (const std::size_t portion : {1U, 2U, 3U, 5U, 127U, 128U, 129U}) {
    SCOPED_TRACE("octets at a time: " + std::to_string(portion));
    EXPECT_EQ(play(script, portion, 0, settings), expected);
  }
}

std::string buffer(std::string_view text, std::string_view stale) {
  std::string octets(text);
  octets += '\0';
  octets += stale;
  octets.resize(128, '\0');
  return octets;
}

}  // namespace landline::wire::plain_grind
