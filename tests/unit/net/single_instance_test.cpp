#include "net/single_instance.h"

#include <QDir>
#include <QFile>
#include <QLocalSocket>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <future>

#include "support/wait_for.h"

namespace landline::net {
namespace {

using test::waitFor;

class BadInput85_TwoInstancesOnOneProfile : public ::testing::Test {
 protected:
  Profile profile(const QString& name = QStringLiteral("profile")) {
    Result<Profile> opened = Profile::open(m_folder.filePath(name));
    EXPECT_TRUE(opened.ok());
    return *opened;
  }

  /// A process that has the profile, listens, and is killed before it can tidy up.
  void crashWith(const Profile& profile) {
    int ready[2];
    ASSERT_EQ(::pipe(ready), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      SingleInstance instance(profile);
      const char answer = instance.acquire().ok() && instance.listen() ? 'y' : 'n';
      if (::write(ready[1], &answer, 1) == 1) {
        ::pause();
      }
      ::_exit(1);
    }
    char answer = 0;
    ASSERT_EQ(::read(ready[0], &answer, 1), 1);
    EXPECT_EQ(answer, 'y');
    EXPECT_EQ(SingleInstance(profile).acquire().ok(), false);
    ASSERT_EQ(::kill(child, SIGKILL), 0);
    ASSERT_EQ(::waitpid(child, nullptr, 0), child);
    ::close(ready[0]);
    ::close(ready[1]);
  }

