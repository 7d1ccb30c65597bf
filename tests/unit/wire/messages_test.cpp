#include "wire/messages.h"

#include "samples.h"
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "wire/header.h"

namespace landline::wire {
namespace {

std::string headerOf(std::string_view name, const std::string& body) {
  return std::string(name) + '&' + std::to_string(body.size()) + '\n';
}

template <typename Message>
Result<Message> parse(std::string_view name, std::string_view body);
template <>
Result<ControlMessage> parse(std::string_view name, std::string_view body) {
  return parseControl(name, body);
}
template <>
Result<DataMessage> parse(std::string_view name, std::string_view body) {
  return parseData(name, body);
}

/// The sample becomes the octets of the page; they become the same kind of message; that becomes the same octets.
template <typename Message>
void expectRoundTrips(const std::vector<samples::Sample<Message>>& all) {
  std::set<std::size_t> kinds;
  for (const samples::Sample<Message>& sample : all) {
    SCOPED_TRACE(sample.name);
    kinds.insert(sample.message.index());
    const std::string_view name = nameOf(sample.message);
    const std::string frame = headerOf(name, sample.body) + sample.body;
    EXPECT_EQ(encode(sample.message).toStdString(), frame);
    const Result<Message> parsed = parse<Message>(name, sample.body);
    ASSERT_TRUE(parsed) << parsed.error().detail.toStdString();
    EXPECT_EQ(parsed->index(), sample.message.index());
    EXPECT_EQ(encode(*parsed).toStdString(), frame);
  }
  EXPECT_EQ(kinds.size(), std::variant_size_v<Message>) << "a kind of message has no sample";
}

TEST(Messages, EveryControlMessageRoundTrips) {
  expectRoundTrips(samples::control());
}
TEST(Messages, EveryDataMessageRoundTrips) {
  expectRoundTrips(samples::data());
}

/// Each name belongs to one kind of message.
template <typename Message>
void expectNamesDiffer(const std::vector<samples::Sample<Message>>& all) {
  std::set<std::string_view> names;
  std::set<std::size_t> kinds;
  for (const samples::Sample<Message>& sample : all) {
    names.insert(nameOf(sample.message));
    kinds.insert(sample.message.index());
  }
  EXPECT_EQ(names.size(), kinds.size());
  EXPECT_EQ(names.count(""), 0u);
}

TEST(Messages, NamesDiffer) {
  expectNamesDiffer(samples::control());
  expectNamesDiffer(samples::data());
}

TEST(Messages, MembersArriveWhereTheyBelong) {
  const Result<ControlMessage> parsed = parseControl(
      "offer", R"({"first":["a","b"],"bytes":9,"files":null,"title":"T","to":")" + std::string(samples::kPeer) +
                   R"(","transfer":")" + samples::kUuid + R"(","unknown":[1.5,{"transfer":0}]})");
  ASSERT_TRUE(parsed) << parsed.error().detail.toStdString();
  const Offer& offer = std::get<Offer>(*parsed);
  EXPECT_EQ(offer.transfer, samples::uuid());
  EXPECT_EQ(offer.to, samples::peer());
  EXPECT_EQ(offer.title, QStringLiteral("T"));
  EXPECT_FALSE(offer.files);
  EXPECT_EQ(offer.bytes, 9);
  EXPECT_EQ(offer.first, QStringList({QStringLiteral("a"), QStringLiteral("b")}));
  EXPECT_FALSE(offer.from);

  const Result<DataMessage> end = parseData("end", R"({"failed":3,"identical":2,"stored":1})");
  ASSERT_TRUE(end);
  const End::Counts counts = *std::get<End>(*end).counts;
  EXPECT_EQ(counts.stored, 1);
  EXPECT_EQ(counts.identical, 2);
  EXPECT_EQ(counts.failed, 3);
  EXPECT_FALSE(std::get<End>(*parseData("end", "{\"unknown\":0}")).counts);
}

TEST(Messages, BadInput10_UnknownName) {
  for (const std::string_view name : {"", "Hello", "hello ", "helo", "hellohello", "manifest", "./a", "../x", "\xFF"}) {
    const Result<ControlMessage> parsed = parseControl(name, "{}");
    ASSERT_FALSE(parsed) << name;
    EXPECT_TRUE(parsed.error().is(codes::kMalformed));
  }
  for (const std::string_view name : {"hello", "chat", "pong", "bye", "./a"}) {
    EXPECT_FALSE(parseData(name, "{}")) << name;
  }
  const QString detail = parseControl(std::string(4000, '\x1B'), "{}").error().detail;
  EXPECT_FALSE(detail.contains(QChar(0x1B)));
  EXPECT_LT(detail.size(), 300);
}

TEST(Messages, BadInput10_OtherProtocolVersion) {
  for (const char* body :
       {R"({"protocol":2,"name":"x","app":""})", R"({"protocol":0})", R"({"protocol":9007199254740991,"name":5})"}) {
    EXPECT_TRUE(parseControl("hello", body).error().is(codes::kProtocolVersion)) << body;
    EXPECT_TRUE(parseControl("welcome", body).error().is(codes::kProtocolVersion)) << body;
  }
  for (const char* body : {R"({"protocol":-1,"name":"x","app":""})", R"({"protocol":1.0,"name":"x","app":""})",
                           R"({"protocol":"1","name":"x","app":""})", R"({"name":"x","app":""})"}) {
    EXPECT_TRUE(parseControl("hello", body).error().is(codes::kMalformed)) << body;
  }
}

