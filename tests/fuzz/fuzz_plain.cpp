#include "fuzz_targets.h"
#include <QString>

#include <algorithm>
#include <string>
#include <vector>

#include "wire/plain_reader.h"

namespace landline::fuzz {

namespace {

using wire::PlainReader;
using Story = std::vector<std::string>;

constexpr char kQuiet = '\xF5';  // no UTF-8 has it, so nothing is lost by not being able to feed it
constexpr std::size_t kMostHeld = 300;

struct How {
  bool takes_files = false;
  bool takes_bodies = false;
};

Limits limits() {
  Limits small;
  small.plain_message = kMostHeld;
  small.header_line = 100;
  return small;
}

class Scribe {
 public:
  explicit Scribe(How how) : m_how(how) { m_reader.setTakesFiles(how.takes_files); }

  void feed(std::string_view octets) {
    const std::string buffer(octets);  // of its own: a sanitizer sees whoever keeps a view of it
    m_reader.feed(buffer);
    drain();
  }

  void quiet() {
    for (int i = 0; i < 2 && m_reader.wantsQuiet(); ++i) {
      m_reader.quiet();
      drain();
    }
    FUZZ_CHECK(!m_reader.wantsQuiet());
  }

  const Story& story() const { return m_story; }

 private:
  void drain() {
    while (const std::optional<PlainReader::Item> item = m_reader.next()) {
      if (const auto* text = std::get_if<PlainReader::Text>(&*item)) {
        FUZZ_CHECK(!text->text.isEmpty());
        // Escaping makes four characters of one octet at most.
        FUZZ_CHECK(static_cast<std::size_t>(text->text.size()) <= 4 * kMostHeld);
        m_story.push_back("text " + text->text.toStdString());
      } else if (const auto* header = std::get_if<PlainReader::FileHeader>(&*item)) {
        onHeader(*header);
      } else {
        onBody(std::get<PlainReader::Body>(*item));
      }
    }
  }

  void onHeader(const PlainReader::FileHeader& header) {
    FUZZ_CHECK(m_how.takes_files);
    const Result<QByteArray> again = wire::encodePlainHeader(header.name, header.size, limits());
    FUZZ_CHECK(again.ok());
    m_story.push_back("header " + again->toStdString());
    FUZZ_CHECK(!m_reader.next());
    if (m_how.takes_bodies) {
      m_reader.takeBody();
      m_left = header.size;
      m_story.emplace_back("body ");
    } else {
      m_reader.refuseBody();
    }
  }

  void onBody(const PlainReader::Body& body) {
    m_left -= static_cast<qint64>(body.octets.size());
    FUZZ_CHECK(m_left >= 0 && m_left == m_reader.bodyLeft());
    FUZZ_CHECK(body.last == (m_left == 0));
    m_story.back() += body.octets;
    if (body.last) {
      m_story.emplace_back("end");
    }
  }

  How m_how;
  PlainReader m_reader{limits()};
  qint64 m_left = 0;
  Story m_story;
};

std::vector<std::string_view> burstsOf(std::string_view stream) {
  std::vector<std::string_view> bursts;
  for (;;) {
    const std::size_t end = std::min(stream.find(kQuiet), stream.size());
    bursts.push_back(stream.substr(0, end));
    if (end == stream.size()) {
      return bursts;
    }
    stream.remove_prefix(end + 1);
  }
}

Story read(const std::vector<std::string_view>& bursts, How how, std::size_t portion) {
  Scribe scribe(how);
  for (std::string_view burst : bursts) {
    while (!burst.empty()) {
      scribe.feed(burst.substr(0, portion));
      burst.remove_prefix(std::min(portion, burst.size()));
    }
    scribe.quiet();
  }
  return scribe.story();
}

/// The page's words again, for short bursts of ASCII without files: first NULs become LFs, then lines are split.
Story expected(const std::vector<std::string_view>& bursts) {
  constexpr std::size_t kBuffer = wire::kPlainBuffer;
  Story story;
  for (const std::string_view burst : bursts) {
    std::string lines;
    const bool buffers = burst.find('\0') != std::string_view::npos && burst.size() % kBuffer == 0;
    const std::size_t step = buffers ? kBuffer : 1;
    for (std::size_t at = 0; at < burst.size(); at += step) {
      const std::string_view part = burst.substr(at, step);
      const std::size_t nul = part.find('\0');
      lines += part.substr(0, nul);
      lines += nul == std::string_view::npos ? "" : "\n";
    }
    for (std::size_t at = 0; at < lines.size();) {
      const std::size_t end = std::min(lines.find('\n', at), lines.size());
      std::string line = lines.substr(at, end - at);
      at = end + 1;
      if (!line.empty() && line.back() == '\r') {
        line.pop_back();
      }
      if (!line.empty()) {
        story.push_back("text " + wire::shownPlain(line).toStdString());
      }
    }
  }
  return story;
}

bool isModelled(const std::vector<std::string_view>& bursts) {
  return std::all_of(bursts.begin(), bursts.end(), [](std::string_view burst) {
    return burst.size() <= kMostHeld &&
           std::all_of(burst.begin(), burst.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  });
}

}  // namespace

void plain(std::string_view input) {
  if (input.empty()) {
    return;
  }
  const auto first = static_cast<unsigned char>(input[0]);
  const How how{(first & 1) != 0, (first & 2) != 0};
  const std::vector<std::string_view> bursts = burstsOf(input.substr(1));
  const Story whole = read(bursts, how, std::max<std::size_t>(input.size(), 1));
  for (const std::size_t portion : {std::size_t{1}, std::size_t{2} + (first >> 2)}) {
    FUZZ_CHECK(read(bursts, how, portion) == whole);
  }
  if (!how.takes_files && isModelled(bursts)) {
    FUZZ_CHECK(whole == expected(bursts));
  }
}

}  // namespace landline::fuzz
