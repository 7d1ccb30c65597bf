#include "wire/strict_json.h"

#include <gtest/gtest.h>

#include <string>

#include "wire/header.h"
#include "wire/messages.h"

namespace landline::wire {
namespace {

struct Case {
  const char* name;
  std::string body;
};

void PrintTo(const Case& c, std::ostream* out) {
  *out << inQuotes(c.body).toStdString();
}

std::string nameOfCase(const testing::TestParamInfo<Case>& info) {
  return info.param.name;
}

std::string arrays(int count) {
  return "{\"x\":" + std::string(static_cast<std::size_t>(count), '[') +
         std::string(static_cast<std::size_t>(count), ']') + "}";
}

/// Both as a document and as the body of a message that has no keys of its own.
class BadInput40_Json : public testing::TestWithParam<Case> {};

TEST_P(BadInput40_Json, IsMalformed) {
  const Result<JsonValue> value = parseStrictJson(GetParam().body);
  ASSERT_FALSE(value);
  EXPECT_TRUE(value.error().is(codes::kMalformed));
  EXPECT_TRUE(value.error().detail.startsWith(QStringLiteral("JSON: "))) << value.error().detail.toStdString();

  const Result<ControlMessage> message = parseControl("ping", GetParam().body);
  ASSERT_FALSE(message);
  EXPECT_TRUE(message.error().is(codes::kMalformed));
  EXPECT_TRUE(message.error().detail.startsWith(QStringLiteral("message ping: JSON: ")));
  EXPECT_LT(message.error().detail.size(), 200) << "quotes too much of what the peer sent";
  EXPECT_FALSE(parseData("ping", GetParam().body));
}

INSTANTIATE_TEST_SUITE_P(
    NotAnObject, BadInput40_Json,
    testing::Values(Case{"Nothing", ""}, Case{"Space", " \n"}, Case{"Array", "[]"}, Case{"ArrayOfObject", "[{}]"},
                    Case{"String", "\"{}\""}, Case{"Number", "1"}, Case{"Null", "null"}, Case{"True", "true"},
                    Case{"Bare", "x"}, Case{"Half", "{"}, Case{"HalfPair", "{\"x\""}, Case{"HalfString", "{\"x"},
                    Case{"NoValue", "{\"x\":}"}, Case{"NumberAsKey", "{1:2}"}, Case{"BareKey", "{x:1}"},
                    Case{"TwoObjects", "{}{}"}, Case{"TrailingText", "{}x"}, Case{"TrailingComma", "{\"x\":1,}"},
                    Case{"TrailingCommaInArray", "{\"x\":[1,]}"}, Case{"LeadingComma", "{,\"x\":1}"},
                    Case{"WrongBracket", "{\"x\":[1}"}, Case{"Comment", "{}//x"}, Case{"CommentInside", "{/**/}"},
                    Case{"SingleQuotes", "{'x':1}"}, Case{"NaN", "{\"x\":NaN}"}, Case{"Infinity", "{\"x\":Infinity}"},
                    Case{"CapitalTrue", "{\"x\":True}"}, Case{"FormFeed", "\f{}"}, Case{"VerticalTab", "{}\v"}),
    nameOfCase);

INSTANTIATE_TEST_SUITE_P(
    Numbers, BadInput40_Json,
    testing::Values(Case{"Over", "{\"x\":9007199254740992}"}, Case{"Under", "{\"x\":-9007199254740992}"},
                    Case{"OverInside", "{\"x\":[{\"y\":9007199254740992}]}"},
                    Case{"Over63", "{\"x\":9223372036854775808}"}, Case{"Over64", "{\"x\":18446744073709551616}"},
                    Case{"Under64", "{\"x\":-9223372036854775809}"},
                    Case{"FortyDigits", "{\"x\":1234567890123456789012345678901234567890}"},
                    Case{"LeadingZero", "{\"x\":01}"}, Case{"LeadingPlus", "{\"x\":+1}"}, Case{"NoDigits", "{\"x\":-}"},
                    Case{"LeadingPoint", "{\"x\":.5}"}, Case{"TrailingPoint", "{\"x\":5.}"},
                    Case{"Hex", "{\"x\":0x10}"}, Case{"HalfExponent", "{\"x\":1e}"}, Case{"NoDouble", "{\"x\":1e999}"}),
    nameOfCase);

INSTANTIATE_TEST_SUITE_P(Keys, BadInput40_Json,
                         testing::Values(Case{"Twice", R"({"x":1,"x":1})"},
                                         Case{"TwiceEscaped", R"({"x":1,"\u0078":2})"},
                                         Case{"TwiceApart", R"({"x":1,"a":2,"b":3,"x":4})"},
                                         Case{"TwiceInside", R"({"a":[{"x":1,"x":1}]})"},
                                         Case{"TwiceEmpty", R"({"":1,"":1})"}, Case{"TwiceSlash", R"({"/":1,"\/":1})"},
                                         Case{"TwiceAstral", "{\"\\ud83c\\udfeb\":1,\"\xF0\x9F\x8F\xAB\":1}"}),
                         nameOfCase);

INSTANTIATE_TEST_SUITE_P(
    Text, BadInput40_Json,
    testing::Values(Case{"LoneHigh", R"({"x":"\ud800"})"}, Case{"LoneLow", R"({"x":"\udc00"})"},
                    Case{"HighAndText", R"({"x":"\ud800x"})"}, Case{"TwoHigh", R"({"x":"\ud800\ud800"})"},
                    Case{"Swapped", R"({"x":"\udc00\ud800"})"}, Case{"LoneInKey", R"({"\ud800":1})"},
                    Case{"RawSurrogate", "{\"x\":\"\xED\xA0\x80\"}"}, Case{"Overlong", "{\"x\":\"\xC0\xAF\"}"},
                    Case{"HalfSequence", "{\"x\":\"\xC3\"}"}, Case{"Latin1", "{\"x\":\"\xE9\"}"},
                    Case{"Beyond", "{\"x\":\"\xF4\x90\x80\x80\"}"}, Case{"RawLf", "{\"x\":\"\n\"}"},
                    Case{"RawTab", "{\"x\":\"\t\"}"}, Case{"RawEsc", "{\"x\":\"\x1B\"}"},
                    Case{"UnknownEscape", R"({"x":"\x41"})"}, Case{"HalfEscape", R"({"x":"\u00"})"},
                    Case{"EscapedNul", R"({"x":"\u0000"})"}, Case{"EscapedNulInKey", R"({"\u0000":1})"},
                    Case{"EscapedNulInText", R"({"x":"a\u0000b"})"},
                    Case{"RawNulInText", std::string("{\"x\":\"a\0b\"}", 11)},
                    Case{"RawNulAfter", std::string("{}\0", 3)}, Case{"RawNulBefore", std::string("\0{}", 3)},
                    Case{"RawNulAndMore", std::string("{}\0{}", 5)}, Case{"ByteOrderMark", "\xEF\xBB\xBF{}"},
                    Case{"HalfMark", "\xEF\xBB{}"}, Case{"MarkAfterSpace", " \xEF\xBB\xBF{}"},
                    Case{"MarkAfter", "{}\xEF\xBB\xBF"}, Case{"Utf16", std::string("\xFF\xFE{\0}\0", 6)}),
    nameOfCase);

INSTANTIATE_TEST_SUITE_P(Depth, BadInput40_Json,
                         testing::Values(Case{"NineArrays", arrays(8)},
                                         Case{"NineObjects", R"({"":{"":{"":{"":{"":{"":{"":{"":{}}}}}}}}})"},
                                         Case{"NineInAnUnknownKey", R"({"x":[[[[[[[{"y":1}]]]]]]]})"},
                                         Case{"ManyOpen", "{\"x\":" + std::string(60000, '[')},
                                         Case{"Many", arrays(30000)}),
                         nameOfCase);

class GoodJson : public testing::TestWithParam<Case> {};

TEST_P(GoodJson, IsTaken) {
  const Result<JsonValue> value = parseStrictJson(GetParam().body);
  EXPECT_TRUE(value) << value.error().detail.toStdString();
  EXPECT_TRUE(parseControl("ping", GetParam().body));
}

INSTANTIATE_TEST_SUITE_P(
    UnknownKeysAreIgnored, GoodJson,
    testing::Values(Case{"Empty", "{}"}, Case{"Spaces", " \t\r\n{ } "}, Case{"Depth8", arrays(7)},
                    Case{"Depth8Objects", R"({"":{"":{"":{"":{"":{"":{"":{}}}}}}}})"}, Case{"EmptyKey", R"({"":1})"},
                    Case{"SameKeyApart", R"({"x":{"x":1},"y":{"x":1}})"}, Case{"CaseDiffers", R"({"x":1,"X":1})"},
                    Case{"Fraction", R"({"x":1.5,"y":1e300,"z":-0.0})"},
                    Case{"Largest", R"({"x":9007199254740991,"y":-9007199254740991})"},
                    Case{"MinusZero", R"({"x":-0})"}, Case{"Pair", R"({"x":"\ud83c\udfeb"})"},
                    Case{"MarkInText", "{\"x\":\"\xEF\xBB\xBF\"}"}, Case{"Del", "{\"x\":\"\x7F\"}"}),
    nameOfCase);

TEST(StrictJson, KeepsValues) {
  const Result<JsonValue> value =
      parseStrictJson(R"({"b":[1,-2,1.0,"\u00e9",true,null,{"x":"y"}],"a":false,"ab":9007199254740991})");
  ASSERT_TRUE(value);
  EXPECT_EQ(value->find("c"), nullptr);
  EXPECT_EQ(value->find(""), nullptr);
  EXPECT_EQ(value->find("a")->kind, JsonValue::Kind::Boolean);
  EXPECT_FALSE(value->find("a")->boolean);
  EXPECT_EQ(value->find("ab")->integer, kLargestSize);
  const std::vector<JsonValue>& elements = value->find("b")->elements;
  ASSERT_EQ(elements.size(), 7u);
  EXPECT_EQ(elements[0].integer, 1);
  EXPECT_EQ(elements[1].integer, -2);
  EXPECT_EQ(elements[2].kind, JsonValue::Kind::Fraction);
  EXPECT_EQ(elements[3].string, "\xC3\xA9");
  EXPECT_TRUE(elements[4].boolean);
  EXPECT_EQ(elements[5].kind, JsonValue::Kind::Null);
  EXPECT_EQ(elements[6].find("x")->string, "y");
}

TEST(StrictJson, ManyKeysAreComparedInReasonableTime) {
  std::string body = "{";
  for (int i = 0; i < 9000; ++i) {
    body += '"' + std::to_string(i) + "\":0,";
  }
  EXPECT_TRUE(parseStrictJson(body + "\"x\":0}"));
  EXPECT_FALSE(parseStrictJson(body + "\"4711\":0}"));
}

}  // namespace
}  // namespace landline::wire