  QTemporaryDir m_folder;
};

/// Asks in a thread of its own, as another process would.
bool askFromElsewhere(const Profile& profile) {
  std::future<bool> asked =
      std::async(std::launch::async, [profile] { return SingleInstance(profile).askFirstToShow(); });
  EXPECT_TRUE(waitFor([&asked] { return asked.wait_for(std::chrono::seconds(0)) == std::future_status::ready; }));
  return asked.get();
}

TEST_F(BadInput85_TwoInstancesOnOneProfile, TheSecondIsToldThatItIsInUse) {
  SingleInstance first(profile());
  SingleInstance second(profile());
  ASSERT_TRUE(first.acquire().ok());
  const Result<void> taken = second.acquire();
  ASSERT_FALSE(taken.ok());
  EXPECT_EQ(taken.error().code, codes::kBusy);
  EXPECT_TRUE(taken.error().detail.contains(profile().directory()));
  EXPECT_FALSE(second.listen()) << "only the one that has the lock may";
}

TEST_F(BadInput85_TwoInstancesOnOneProfile, TheSecondRaisesTheFirst) {
  SingleInstance first(profile());
  const QSignalSpy shown(&first, &SingleInstance::showRequested);
  ASSERT_TRUE(first.acquire().ok());
  ASSERT_TRUE(first.listen());
  EXPECT_TRUE(askFromElsewhere(profile()));
  EXPECT_TRUE(waitFor([&shown] { return shown.count() == 1; }));
  EXPECT_TRUE(askFromElsewhere(profile()));
  EXPECT_TRUE(waitFor([&shown] { return shown.count() == 2; }));
}

TEST_F(BadInput85_TwoInstancesOnOneProfile, AFirstWithoutAWindowCannotBeRaised) {
  SingleInstance first(profile());
  ASSERT_TRUE(first.acquire().ok());
  EXPECT_FALSE(askFromElsewhere(profile()));
}

TEST_F(BadInput85_TwoInstancesOnOneProfile, OtherProfilesAreFree) {
  SingleInstance first(profile());
  SingleInstance other(profile(QStringLiteral("other")));
  EXPECT_TRUE(first.acquire().ok());
  EXPECT_TRUE(other.acquire().ok());
  EXPECT_TRUE(first.listen());
  EXPECT_TRUE(other.listen());
}

TEST_F(BadInput85_TwoInstancesOnOneProfile, TheProfileIsFreeAgainWhenTheFirstEnds) {
  {
    SingleInstance first(profile());
    ASSERT_TRUE(first.acquire().ok());
    ASSERT_TRUE(first.listen());
  }
  SingleInstance second(profile());
  EXPECT_TRUE(second.acquire().ok());
  EXPECT_TRUE(second.listen());
}

TEST_F(BadInput85_TwoInstancesOnOneProfile, ACrashLeavesNothingThatIsInTheWay) {
  ASSERT_NO_FATAL_FAILURE(crashWith(profile()));
  ASSERT_TRUE(QFile::exists(profile().path(QStringLiteral("instance.socket")))) << "the crash left its socket";
  SingleInstance second(profile());
  const QSignalSpy shown(&second, &SingleInstance::showRequested);
  ASSERT_TRUE(second.acquire().ok());
  ASSERT_TRUE(second.listen());
  EXPECT_TRUE(askFromElsewhere(profile()));
  EXPECT_TRUE(waitFor([&shown] { return shown.count() == 1; }));
}

TEST_F(BadInput85_TwoInstancesOnOneProfile, AFolderTooDeepForASocketStillRaises) {
  const Profile deep = profile(QString(120, QLatin1Char('d')));
  SingleInstance first(deep);
  const QSignalSpy shown(&first, &SingleInstance::showRequested);
  ASSERT_TRUE(first.acquire().ok());
  ASSERT_TRUE(first.listen());
  EXPECT_FALSE(QFile::exists(deep.path(QStringLiteral("instance.socket"))));
  EXPECT_TRUE(askFromElsewhere(deep));
  EXPECT_TRUE(waitFor([&shown] { return shown.count() == 1; }));
}

TEST_F(BadInput85_TwoInstancesOnOneProfile, OtherWordsAreDroppedAndDoNotGrow) {
  SingleInstance first(profile());
  const QSignalSpy shown(&first, &SingleInstance::showRequested);
  ASSERT_TRUE(first.acquire().ok());
  ASSERT_TRUE(first.listen());
  for (const QByteArray& words :
       {QByteArray("hide\n"), QByteArray("raise\nraise\n"), QByteArray(1 << 20, 'r'), QByteArray("raise ")}) {
    QLocalSocket caller;
    caller.connectToServer(profile().path(QStringLiteral("instance.socket")));
    ASSERT_TRUE(waitFor([&caller] { return caller.state() == QLocalSocket::ConnectedState; }));
    caller.write(words);
    EXPECT_TRUE(waitFor([&caller] { return caller.state() == QLocalSocket::UnconnectedState; }))
        << words.left(16).constData() << ": not dropped";
  }
  EXPECT_EQ(shown.count(), 0);
}

TEST_F(BadInput85_TwoInstancesOnOneProfile, TheWordMayComeInPieces) {
  SingleInstance first(profile());
  const QSignalSpy shown(&first, &SingleInstance::showRequested);
  ASSERT_TRUE(first.acquire().ok());
  ASSERT_TRUE(first.listen());
  QLocalSocket caller;
  caller.connectToServer(profile().path(QStringLiteral("instance.socket")));
  ASSERT_TRUE(waitFor([&caller] { return caller.state() == QLocalSocket::ConnectedState; }));
  for (const char* piece : {"ra", "is", "e\n"}) {
    caller.write(piece);
    ASSERT_TRUE(waitFor([&caller] { return caller.bytesToWrite() == 0; }));
  }
  EXPECT_TRUE(waitFor([&shown] { return shown.count() == 1; }));
}

TEST_F(BadInput85_TwoInstancesOnOneProfile, ALinkInPlaceOfTheLockIsNotFollowed) {
  const QString target = m_folder.filePath(QStringLiteral("elsewhere"));
  ASSERT_TRUE(QFile::link(target, profile().path(QStringLiteral("instance.lock"))));
  SingleInstance first(profile());
  const Result<void> taken = first.acquire();
  ASSERT_FALSE(taken.ok());
  EXPECT_EQ(taken.error().code, codes::kPermission);
  EXPECT_FALSE(QFile::exists(target));
}

}  // namespace
}  // namespace landline::net
