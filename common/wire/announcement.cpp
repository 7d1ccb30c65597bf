#include "wire/announcement.h"

#include "wire/field_reader.h"
#include "wire/field_writer.h"
#include "wire/json_writer.h"
#include "wire/probe_kind.h"

// Each description is a row of the tables in PROTOCOL.md, sections "Discovery" and "Probes".
namespace landline::wire {

namespace {

const QString kQueryKind = QStringLiteral("query");
const QString kGoodbyeKind = QStringLiteral("goodbye");

template <typename Fields>
void describe(Fields& fields, typename Fields::template Ref<Announcement> announcement) {
  fields.peer("id", announcement.id);
  fields.text("name", Form::Name, announcement.name);
  fields.port("port", announcement.port);
  fields.text("kind", Form::Code, announcement.kind);
}

template <typename Fields>
void describe(Fields& fields, typename Fields::template Ref<ProbeDatagram> probe) {
  fields.text("probe", Form::Uuid, probe.id);
  describeProbeKind(fields, probe.kind);
  fields.text("interface", Form::Label, probe.interface_name);
}

/// The one object that a datagram is; `write` adds its keys behind the version.
template <typename Write>
QByteArray encoded(Write write) {
  std::string text;
  JsonWriter json(text);
  json.beginObject();
  FieldWriter writer(json);
  writer.protocol("landline", kProtocolVersion);
  write(writer);
  json.endObject();
  Q_ASSERT_X(text.size() <= kLargestAnnouncement, "encode", "a datagram over 512 octets");
  return {text.data(), static_cast<int>(text.size())};
}

/// The object of a datagram that is no larger than allowed and of our version.
Result<JsonValue> objectOf(std::string_view datagram) {
  if (datagram.size() > kLargestAnnouncement) {
    return Error{codes::kTooLarge, QStringLiteral("datagram: over %1 octets").arg(kLargestAnnouncement)};
  }
  Result<JsonValue> object = parseStrictJson(datagram);
  if (!object) {
    return object;
  }
  int version = 0;
  std::optional<Error> error;
  FieldReader(*object, "datagram", error).protocol("landline", version);
  if (error) {
    return *error;
  }
  return object;
}

template <typename Value, typename Wanted = Value>
Result<Wanted> read(const JsonValue& object, std::string_view where) {
  Value value;
  std::optional<Error> error;
  FieldReader reader(object, where, error);
  describe(reader, value);
  if (error) {
    return *error;
  }
  return Wanted(std::move(value));
}

}  // namespace

QByteArray encodeAnnouncement(const Announcement& announcement) {
  Q_ASSERT(announcement.kind != kQueryKind && announcement.kind != kGoodbyeKind);
  return encoded([&](FieldWriter& writer) { describe(writer, announcement); });
}

QByteArray encodeGoodbye(const PeerId& id) {
  return encoded([&](FieldWriter& writer) {
    writer.peer("id", id);
    writer.text("kind", Form::Code, kGoodbyeKind);
  });
}

QByteArray encodeQuery() {
  const QByteArray query = encoded([](FieldWriter& writer) { writer.text("kind", Form::Code, kQueryKind); });
  return query.leftJustified(kLargestAnnouncement, ' ');
}

Result<Discovery> parseDiscovery(std::string_view datagram) {
  const Result<JsonValue> object = objectOf(datagram);
  if (!object) {
    return object.error();
  }
  QString kind;
  Goodbye goodbye;
  std::optional<Error> error;
  FieldReader reader(*object, "discovery", error);
  reader.text("kind", Form::Code, kind);
  if (kind == kGoodbyeKind) {
    reader.peer("id", goodbye.id);
  }
  if (error) {
    return *error;
  }
  if (kind == kGoodbyeKind) {
    return Discovery(goodbye);
  }
  if (kind != kQueryKind) {
    return read<Announcement, Discovery>(*object, "announcement");
  }
  // A short question with a longer answer would make a server an amplifier for whoever forges the address.
  if (datagram.size() != kLargestAnnouncement) {
    return Error{codes::kMalformed, QStringLiteral("discovery: a query has %1 octets").arg(kLargestAnnouncement)};
  }
  return Discovery(Query());
}

QByteArray encodeProbeDatagram(const ProbeDatagram& probe) {
  return encoded([&](FieldWriter& writer) { describe(writer, probe); });
}

Result<ProbeDatagram> parseProbeDatagram(std::string_view datagram) {
  const Result<JsonValue> object = objectOf(datagram);
  if (!object) {
    return object.error();
  }
  return read<ProbeDatagram>(*object, "probe datagram");
}

}  // namespace landline::wire
