#include "session/plain_output.h"

#include <utility>

namespace landline::session {

namespace {

constexpr std::size_t kPortion = 64 * 1024;  // texts that are handed to the system at one go

void add(PlainOutput::Texts& to, const QString& id, std::size_t octets) {
  if (!id.isEmpty()) {
    to.ids.append(id);
  }
  to.octets += octets;
}

}  // namespace

void PlainOutput::addText(const QString& id, const QByteArray& octets) {
  m_texts.push_back({id, octets});
}

void PlainOutput::sayAlone(std::string octets, std::chrono::milliseconds silence) {
  m_alone = std::move(octets);
  m_silence = silence;
}

bool PlainOutput::hasSomething(Time now) {
  fill(now);
  return m_sent < m_out.size();
}

std::optional<PlainOutput::Time> PlainOutput::due() const {
  if (m_sent < m_out.size()) {
    return std::nullopt;
  }
  if (!m_alone.empty()) {
    return m_last_write + m_silence;
  }
  return m_held || m_texts.empty() ? std::nullopt : std::optional<Time>(m_texts_from);
}

void PlainOutput::fill(Time now) {
  if (m_sent < m_out.size()) {
    return;
  }
  m_out.clear();
  m_sent = 0;
  if (!m_alone.empty()) {
    if (now >= m_last_write + m_silence) {
      m_out.swap(m_alone);
      m_writes_alone = true;
    }
    return;
  }
  while (!m_held && now >= m_texts_from && !m_texts.empty() && m_out.size() < kPortion) {
    Text text = std::move(m_texts.front());
    m_texts.pop_front();
    m_out.append(text.octets.constData(), static_cast<std::size_t>(text.octets.size()));
    m_ends.push_back({m_out.size(), text.id, static_cast<std::size_t>(text.octets.size())});
  }
}

Result<std::size_t> PlainOutput::writeSome(net::PlainConnection& connection) {
  const Result<std::size_t> sent = connection.write(std::string_view(m_out).substr(m_sent));
  if (!sent || *sent == 0) {
    return sent;
  }
  m_sent += *sent;
  m_last_write = std::chrono::steady_clock::now();
  if (m_writes_alone && m_sent == m_out.size()) {
    m_writes_alone = false;
    m_texts_from = m_last_write + m_silence;
  }
  while (!m_ends.empty() && m_ends.front().at <= m_sent) {
    add(m_left, m_ends.front().id, m_ends.front().octets);
    m_ends.pop_front();
  }
  return sent;
}

PlainOutput::Texts PlainOutput::drop() {
  Texts dropped;
  for (const End& end : m_ends) {
    add(dropped, end.id, end.octets);
  }
  for (const Text& text : m_texts) {
    add(dropped, text.id, static_cast<std::size_t>(text.octets.size()));
  }
  m_texts.clear();
  m_ends.clear();
  m_alone.clear();
  m_writes_alone = false;
  m_out.clear();
  m_sent = 0;
  return dropped;
}

}  // namespace landline::session
