#pragma once

#include <QString>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/limits.h"
#include "wire/plain_text.h"

namespace landline::wire {

/// Plain octets in, messages out: PROTOCOL.md, section "Plain peers". It knows no clock: the caller says when the line
/// has been quiet for Limits::plain_quiet. What comes out depends on the octets and the places of the quiets alone, not
/// on how the octets were cut into feeds.
///
///     reader.feed(octets);                       // or reader.quiet()
///     while (const auto item = reader.next()) {  // until there is nothing more; only then feed again
///       ...                                      // a Body's view is good until the next call
///     }
///     poll(socket, reader.wantsQuiet() ? Limits::plain_quiet : for ever);   // nothing came in time: reader.quiet()
///
/// After a FileHeader next() gives nothing until takeBody() or refuseBody() was called; do not feed meanwhile. What
/// stood behind the header is kept: at most what one feed brought and two messages.
class PlainReader {
 public:
  /// A message, never empty, as shownPlain() makes it. One over Limits::plain_message octets comes as several.
  struct Text {
    QString text;
  };
  /// Only where files are taken.
  struct FileHeader : PlainHeader {
    bool ended_by_quiet = false;  ///< it has neither LF nor NUL
  };
  /// A part of the body, a view of what was fed. Empty only for a size of 0, which has this one part.
  struct Body {
    std::string_view octets;
    bool last = false;
  };
  using Item = std::variant<Text, FileHeader, Body>;

  explicit PlainReader(const Limits& limits) : m_limits(limits) {}
  PlainReader(const PlainReader&) = delete;
  PlainReader& operator=(const PlainReader&) = delete;

  /// Whether a message `name&size` is a header; at first it is text. For messages that have not come out yet.
  void setTakesFiles(bool takes) { m_takes_files = takes; }

  /// `octets` must live until next() gives nothing.
  void feed(std::string_view octets);

  /// The line has been quiet: this ends a message without LF or NUL, and shows whether a burst is 128-octet buffers.
  void quiet();

  /// Whether quiet() would change anything: a message without its end, or one of which not all is known.
  bool wantsQuiet() const;

  std::optional<Item> next();

  /// The answer to a FileHeader: the next octets are its body, or are read as text.
  void takeBody();
  void refuseBody();

  /// Octets were fed that have not come out: those behind a header, for example.
  bool keepsOctets() const { return !m_input.empty(); }

  /// Octets of the body that are to come; 0 where none is being read.
  qint64 bodyLeft() const { return m_body_left; }

 private:
  enum class State { Text, Header, Body };

  /// What NUL does in this burst: it ends a message, or a message and its buffer. Not known before the first one, and
  /// from there on octets are held until it is.
  enum class Nuls { Unknown, End, Buffers };

  /// Where the message ends that m_input begins with.
  struct Ending {
    std::size_t length = 0;  // of the message
    std::size_t taken = 0;   // with its end, and the rest of its buffer
    bool cut = false;        // the message goes on
    bool by_quiet = false;
  };

  std::optional<Item> nextMessage();
  std::optional<Item> nextBody();
  std::optional<Item> takeMessage(const Ending& ending);
  std::optional<Ending> nextEnding();  // none: more must come
  std::optional<Ending> endByLf(std::size_t lf);
  std::optional<Ending> endByNul(std::size_t nul);
  std::optional<Ending> endByQuiet();
  bool knowsNuls(std::size_t nul, std::size_t body, const std::optional<PlainHeader>& header);
  std::optional<PlainHeader> headerIn(std::string_view message) const;
  std::size_t pastBuffer(std::size_t at) const;
  void beginBurst();
  void keepRest();

  Limits m_limits;
  bool m_takes_files = false;
  State m_state = State::Text;
  std::string_view m_input;  // what is not taken yet: the end of what was fed, or of m_kept
  std::string m_kept;
  bool m_input_is_kept = false;
  std::size_t m_scanned = 0;  // no message ends before it in m_input
  std::size_t m_place = 0;    // of m_input in its 128-octet buffer, if there are any
  Nuls m_nuls = Nuls::Unknown;
  bool m_quiet = false;        // the line was quiet behind m_input
  bool m_tail_waited = false;  // m_input is the beginning of a code point, and a quiet has been spent on it
  bool m_cut = false;          // m_input goes on with a message whose beginning has come out
  qint64 m_header_size = 0;
  qint64 m_body_left = 0;
};

}  // namespace landline::wire
