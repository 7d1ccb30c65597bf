#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <gtest/gtest.h>
#include <unistd.h>

#include <utility>

#include "console/exit_code.h"
#include "support/network_namespaces.h"
#include "support/run_program.h"
#include "support/tun_link.h"

namespace landline::test {
namespace {

constexpr int kPatienceMs = 100'000;  // TCP takes its time over such a link: about 15 KiB a second

/// What a command has to begin with to run there.
QStringList inside(const FileDescriptor& network_namespace) {
  return {QStringLiteral("nsenter"),
          QStringLiteral("--net=/proc/%1/fd/%2").arg(::getpid()).arg(network_namespace.get())};
}

TEST(LossyLink, BadInput71_FivePercentLossAndARoundTripOfHalfASecondAreSurvived) {
  const Result<TwoNamespaces> hosts = TwoNamespaces::make();
  if (!hosts) {
    GTEST_SKIP() << hosts.error().detail.toStdString();
  }
  LinkQuality quality;
  quality.delay = std::chrono::milliseconds(250);
  quality.loss = 0.05;
  quality.seed = 71;
  LinkQuality back = quality;
  back.seed = 72;
  const auto link = TunLink::create(hosts->left.get(), hosts->right.get(), quality, back);
  ASSERT_TRUE(link) << link.error().detail.toStdString();

  const QTemporaryDir place;
  const auto path = [&place](const char* name) { return place.filePath(QString::fromLatin1(name)); };
  ASSERT_TRUE(QDir(place.path()).mkpath(QStringLiteral("batch/inner")));
  const QByteArray octets(150'000, 'L');
  for (const auto& [name, size] : {std::pair("batch/large", 150'000), std::pair("batch/inner/small", 100)}) {
    QFile file(path(name));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(octets.left(size));
  }

  RunProgram server("server",
                    {QStringLiteral("--profile"), path("server"), QStringLiteral("--listen"),
                     QStringLiteral("%1:6677").arg(QLatin1String(TunLink::kLeftAddress)), QStringLiteral("--access"),
                     QStringLiteral("open"), QStringLiteral("--accept"), QStringLiteral("all"),
                     QStringLiteral("--save-dir"), path("saved")},
                    inside(hosts->left));
  ASSERT_FALSE(server.await("listening").isEmpty());
  RunProgram client("client",
                    {QStringLiteral("--profile"), path("client"), QStringLiteral("--connect"),
                     QStringLiteral("%1:6677").arg(QLatin1String(TunLink::kLeftAddress)), QStringLiteral("--message"),
                     QStringLiteral("Hello"), QStringLiteral("--send"), path("batch")},
                    inside(hosts->right));
  EXPECT_EQ(client.exitCode(kPatienceMs), console::kExitDone) << client.told().constData();
  EXPECT_FALSE(client.await("delivered").isEmpty());
  EXPECT_EQ(client.await("transfer-finished")[QStringLiteral("stored")].toInt(), 2);
  EXPECT_FALSE(server.await("message").isEmpty());
  QFile saved(path("saved/batch/large"));
  ASSERT_TRUE(saved.open(QIODevice::ReadOnly));
  EXPECT_TRUE(saved.readAll() == octets);
  EXPECT_GT((*link)->counts()[0].lost, 0U) << "the link was better than it should be";
}

}  // namespace
}  // namespace landline::test
