#include "console/datagram_events.h"

#include <string>
#include <string_view>

#include "wire/json_writer.h"
#include "wire/utf8.h"

namespace landline::console {

namespace {

/// One event, written key by key: of datagrams there may be thousands a second.
class Event {
 public:
  explicit Event(const char* name) : m_json(m_text) {
    m_json.beginObject();
    string("event", QLatin1String(name));
  }

  void string(std::string_view key, const QString& value) {
    m_json.key(key);
    m_json.string(value);
  }
  void integer(std::string_view key, qint64 value) {
    m_json.key(key);
    m_json.integer(value);
  }
  void boolean(std::string_view key, bool value) {
    m_json.key(key);
    m_json.boolean(value);
  }
  wire::JsonWriter& json() { return m_json; }

  QByteArray finish() {
    m_json.endObject();
    return QByteArray::fromStdString(m_text);
  }

 private:
  std::string m_text;
  wire::JsonWriter m_json;
};

QByteArray bound(const session::DatagramState& state) {
  const session::DatagramSettings& settings = state.settings;
  Event event("datagram-bound");
  event.string("address", state.address);
  event.integer("port", state.port);
  event.boolean("shared", settings.shared);
  event.boolean("echo", settings.echo);
  event.json().key("groups");
  event.json().beginArray();
  for (const session::DatagramGroup& group : settings.groups) {
    event.json().beginObject();
    event.string("group", group.group);
    event.string("interface", group.interface_name);
    event.json().endObject();
  }
  event.json().endArray();
  event.integer("ttl", settings.ttl);
  event.boolean("loopback", settings.loopback);
  event.string("interface", settings.interface_name);
  return event.finish();
}

QByteArray counts(const session::DatagramState& state) {
  Event event("datagram-counts");
  event.integer("sent", state.sent);
  event.integer("sent_octets", state.sent_octets);
  event.integer("received", state.received);
  event.integer("received_octets", state.received_octets);
  event.integer("dropped", state.dropped);
  event.boolean("repeating", state.repeating);
  return event.finish();
}

}  // namespace

DatagramNews::DatagramNews() : m_counts(counts({})) {}

QByteArrayList DatagramNews::note(const session::DatagramState& state, bool is_behind) {
  QByteArrayList lines;
  if (state.bound) {
    const QByteArray line = bound(state);
    if (line != m_bound) {
      m_bound = line;
      lines.append(line);
    }
  }
  const QByteArray line = counts(state);
  if (line != m_counts && !is_behind) {
    m_counts = line;
    lines.append(line);
  }
  if (m_was_bound && !state.bound) {
    m_bound.clear();
    lines.append(Event("datagram-closed").finish());
  }
  m_was_bound = state.bound;
  return lines;
}

QByteArray events::datagram(const session::Datagram& datagram) {
  Event event(datagram.incoming ? "datagram" : "datagram-sent");
  event.string(datagram.incoming ? "from" : "to", datagram.address);
  event.integer("port", datagram.port);
  event.integer("octets", datagram.octets.size());
  const std::string_view octets(datagram.octets.constData(), static_cast<std::size_t>(datagram.octets.size()));
  // A NUL would not come through the text: see JsonWriter::string().
  if (octets.find('\0') == std::string_view::npos && wire::isUtf8(octets)) {
    event.string("text", wire::fromUtf8(octets));
  } else {
    event.string("hex", QString::fromLatin1(datagram.octets.toHex()));
  }
  if (!datagram.incoming) {
    event.boolean("echo", datagram.echo);
    if (datagram.octets.size() > session::kUnfragmentedOctets) {
      event.boolean("fragmented", true);
    }
  }
  event.integer("at", datagram.at_ms);
  return event.finish();
}

}  // namespace landline::console
