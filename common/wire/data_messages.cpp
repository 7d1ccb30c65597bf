#include <QUuid>

#include "wire/message_codec.h"

// Each description is a row of the table in PROTOCOL.md, section "Data connection".
namespace landline::wire {

namespace {

constexpr int kMostPageEntries = Limits{}.manifest_page_entries;

}  // namespace

template <>
inline constexpr std::string_view kMessageName<Ready> = "ready";
template <typename Fields>
void describe(Fields&, typename Fields::template Ref<Ready>) {}

template <typename Fields>
void describe(Fields& fields, typename Fields::template Ref<ManifestEntry> entry) {
  using Kind = ManifestEntry::Kind;
  fields.count("index", entry.index);
  fields.text("path", Form::Anything, entry.path);
  fields.count("size", entry.size);
  fields.moment("mtime", entry.mtime);
  fields.template oneOf<Kind>("kind", {{"file", Kind::File}, {"directory", Kind::Directory}}, entry.kind);
  fields.require(entry.kind == Kind::File || entry.size == 0, "the size of a directory is 0");
}

template <>
inline constexpr std::string_view kMessageName<Manifest> = "manifest";
template <typename Fields>
void describe(Fields& fields, typename Fields::template Ref<Manifest> message) {
  fields.count("page", message.page);
  fields.list("files", kMostPageEntries, message.files, [](auto& f, auto& entry) { describe(f, entry); });
  fields.flag("last", message.last);
  fields.optionalCount("files_total", message.files_total);
  fields.optionalCount("bytes_total", message.bytes_total);
  fields.require(!message.last || (message.files_total && message.bytes_total),
                 "the last page has \"files_total\" and \"bytes_total\"");
  for (int i = 1; i < message.files.size(); ++i) {
    fields.require(message.files[i - 1].index < message.files[i].index, "the indexes of a page ascend");
  }
}

template <>
inline constexpr std::string_view kMessageName<Have> = "have";
template <typename Fields>
void describe(Fields& fields, typename Fields::template Ref<Have> message) {
  fields.count("index", message.index);
  fields.count("held", message.held);
  fields.count("block", message.block);
  fields.count("at", message.at);
  fields.texts("digests", Form::Digest, kMostDigests, message.digests);
}

template <typename Fields>
void describe(Fields& fields, typename Fields::template Ref<SkipEntry> entry) {
  fields.count("index", entry.index);
  fields.text("code", Form::Code, entry.code);
}

template <>
inline constexpr std::string_view kMessageName<Want> = "want";
template <typename Fields>
void describe(Fields& fields, typename Fields::template Ref<Want> message) {
  fields.count("page", message.page);
  fields.list("skip", kMostPageEntries, message.skip, [](auto& f, auto& entry) { describe(f, entry); });
}

template <>
inline constexpr std::string_view kMessageName<FileStart> = "file";
template <typename Fields>
void describe(Fields& fields, typename Fields::template Ref<FileStart> message) {
  fields.count("index", message.index);
  fields.count("offset", message.offset);
}

template <>
inline constexpr std::string_view kMessageName<Digest> = "digest";
template <typename Fields>
void describe(Fields& fields, typename Fields::template Ref<Digest> message) {
  fields.count("index", message.index);
  fields.text("xxh128", Form::Digest, message.xxh128);
}

template <>
inline constexpr std::string_view kMessageName<Skip> = "skip";
template <typename Fields>
void describe(Fields& fields, typename Fields::template Ref<Skip> message) {
  fields.count("index", message.index);
  fields.text("code", Form::Code, message.code);
}

template <>
inline constexpr std::string_view kMessageName<Stored> = "stored";
template <typename Fields>
void describe(Fields& fields, typename Fields::template Ref<Stored> message) {
  fields.counts("indexes", kMostPageEntries, message.indexes);
  fields.optionalCounts("identical", kMostPageEntries, message.identical);
}

template <>
inline constexpr std::string_view kMessageName<Failed> = "failed";
template <typename Fields>
void describe(Fields& fields, typename Fields::template Ref<Failed> message) {
  fields.count("index", message.index);
  fields.text("code", Form::Code, message.code);
  fields.reason("reason", message.reason);
}

template <>
inline constexpr std::string_view kMessageName<End> = "end";
template <typename Fields>
void describe(Fields& fields, typename Fields::template Ref<End> message) {
  fields.group({"stored", "identical", "failed"}, message.counts, [](auto& f, auto& counts) {
    f.count("stored", counts.stored);
    f.count("identical", counts.identical);
    f.count("failed", counts.failed);
  });
}

Result<DataMessage> parseData(std::string_view name, std::string_view body) {
  return codec::parse<DataMessage>(name, body);
}

QByteArray encode(const DataMessage& message) {
  return codec::encode(message);
}

void append(std::string& to, const DataMessage& message) {
  codec::append(to, message);
}

std::size_t encodedSize(const ManifestEntry& entry) {
  std::string text;
  JsonWriter json(text);
  json.beginObject();
  FieldWriter writer(json);
  describe(writer, entry);
  json.endObject();
  return text.size();
}

std::string_view nameOf(const DataMessage& message) {
  return codec::nameOf(message);
}

QString newUuid() {
  return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

}  // namespace landline::wire
