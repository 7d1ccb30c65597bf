#include "json_face_fixture.h"
#include <gmock/gmock.h>

#include "console/datagram_events.h"

namespace landline::test {
namespace {

using session::Datagram;
using session::DatagramState;
using session::kMostDatagramOctets;

class JsonFaceDatagramsTest : public JsonFaceTest {
 protected:
  static DatagramState bound() {
    DatagramState state;
    state.bound = true;
    state.address = QStringLiteral("::");
    state.port = 6666;
    return state;
  }
  std::vector<std::string> said(const DatagramState& state) {
    Q_EMIT node.datagramStateChanged(state);
    return events();
  }
  nlohmann::json moved(const Datagram& datagram) {
    Q_EMIT node.datagramsMoved({datagram});
    return onlyEvent();
  }
};

TEST_F(JsonFaceDatagramsTest, BindMaySayNothingOrEverything) {
  EXPECT_EQ(told(R"({"command":"datagram-bind"})"), QStringLiteral("bindDatagrams  0 shared silent  1 loopback"));
  EXPECT_EQ(told(R"({"command":"datagram-bind","address":"192.168.1.8","port":8888,"shared":false,"echo":true,)"
                 R"("groups":[{"group":"239.2.2.222","interface":"eth0"},{"group":"ff02::1"}],"ttl":7,)"
                 R"("loopback":false,"interface":"eth1"})"),
            QStringLiteral("bindDatagrams 192.168.1.8 8888 alone echo 239.2.2.222%eth0,ff02::1% 7 outward eth1"));
}

TEST_F(JsonFaceDatagramsTest, SendTakesTextOrHex) {
  EXPECT_EQ(told(R"({"command":"datagram-send","address":"127.0.0.1","port":6666,"text":"Hel"})"),
            QStringLiteral("sendDatagram 127.0.0.1 6666 48656c 0"));
  EXPECT_EQ(told(R"({"command":"datagram-send","address":"::1","port":1,"hex":"00 ff","interval_ms":250})"),
            QStringLiteral("sendDatagram ::1 1 00ff 250"));
  EXPECT_EQ(told(R"({"command":"datagram-send","address":"::1","port":1,"text":""})"),
            QStringLiteral("sendDatagram ::1 1  0"));
  EXPECT_EQ(told(R"({"command":"datagram-close"})"), QStringLiteral("closeDatagrams"));
  EXPECT_EQ(told(R"({"command":"datagram-stop"})"), QStringLiteral("stopDatagrams"));
}

TEST_F(JsonFaceDatagramsTest, BadInput86_TheMostOctetsAreTakenAndNoMore) {
  const QByteArray before(R"({"command":"datagram-send","address":"127.0.0.1","port":6666,"text":")");
  const QByteArray most(65'507, 'x');
  const Result<console::Command> taken = console::parseCommand(before + most + "\"}");
  ASSERT_TRUE(taken);
  EXPECT_EQ(std::get<console::DatagramCommand>(*taken).request.octets, most);
  const Result<console::Command> too_many = console::parseCommand(before + most + "x\"}");
  ASSERT_FALSE(too_many);
  EXPECT_TRUE(too_many.error().is(codes::kUsage));
}

TEST_F(JsonFaceDatagramsTest, BadInput89_WhatMakesNoSenseIsRefused) {
  for (const char* line : {
           R"({"command":"datagram-send","address":"127.0.0.1","port":0,"text":"x"})",
           R"({"command":"datagram-send","address":"127.0.0.1","port":65536,"text":"x"})",
           R"({"command":"datagram-send","address":"127.0.0.1","text":"x"})",
           R"({"command":"datagram-send","port":1,"text":"x"})",
           R"({"command":"datagram-send","address":"127.0.0.1","port":1})",
           R"({"command":"datagram-send","address":"127.0.0.1","port":1,"text":"x","hex":"00"})",
           R"({"command":"datagram-send","address":"127.0.0.1","port":1,"hex":"0"})",
           R"({"command":"datagram-send","address":"127.0.0.1","port":1,"text":"x","interval_ms":-1})",
           R"({"command":"datagram-send","address":"127.0.0.1","port":1,"text":7})",
           R"({"command":"datagram-bind","port":-1})",
           R"({"command":"datagram-bind","port":65536})",
           R"({"command":"datagram-bind","echo":"yes"})",
           R"({"command":"datagram-bind","ttl":256})",
           R"({"command":"datagram-bind","groups":["239.2.2.222"]})",
           R"({"command":"datagram-bind","groups":[{"interface":"eth0"}]})",
           R"({"command":"datagram-bind","groups":[{"group":"239.2.2.222","ttl":1}]})",
           R"({"command":"datagram-bind","groups":{}})",
           R"({"command":"datagram-bind","broadcast":true})",
           R"({"command":"datagram-stop","port":1})",
       }) {
    EXPECT_EQ(refused(line), "usage") << line;
  }
}

TEST_F(JsonFaceDatagramsTest, TellsOfTheSocketWhatIsNew) {
  DatagramState state = bound();
  state.settings.groups = {{QStringLiteral("239.2.2.222"), QStringLiteral("eth0")}};
  EXPECT_THAT(said(state),
              ::testing::ElementsAre(
                  R"({"event":"datagram-bound","address":"::","port":6666,"shared":true,"echo":false,)"
                  R"("groups":[{"group":"239.2.2.222","interface":"eth0"}],"ttl":1,"loopback":true,"interface":""})"));
  EXPECT_TRUE(said(state).empty());
  state.received = 2;
  state.received_octets = 10;
  EXPECT_THAT(said(state), ::testing::ElementsAre(R"({"event":"datagram-counts","sent":0,"sent_octets":0,"received":2,)"
                                                  R"("received_octets":10,"dropped":0,"repeating":false})"));
  state.settings.echo = true;
  EXPECT_EQ(said(state).size(), 1U) << "bound in another way";
  state.bound = false;
  EXPECT_THAT(said(state), ::testing::ElementsAre(R"({"event":"datagram-closed"})"));
  EXPECT_TRUE(said(state).empty());
  EXPECT_EQ(said(bound()).size(), 2U) << "bound again, and it begins to count anew";
}

TEST_F(JsonFaceDatagramsTest, TellsEachErrorOnce) {
  DatagramState state;
  state.error = {codes::kAddressInUse, QStringLiteral("bind: Address already in use")};
  const std::vector<std::string> error{
      R"({"event":"error","code":"address-in-use","reason":"bind: Address already in use"})"};
  EXPECT_EQ(said(state), error);
  EXPECT_EQ(said(state), error) << "the next attempt failed, too";
  EXPECT_TRUE(said({}).empty());
}

TEST_F(JsonFaceDatagramsTest, TellsOfEachDatagram) {
  const nlohmann::json came = moved({true, QStringLiteral("192.168.1.20"), 6666, "Hello", 17, false});
  EXPECT_EQ(came, nlohmann::json::parse(
                      R"({"event":"datagram","from":"192.168.1.20","port":6666,"octets":5,"text":"Hello","at":17})"));
  const nlohmann::json went = moved({false, QStringLiteral("192.168.1.20"), 6666, "Hello", 17, true});
  EXPECT_EQ(went, nlohmann::json::parse(R"({"event":"datagram-sent","to":"192.168.1.20","port":6666,"octets":5,)"
                                        R"("text":"Hello","echo":true,"at":17})"));
}

TEST_F(JsonFaceDatagramsTest, BadInput86_OctetsThatAreNoTextAreHex) {
  for (const QByteArray& octets : {QByteArray("\xff\xfe", 2), QByteArray("a\0b", 3), QByteArray("\xed\xa0\x80", 3)}) {
    const nlohmann::json came = moved({true, QStringLiteral("::1"), 6666, octets, 17, false});
    EXPECT_EQ(came["hex"], octets.toHex().toStdString());
    EXPECT_FALSE(came.contains("text"));
  }
  EXPECT_EQ(moved({true, QStringLiteral("::1"), 6666, QByteArray(), 17, false})["text"], "");
  const QByteArray most(kMostDatagramOctets, '\xff');
  const nlohmann::json largest = nlohmann::json::parse(
      console::events::datagram({true, QStringLiteral("::1"), 6666, most, 17, false}).toStdString());
  EXPECT_EQ(largest["octets"], most.size());
  EXPECT_TRUE(largest["hex"] == most.toHex().toStdString());
}

TEST_F(JsonFaceDatagramsTest, WarnsOfWhatTravelsInPieces) {
  const auto of = [](int octets, bool incoming) {
    return Datagram{incoming, QStringLiteral("::1"), 6666, QByteArray(octets, 'x'), 17, false};
  };
  EXPECT_FALSE(moved(of(1'472, false)).contains("fragmented"));
  EXPECT_EQ(moved(of(1'473, false))["fragmented"], true);
  EXPECT_FALSE(moved(of(1'473, true)).contains("fragmented")) << "it has come: there is nothing to warn of";
}

}  // namespace
}  // namespace landline::test