TEST(Messages, BadInput51_ALongChatIsNotMalformed) {
  Chat chat{samples::uuid(), kEveryone, QString(16 * 1024 + 1, QLatin1Char('x')), {}, {}};
  const QByteArray frame = encode(ControlMessage(chat));
  const Result<ControlMessage> parsed = parseControl("chat", frame.mid(frame.indexOf('\n') + 1).toStdString());
  ASSERT_TRUE(parsed);
  EXPECT_EQ(std::get<Chat>(*parsed).text, chat.text);
}

TEST(Encode, AnyChatWithinItsLimitFitsABody) {
  for (const QChar c : {QChar(1), QChar(0), QChar(0x1B), QChar(u'"'), QChar(u'\\'), QChar(u'\n'), QChar(0x7F)}) {
    const Chat chat{samples::uuid(), QString::fromLatin1(samples::kPeer), QString(16 * 1024, c), samples::peer(), 1};
    const QByteArray frame = encode(ControlMessage(chat));
    ASSERT_FALSE(frame.isEmpty());
    EXPECT_LE(frame.size(), 64 * 1024);
    EXPECT_TRUE(parseControl("chat", frame.mid(frame.indexOf('\n') + 1).toStdString()));
  }
}

TEST(Encode, ChatKeepsTabsAndLineEndsAndNoOtherControlCharacter) {
  const Chat chat{samples::uuid(), kEveryone, QStringLiteral("a\tb\r\nc\u001B[2Jd\u007F"), {}, {}};
  const QByteArray frame = encode(ControlMessage(chat));
  const Result<ControlMessage> parsed = parseControl("chat", frame.mid(frame.indexOf('\n') + 1).toStdString());
  ASSERT_TRUE(parsed);
  EXPECT_EQ(std::get<Chat>(*parsed).text, QStringLiteral(u"a\tb\r\nc\uFFFD[2Jd\u007F"));
}

TEST(Encode, EscapesWhatJsonMustHaveEscapedAndNothingElse) {
  Offer offer{samples::uuid(), samples::peer(), QStringLiteral("\b\f\n\r\t\u0001\u001F\"\\/\u007F"), {}, {}, {}, {}};
  offer.title += QString::fromUtf8("\xC2\x85\xE2\x80\xA8<");
  const std::string frame = encode(ControlMessage(offer)).toStdString();
  const std::string title = "\"title\":\"\\b\\f\\n\\r\\t\\u0001\\u001f\\\"\\\\/\x7F\xC2\x85\xE2\x80\xA8<\"";
  EXPECT_NE(frame.find(title), std::string::npos) << frame;
}

TEST(Encode, NoMessageCarriesANulOrALoneSurrogate) {
  QString title = QStringLiteral("a");
  title += QChar(0);
  title += QChar(0xD800);
  const QByteArray frame = encode(ControlMessage(Offer{samples::uuid(), samples::peer(), title, {}, {}, {}, {}}));
  EXPECT_FALSE(frame.contains('\0'));
  EXPECT_TRUE(parseControl("offer", frame.mid(frame.indexOf('\n') + 1).toStdString()));
}

TEST(Encode, ShortensReasons) {
  const QString school = QString::fromUtf8("\xF0\x9F\x8F\xAB");  // one code point, two units
  const Bye bye{codes::kClosing, school.repeated(513)};
  const QByteArray frame = encode(ControlMessage(bye));
  const Result<ControlMessage> parsed = parseControl("bye", frame.mid(frame.indexOf('\n') + 1).toStdString());
  ASSERT_TRUE(parsed) << parsed.error().detail.toStdString();
  EXPECT_EQ(std::get<Bye>(*parsed).reason, school.repeated(512));
}

TEST(Encode, AByeFitsTheLimitBeforeAdmission) {
  const Bye worst{QString(64, QLatin1Char('x')), QString(600, QChar(1))};
  EXPECT_LE(encode(ControlMessage(worst)).size(), 4096);
}

TEST(NewUuid, HasTheFormAndIsNew) {
  const QString uuid = newUuid();
  EXPECT_TRUE(parseControl("accept", R"({"transfer":")" + uuid.toStdString() + R"("})"));
  EXPECT_NE(uuid, newUuid());
}

TEST(IsName, OneTo64CodePointsWithoutControlCharacters) {
  const QString school = QString::fromUtf8("\xF0\x9F\x8F\xAB");
  EXPECT_TRUE(isName(QStringLiteral("a")));
  EXPECT_TRUE(isName(QStringLiteral("<img src=x>")));
  EXPECT_TRUE(isName(school.repeated(64)));
  EXPECT_FALSE(isName(school.repeated(65)));
  EXPECT_FALSE(isName(QString()));
  for (const char16_t c : {u'\n', u'\x1B', u'\x7F', u'\x85', u'\x9F'}) {
    EXPECT_FALSE(isName(QStringLiteral("a") + QChar(c)));
  }
  EXPECT_TRUE(isName(QString(QChar(0xA0))));
}

}  // namespace
}  // namespace landline::wire
