#include "client/client_preferences.h"

#include <QSettings>
#include <QTemporaryDir>
#include <gtest/gtest.h>

namespace landline::client {
namespace {

TEST(ClientPreferences, SurviveARestart) {
  QTemporaryDir folder;
  QSettings settings(folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
  ClientPreferences before;
  before.host = QStringLiteral("fe80::1");
  before.port = 7000;
  before.name = QStringLiteral("王小明");
  before.accept_rule = session::AcceptRule::None;
  before.save_folder = QStringLiteral("/srv/in");
  before.rememberHost(before.host, before.port);
  before.saveChanges(settings, {});
  const ClientPreferences after = ClientPreferences::load(settings);
  EXPECT_EQ(after.host, before.host);
  EXPECT_EQ(after.port, before.port);
  EXPECT_EQ(after.name, before.name);
  EXPECT_EQ(after.accept_rule, before.accept_rule);
  EXPECT_EQ(after.save_folder, before.save_folder);
  EXPECT_EQ(after.hosts, QStringList(QStringLiteral("[fe80::1]:7000")));
}

TEST(ClientPreferences, NonsenseIsTheDefault) {
  QTemporaryDir folder;
  QSettings settings(folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
  settings.setValue(QStringLiteral("client/port"), QStringLiteral("70000"));
  settings.setValue(QStringLiteral("client/acceptFiles"), QStringLiteral("perhaps"));
  settings.setValue(QStringLiteral("client/name"), QStringLiteral("  "));
  const ClientPreferences preferences = ClientPreferences::load(settings);
  EXPECT_EQ(preferences.port, 6677);
  EXPECT_EQ(preferences.accept_rule, session::AcceptRule::Ask);
  EXPECT_FALSE(preferences.name.isEmpty());
  EXPECT_FALSE(preferences.save_folder.isEmpty());
}

TEST(ClientPreferences, TheLastTenHostsAreRememberedOnceEach) {
  ClientPreferences preferences;
  for (int n = 0; n < 30; ++n) {
    preferences.rememberHost(QStringLiteral("h%1").arg(n % 15), 6677);
  }
  EXPECT_EQ(preferences.hosts.size(), ClientPreferences::kHostsKept);
  EXPECT_EQ(preferences.hosts.first(), QStringLiteral("h14:6677"));
  preferences.rememberHost(QStringLiteral("h12"), 6677);
  EXPECT_EQ(preferences.hosts.first(), QStringLiteral("h12:6677"));
  EXPECT_EQ(preferences.hosts.size(), ClientPreferences::kHostsKept);
}

}  // namespace
}  // namespace landline::client
