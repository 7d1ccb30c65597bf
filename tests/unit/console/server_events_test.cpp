#include "console/server_events.h"

#include <gtest/gtest.h>

#include "support/session_values.h"

namespace landline::console {
namespace {

using test::peerId;

session::FoundServer server(int number, const char* name, bool known) {
  return {peerId(number),
          QString::fromUtf8(name),
          {QStringLiteral("10.0.0.%1:6677").arg(number), QStringLiteral("[fe80::%1%eth0]:6677").arg(number)},
          known};
}

TEST(ServerEvents, AreOneLineOfJsonEach) {
  const QByteArray id = peerId(1).hex().toUtf8();
  EXPECT_EQ(events::serverFound(server(1, "Room \"301\"", true)),
            "{\"event\":\"server-found\",\"id\":\"" + id +
                "\",\"name\":\"Room \\\"301\\\"\",\"address\":\"10.0.0.1:6677\","
                "\"addresses\":[\"10.0.0.1:6677\",\"[fe80::1%eth0]:6677\"],\"known\":true}");
  EXPECT_EQ(events::serverLost(peerId(1)), "{\"event\":\"server-lost\",\"id\":\"" + id + "\"}");
}

TEST(ServerList, HasKnownServersFirstAndNoTerminalTricks) {
  ServerList list;
  list.add(server(1, "zoo", false));
  list.add(server(2, "Bar\x1b[2J", false));
  list.add(server(3, "Office", true));
  list.add(server(4, "Gone", true));
  list.remove(peerId(4));
  EXPECT_EQ(list.text(), QStringLiteral("10.0.0.3:6677  Office  (known, key %1)\n"
                                        "10.0.0.2:6677  Bar\\x1b[2J  (new, key %2)\n"
                                        "10.0.0.1:6677  zoo  (new, key %3)")
                             .arg(peerId(3).fingerprint(), peerId(2).fingerprint(), peerId(1).fingerprint()));
}

TEST(ServerList, SaysWhereThereIsNone) {
  EXPECT_TRUE(ServerList().isEmpty());
  EXPECT_TRUE(ServerList().text().startsWith(QStringLiteral("No server was found")));
}

}  // namespace
}  // namespace landline::console
