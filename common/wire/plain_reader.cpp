#include "wire/plain_reader.h"

#include <algorithm>

#include "wire/utf8.h"

namespace landline::wire {

namespace {

constexpr std::size_t kBuffer = kPlainBuffer;

bool endsMessage(char c) {
  return c == '\n' || c == '\0';
}

/// A CR before the end belongs to the end: telnet and much of Windows write it.
std::string_view withoutCr(std::string_view message) {
  return message.substr(0, message.size() - (!message.empty() && message.back() == '\r' ? 1 : 0));
}

}  // namespace

void PlainReader::feed(std::string_view octets) {
  if (octets.empty()) {
    return;
  }
  if (m_input.empty()) {
    if (m_quiet) {
      beginBurst();
    }
    m_input = octets;
    m_input_is_kept = false;
  } else {
    keepRest();
    m_kept += octets;
    m_input = m_kept;
  }
  m_quiet = false;
  m_tail_waited = false;
}

void PlainReader::quiet() {
  // While a body or an answer is waited for, silence says nothing.
  m_quiet = m_quiet || m_state == State::Text;
}

bool PlainReader::wantsQuiet() const {
  const bool burst_goes_on = !m_input.empty() || m_place != 0 || m_nuls != Nuls::Unknown;
  return m_state == State::Text && burst_goes_on && !m_quiet;
}

std::optional<PlainReader::Item> PlainReader::next() {
  std::optional<Item> item;
  if (m_state == State::Text) {
    item = nextMessage();
  } else if (m_state == State::Body) {
    item = nextBody();
  }
  if (!item) {
    keepRest();
  }
  return item;
}

void PlainReader::takeBody() {
  if (m_state == State::Header) {
    m_state = State::Body;
    m_body_left = m_header_size;
  }
}

void PlainReader::refuseBody() {
  if (m_state == State::Header) {
    m_state = State::Text;
  }
}

std::optional<PlainReader::Item> PlainReader::nextBody() {
  if (m_input.empty() && m_body_left > 0) {
    return std::nullopt;
  }
  const auto octets = static_cast<std::size_t>(std::min<qint64>(m_body_left, static_cast<qint64>(m_input.size())));
  const Body body{m_input.substr(0, octets), m_body_left == static_cast<qint64>(octets)};
  m_input.remove_prefix(octets);
  m_body_left -= static_cast<qint64>(octets);
  if (body.last) {
    m_state = State::Text;
    beginBurst();
  }
  return body;
}

std::optional<PlainReader::Item> PlainReader::nextMessage() {
  while (const std::optional<Ending> ending = nextEnding()) {
    if (std::optional<Item> item = takeMessage(*ending)) {
      return item;
    }
  }
  return std::nullopt;
}

std::optional<PlainReader::Ending> PlainReader::nextEnding() {
  const std::size_t most = m_limits.plain_message;
  const std::string_view window = m_input.substr(0, most + 1);
  const char* const found = std::find_if(window.data() + m_scanned, window.data() + window.size(), endsMessage);
  const auto end = static_cast<std::size_t>(found - window.data());
  if (end > most) {
    const std::size_t whole = most - unfinishedOctets(window.substr(0, most));
    const std::size_t length = whole > 0 ? whole : most;
    return Ending{length, length, true};
  }
  m_scanned = end;
  if (end == window.size()) {
    return m_quiet ? endByQuiet() : std::nullopt;
  }
  return window[end] == '\0' ? endByNul(end) : endByLf(end);
}

std::optional<PlainReader::Ending> PlainReader::endByLf(std::size_t lf) {
  Ending ending{lf, lf + 1, false};
  const std::optional<PlainHeader> header = headerIn(m_input.substr(0, lf));
  if (!header) {
    return ending;
  }
  // A header may stand in a buffer, too, as fgets() puts a line there: then LF and NUL, and the stale rest must not
  // become the body. The octet behind the LF tells, or the lack of one.
  if (ending.taken == m_input.size()) {
    return m_quiet || m_nuls != Nuls::Unknown ? std::optional(ending) : std::nullopt;
  }
  if (m_input[ending.taken] == '\0') {
    if (!knowsNuls(ending.taken, ending.taken, header)) {
      return std::nullopt;
    }
    if (m_nuls == Nuls::Buffers && (m_place + ending.taken) % kBuffer != 0) {
      ending.taken = pastBuffer(ending.taken);
    }
  }
  return ending;
}

std::optional<PlainReader::Ending> PlainReader::endByNul(std::size_t nul) {
  if (!knowsNuls(nul, nul + 1, headerIn(m_input.substr(0, nul)))) {
    return std::nullopt;
  }
  return Ending{nul, m_nuls == Nuls::Buffers ? pastBuffer(nul) : nul + 1, false};
}

std::optional<PlainReader::Ending> PlainReader::endByQuiet() {
  const std::size_t tail = m_tail_waited ? 0 : unfinishedOctets(m_input);
  const std::size_t length = m_input.size() - tail;
  if (length > 0) {
    return Ending{length, length, false, true};
  }
  // All is said. The beginning of a code point waits once more: its rest may be slower than the quiet is long.
  beginBurst();
  m_quiet = false;
  m_tail_waited = tail > 0;
  m_place = (kBuffer - tail) % kBuffer;
  return std::nullopt;
}

bool PlainReader::knowsNuls(std::size_t nul, std::size_t body, const std::optional<PlainHeader>& header) {
  if (m_nuls != Nuls::Unknown) {
    return true;
  }
  if (m_input.size() - nul > m_limits.plain_message) {
    m_nuls = Nuls::End;
  } else if (m_quiet) {
    const std::string_view rest = m_input.substr(body);
    const bool is_body = header && header->size == static_cast<qint64>(rest.size()) &&
                         rest.find_first_not_of('\0') != std::string_view::npos;
    const bool fits_buffers = (m_place + m_input.size()) % kBuffer == 0;
    m_nuls = fits_buffers && !is_body ? Nuls::Buffers : Nuls::End;
  }
  return m_nuls != Nuls::Unknown;
}

std::size_t PlainReader::pastBuffer(std::size_t at) const {
  return std::min(at + kBuffer - (m_place + at) % kBuffer, m_input.size());
}

std::optional<PlainHeader> PlainReader::headerIn(std::string_view message) const {
  return m_takes_files && !m_cut ? parsePlainHeader(withoutCr(message), m_limits) : std::nullopt;
}

std::optional<PlainReader::Item> PlainReader::takeMessage(const Ending& ending) {
  const std::string_view octets = m_input.substr(0, ending.length);
  const std::string_view message = ending.cut ? octets : withoutCr(octets);
  const std::optional<PlainHeader> header = ending.cut ? std::nullopt : headerIn(octets);
  m_place = (m_place + ending.taken) % kBuffer;
  m_input.remove_prefix(ending.taken);
  m_scanned = 0;
  m_cut = ending.cut;
  if (header) {
    m_state = State::Header;
    m_header_size = header->size;
    return FileHeader{*header, ending.by_quiet};
  }
  if (message.empty()) {
    return std::nullopt;
  }
  return Text{shownPlain(message)};
}

void PlainReader::beginBurst() {
  m_place = 0;
  m_nuls = Nuls::Unknown;
  m_scanned = 0;
}

void PlainReader::keepRest() {
  if (m_input_is_kept) {
    m_kept.erase(0, m_kept.size() - m_input.size());  // m_input is always the end of it
  } else {
    m_kept = m_input;
  }
  if (m_kept.empty()) {
    m_kept = std::string();  // a large feed is not held on to
  }
  m_input = m_kept;
  m_input_is_kept = !m_kept.empty();
}

}  // namespace landline::wire
