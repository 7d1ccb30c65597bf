#include "history_fixture.h"
#include <QElapsedTimer>

#include <thread>

namespace landline::history {
namespace {

TEST_F(HistoryTest, ANewOneIsEmpty) {
  EXPECT_EQ(namesOf(*log(), 'a', "/in", "x"), QStringList());
}

TEST_F(HistoryTest, TellsTheCopiesOfOneNameFromOneSenderInOneFolder) {
  const auto log = this->log();
  ASSERT_TRUE(
      log->add({received("x", "x"), received("y", "y"), received("x", "x (2)", 'b'), received("x", "x", 'a', "/other")})
          .ok());
  m_clock.advance(1);
  ASSERT_TRUE(log->add({received("x", "x (1)")}).ok());
  EXPECT_EQ(namesOf(*log, 'a', "/in", "x"), (QStringList{text("x"), text("x (1)")})) << "oldest first";
  EXPECT_EQ(namesOf(*log, 'b', "/in", "x"), QStringList{text("x (2)")});
  EXPECT_EQ(namesOf(*log, 'a', "/other", "x"), QStringList{text("x")});
  EXPECT_EQ(namesOf(*log, 'c', "/in", "x"), QStringList());
  EXPECT_EQ(namesOf(*log, 'a', "/in", "X"), QStringList()) << "names are octets";
}

TEST_F(HistoryTest, TellsByWhichTransferItCameAndWhatItWas) {
  const auto log = this->log();
  ASSERT_TRUE(log->add({received("x", "x")}).ok());
  const auto copies = log->copiesFrom(peer('a'), text("/in"), text("x"));
  ASSERT_EQ(copies.size(), 1);
  EXPECT_EQ(copies.at(0).transfer, text("uuid"));
  EXPECT_EQ(copies.at(0).digest, QString(32, QLatin1Char('d')));
}

TEST_F(HistoryTest, AFolderIsTheSameHoweverItIsSpelt) {
  const auto log = this->log();
  ASSERT_TRUE(log->add({received("x", "x", 'a', "/in/./deep/")}).ok());
  EXPECT_EQ(namesOf(*log, 'a', "/in/deep", "x"), QStringList{text("x")});
  EXPECT_EQ(namesOf(*log, 'a', "/in/other/../deep", "x"), QStringList{text("x")});
}

TEST_F(HistoryTest, APathHasOneOriginTheLatest) {
  const auto log = this->log();
  ASSERT_TRUE(log->add({received("x", "x", 'a')}).ok());
  ASSERT_TRUE(log->add({received("x", "x", 'b')}).ok());
  EXPECT_EQ(namesOf(*log, 'a', "/in", "x"), QStringList()) << "what is there now came from somebody else";
  EXPECT_EQ(namesOf(*log, 'b', "/in", "x"), QStringList{text("x")});
}

TEST_F(HistoryTest, TextIsOnlyText) {
  const auto log = this->log();
  const char* odd = "'; DROP TABLE received_files; -- “%s” \\ 教室 😀 &12";
  session::ReceivedFile file = received(odd, "'; x --");
  file.transfer = QString();
  file.digest = QString();
  ASSERT_TRUE(log->add({file}).ok()) << "a null string is an empty text";
  EXPECT_EQ(namesOf(*log, 'a', "/in", odd), QStringList{text("'; x --")});
}

TEST_F(HistoryTest, AGroupIsAddedWholeOrNotAtAll) {
  const auto log = this->log();
  withSql(
      QStringLiteral("CREATE TRIGGER no_y BEFORE INSERT ON received_files WHEN NEW.name = 'y'"
                     " BEGIN SELECT RAISE(ABORT, 'no'); END"));
  const Result<void> added = log->add({received("x", "x"), received("y", "y")});
  ASSERT_FALSE(added.ok());
  EXPECT_EQ(added.error().code, codes::kInternal);
  EXPECT_EQ(namesOf(*log, 'a', "/in", "x"), QStringList());
  EXPECT_TRUE(log->add({received("x", "x")}).ok()) << "it goes on";
  EXPECT_EQ(namesOf(*log, 'a', "/in", "x"), QStringList{text("x")});
}

TEST_F(HistoryTest, AWriteThatCannotBeDoneIsSaid) {
  const auto log = this->log();
  withSql(QStringLiteral("DROP TABLE received_files"));
  const Result<void> added = log->add({received("x", "x")});
  ASSERT_FALSE(added.ok());
  EXPECT_TRUE(added.error().detail.contains(text("received_files"))) << qPrintable(added.error().detail);
  EXPECT_EQ(namesOf(*log, 'a', "/in", "x"), QStringList());
}

TEST_F(HistoryTest, EachThreadHasItsOwn) {
  prepare();
  constexpr int kGroups = 40;
  const auto add_many = [&](char sender, const char* folder) {
    const auto log = orFail(SqlReceivedLog::open(file(), m_clock));
    for (int i = 0; i < kGroups; ++i) {
      const QByteArray name = QByteArray::number(i);
      ASSERT_TRUE(log->add({received("x", name.constData(), sender, folder)}).ok());
      ASSERT_EQ(namesOf(*log, sender, folder, "x").size(), i + 1);
    }
  };
  std::thread first([&] { add_many('a', "/a"); });
  std::thread second([&] { add_many('b', "/b"); });
  first.join();
  second.join();
  const auto log = this->log();
  EXPECT_EQ(namesOf(*log, 'a', "/a", "x").size(), kGroups);
  EXPECT_EQ(namesOf(*log, 'b', "/b", "x").size(), kGroups);
}

// The figure that a batch of small files needs is 0.3 s on an idle machine in an optimised build; here others build
// and test beside it, so only a gross mistake (a transaction, a statement for each file) fails.
TEST_F(HistoryTest, TenThousandFilesAreAddedInNoTime) {
  const auto log = this->log();
  QElapsedTimer timer;
  timer.start();
  for (int group = 0; group < 40; ++group) {
    QVector<session::ReceivedFile> files;
    for (int i = 0; i < 250; ++i) {
      session::ReceivedFile file = received("x", "x", 'a', "/home/somebody/Downloads/Landline/a/folder/of/a/tree");
      file.announced = file.name = QStringLiteral("photo-%1.jpg").arg(group * 250 + i);
      files.append(file);
    }
    ASSERT_TRUE(log->add(files).ok());
  }
  const qint64 elapsed_ms = timer.elapsed();
  RecordProperty("milliseconds", static_cast<int>(elapsed_ms));
  EXPECT_LT(elapsed_ms, 3000);
  EXPECT_EQ(withSql(QStringLiteral("SELECT count(*) FROM received_files")).toInt(), 10'000);
}

}  // namespace
}  // namespace landline::history
