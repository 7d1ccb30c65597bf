#include "plain_fixture.h"
#include <QCoreApplication>

namespace landline::session {

using PlainDeskReceive = PlainDeskTest;

TEST_F(PlainDeskReceive, TakesAFileInThreeSteps) {
  RawPeer peer = joinAndAcceptAll();
  const QByteArray octets = someOctets(3'000'000);
  ASSERT_TRUE(peer.write("photo.jpg&3000000"));  // no end: silence ends it
  ASSERT_TRUE(peer.receives("ok"));
  ASSERT_TRUE(peer.write(octets));
  ASSERT_TRUE(reaches(State::Done));
  EXPECT_EQ(saved(), QStringList{QStringLiteral("photo.jpg")});
  EXPECT_EQ(content(QStringLiteral("photo.jpg")), octets);
  const TransferInfo done = row();
  EXPECT_TRUE(done.plain);
  EXPECT_EQ(done.direction, TransferInfo::Direction::Down);
  EXPECT_EQ(done.peer, m_peer);
  EXPECT_EQ(done.title, QStringLiteral("photo.jpg"));
  EXPECT_EQ(done.bytes_total, octets.size());
  EXPECT_EQ(done.bytes_done, octets.size());
  EXPECT_EQ(done.stored, 1);
  EXPECT_EQ(done.files_done, 1);
  EXPECT_EQ(done.path, m_save_folder + QStringLiteral("/photo.jpg"));
  EXPECT_EQ(done.digest.size(), 32);
  EXPECT_GT(done.seconds, 0);
  ASSERT_EQ(m_files.size(), 1);
  EXPECT_EQ(m_files[0].saved_as, done.path);
  EXPECT_EQ(m_changes_after_the_end, 0);
  EXPECT_TRUE(m_texts.isEmpty());
  EXPECT_TRUE(m_desk->has(m_peer));
}

TEST_F(PlainDeskReceive, BadInput33_TakesTextAndFilesOfOneWrite) {
  RawPeer peer = joinAndAcceptAll();
  const QByteArray body = someOctets(100'000);
  ASSERT_TRUE(
      peer.write("before\n" + atOneGo("a&b.bin", body) + "between\n" + atOneGo("\xC3\xA4.txt", "text") + "behind\n"));
  EXPECT_TRUE(hears({QStringLiteral("before"), QStringLiteral("between"), QStringLiteral("behind")}));
  ASSERT_TRUE(reaches(State::Done, 1));
  EXPECT_EQ(content(QStringLiteral("a&b.bin")), body);
  EXPECT_EQ(content(QStringLiteral("\u00E4.txt")), QByteArray("text"));
  EXPECT_TRUE(peer.receives("okok"));
}

TEST_F(PlainDeskReceive, BadInput32_TakesSingleOctets) {
  m_limits.plain_quiet = std::chrono::seconds(3);  // none between these, however slow the machine
  RawPeer peer = joinAndAcceptAll();
  const QByteArray all = atOneGo("a.txt", "the body") + "and text\n";
  for (const char octet : all) {
    ASSERT_TRUE(peer.write(QByteArray(1, octet)));
    QCoreApplication::processEvents();
  }
  EXPECT_TRUE(hears({QStringLiteral("and text")}));
  EXPECT_EQ(content(QStringLiteral("a.txt")), QByteArray("the body"));
}

TEST_F(PlainDeskReceive, BadInput26_TakesAnEmptyFile) {
  RawPeer peer = joinAndAcceptAll();
  ASSERT_TRUE(peer.write("empty.txt&0"));
  ASSERT_TRUE(reaches(State::Done));
  EXPECT_TRUE(peer.receives("ok"));
  EXPECT_EQ(content(QStringLiteral("empty.txt")), QByteArray());
  ASSERT_TRUE(peer.write("text\n"));
  EXPECT_TRUE(hears({QStringLiteral("text")}));
}

TEST_F(PlainDeskReceive, BadInput28_ALongerBodyIsTextAgain) {
  RawPeer peer = joinAndAcceptAll();
  ASSERT_TRUE(peer.write("a.txt&4\nbodyand more\n"));
  EXPECT_TRUE(hears({QStringLiteral("and more")}));
  EXPECT_EQ(content(QStringLiteral("a.txt")), QByteArray("body"));
}

TEST_F(PlainDeskReceive, BadInput25_AnExistingNameGetsANumber) {
  RawPeer peer = joinAndAcceptAll();
  ASSERT_TRUE(peer.write(atOneGo("a.txt", "first")));
  ASSERT_TRUE(peer.write(atOneGo("a.txt", "second")));
  ASSERT_TRUE(reaches(State::Done, 1));
  EXPECT_EQ(content(QStringLiteral("a.txt")), QByteArray("first"));
  EXPECT_EQ(content(QStringLiteral("a (1).txt")), QByteArray("second"));
  EXPECT_EQ(row(1).renamed, 1);
}

TEST_F(PlainDeskReceive, OverwritesOrSkipsWhereThatIsWanted) {
  RawPeer peer = joinAndAcceptAll();
  ASSERT_TRUE(peer.write(atOneGo("a.txt", "first")));
  ASSERT_TRUE(reaches(State::Done, 0));
  m_desk->setConflict(Conflict::Overwrite);
  ASSERT_TRUE(peer.write(atOneGo("a.txt", "second")));
  ASSERT_TRUE(reaches(State::Done, 1));
  EXPECT_EQ(content(QStringLiteral("a.txt")), QByteArray("second"));
  m_desk->setConflict(Conflict::Skip);
  ASSERT_TRUE(peer.write("a.txt&5"));
  ASSERT_TRUE(reaches(State::Declined, 2));
  EXPECT_EQ(row(2).error.code, QString(codes::kExists));
  EXPECT_TRUE(peer.receives("okokdeclined: a file of this name is here already\n"));
  EXPECT_EQ(saved(), QStringList{QStringLiteral("a.txt")});
}

// --- The end of the stream -------------------------------------------------------------------------------------------

TEST_F(PlainDeskReceive, BadInput35_BadInput27_AnEndAfterAnyOctetLeavesNothingOrAll) {
  start();
  m_desk->setAcceptRule(AcceptRule::All);
  const QByteArray all = atOneGo("a.txt", "the body") + "text\n";
  const int whole = all.size() - 5;
  for (int length = 0; length <= all.size(); ++length) {
    SCOPED_TRACE(length);
    m_left.clear();
    RawPeer peer = join();
    ASSERT_TRUE(peer.write(all.left(length)));
    peer.endWriting();
    ASSERT_TRUE(isLeft());
    EXPECT_TRUE(peer.seesEnd());
    EXPECT_EQ(saved().size(), length >= whole ? 1 : 0) << saved().join(QLatin1Char(' ')).toStdString();
    QFile::remove(m_save_folder + QStringLiteral("/a.txt"));
  }
  EXPECT_EQ(m_desk->openCount(), 0);
  EXPECT_EQ(m_changes_after_the_end, 0);
}

TEST_F(PlainDeskReceive, BadInput27_ABodyThatEndsEarlyLeavesNothing) {
  RawPeer peer = joinAndAcceptAll();
  ASSERT_TRUE(peer.write("big.bin&1000000"));
  ASSERT_TRUE(peer.receives("ok"));
  ASSERT_TRUE(peer.write(someOctets(999'999)));
  ASSERT_TRUE(test::waitFor([&] { return row().bytes_done == 999'999; }));
  ASSERT_EQ(saved().size(), 1);
  EXPECT_TRUE(files::isPartName(saved()[0]));
  peer.close();
  ASSERT_TRUE(reaches(State::Failed));
  EXPECT_EQ(row().error.code, QString(codes::kConnectionLost));
  EXPECT_TRUE(isLeft());
  EXPECT_EQ(saved(), QStringList());
}

TEST_F(PlainDeskReceive, BadInput27_ABodyThatStopsComingIsGivenUp) {
  m_limits.transfer_silence = std::chrono::milliseconds(80);
  RawPeer peer = joinAndAcceptAll();
  ASSERT_TRUE(peer.write("Q&A&2024\n"));
  ASSERT_TRUE(reaches(State::Failed));
  EXPECT_EQ(row().error.code, QString(codes::kTimeout));
  EXPECT_TRUE(isLeft());
  EXPECT_EQ(saved(), QStringList());
}

TEST_F(PlainDeskReceive, TakesAFileOfWhoDoesNotWaitForTheAnswerAndCloses) {
  RawPeer peer = joinAndAcceptAll();
  const QByteArray body = someOctets(100'000);
  ASSERT_TRUE(peer.write(atOneGo("a.bin", body)));
  peer.close();
  ASSERT_TRUE(reaches(State::Done));
  EXPECT_EQ(content(QStringLiteral("a.bin")), body);
  EXPECT_TRUE(isLeft());
}

TEST_F(PlainDeskReceive, TextBehindTheLastFileNeedsNoEnd) {
  RawPeer peer = joinAndAcceptAll();
  // Only the end shows what the NUL is, so all of it is read then, a code point without its rest as well.
  ASSERT_TRUE(peer.write(QByteArray("a.txt&4\0bodyand mor\xC3", 20)));
  peer.endWriting();
  ASSERT_TRUE(isLeft());
  EXPECT_EQ(content(QStringLiteral("a.txt")), QByteArray("body"));
  EXPECT_EQ(m_texts, (QStringList{QStringLiteral("and mor"), QStringLiteral("\\xC3")}));
}

// --- Refused ---------------------------------------------------------------------------------------------------------

class PlainDeskUnsafeName : public PlainDeskTest, public ::testing::WithParamInterface<const char*> {};

TEST_P(PlainDeskUnsafeName, BadInput11_BadInput12_BadInput13_BadInput24_IsRefusedAndTheConnectionStays) {
  RawPeer peer = joinAndAcceptAll();
  ASSERT_TRUE(peer.write(QByteArray(GetParam()) + "&4\n"));
  EXPECT_TRUE(peer.receives("declined: no file can be saved under this name\n"));
  ASSERT_TRUE(reaches(State::Declined));
  EXPECT_EQ(row().error.code, QString(codes::kUnsafeName));
  ASSERT_TRUE(peer.write("body\n"));
  EXPECT_TRUE(hears({QStringLiteral("body")}));
  EXPECT_EQ(saved(), QStringList());
  EXPECT_EQ(QDir(m_directory.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
            QStringList{QStringLiteral("save")});
}

INSTANTIATE_TEST_SUITE_P(Names, PlainDeskUnsafeName,
                         ::testing::Values("../x", "a/../../x", "..\\x", "/etc/x", "C:x", "\\\\host\\s", "file:///x",
                                           ".", "..", " ", "   ", "folder/x",
                                           ".landline-0123456789abcdef01234567.part"));

TEST_F(PlainDeskReceive, BadInput29_DeclinesWhatThereIsNoRoomForBeforeAnyData) {
  RawPeer peer = joinAndAcceptAll();
  ASSERT_TRUE(peer.write("huge.bin&9007199254740991\n"));
  EXPECT_TRUE(peer.receives("declined: there is no room for it\n"));
  ASSERT_TRUE(reaches(State::Declined));
  EXPECT_EQ(row().error.code, QString(codes::kNoSpace));
  EXPECT_EQ(saved(), QStringList());
  ASSERT_TRUE(peer.write("text\n"));
  EXPECT_TRUE(hears({QStringLiteral("text")}));
}

TEST_F(PlainDeskReceive, WhatWasPromisedToOthersIsNotFree) {
  RawPeer peer = joinAndAcceptAll();
  m_desk->setPromisedBesides([](const QString&) { return std::numeric_limits<qint64>::max() / 2; });
  ASSERT_TRUE(peer.write("a.txt&4\n"));
  EXPECT_TRUE(peer.receives("declined: there is no room for it\n"));
  ASSERT_TRUE(reaches(State::Declined));
  EXPECT_EQ(row().error.code, QString(codes::kNoSpace));

  m_desk->setPromisedBesides([this](const QString& folder) {
    EXPECT_EQ(folder, m_save_folder);
    return 0;
  });
  peer.forget();
  ASSERT_TRUE(peer.write("b.txt&4\n"));
  EXPECT_TRUE(peer.receives("ok"));
  EXPECT_EQ(m_desk->promisedIn(m_save_folder), 4);
  ASSERT_TRUE(peer.write("body"));
  EXPECT_TRUE(reaches(State::Done, 1));
  EXPECT_EQ(m_desk->promisedIn(m_save_folder), 0);
}

TEST_F(PlainDeskReceive, DeclinesByRuleAndTakesWhatFollowsForText) {
  start();
  m_desk->setAcceptRule(AcceptRule::None);
  RawPeer peer = join();
  ASSERT_TRUE(peer.write("a.txt&4\nbody\n"));
  EXPECT_TRUE(peer.receives("declined: not wanted\n"));
  EXPECT_TRUE(reaches(State::Declined));
  EXPECT_TRUE(hears({QStringLiteral("body")}));
}

TEST_F(PlainDeskReceive, AHeaderIsTextWhereFilesAreSwitchedOff) {
  start();
  m_desk->setMode(PlainMode::Text);
  m_desk->setAcceptRule(AcceptRule::All);
  RawPeer peer = join();
  ASSERT_TRUE(peer.write("Q&A&2024\n"));
  EXPECT_TRUE(hears({QStringLiteral("Q&A&2024")}));
  m_desk->setMode(PlainMode::Files);
  ASSERT_TRUE(test::waitFor([&] { return peer.write("a.txt&0\n") && !m_order.isEmpty(); }));
  EXPECT_TRUE(reaches(State::Done));
}

TEST_F(PlainDeskReceive, SwitchingFilesOffDeclinesWhatWasNotAnswered) {
  RawPeer peer = join();
  ASSERT_TRUE(peer.write("a.txt&4\n"));
  ASSERT_TRUE(reaches(State::Offered));
  m_desk->setMode(PlainMode::Text);
  EXPECT_TRUE(reaches(State::Failed));
  EXPECT_TRUE(peer.receives("declined: no files are taken here\n"));
}

TEST_F(PlainDeskReceive, SaysWhenTheFolderCannotBeWrittenTo) {
  RawPeer peer = joinAndAcceptAll();
  m_desk->setSaveFolder(writeSource(QStringLiteral("no folder"), "a file"));
  ASSERT_TRUE(peer.write("a.txt&4\nbody"));
  EXPECT_TRUE(peer.receives("declined: it cannot be saved\n"));
  EXPECT_TRUE(reaches(State::Declined));
}

// --- Asked -----------------------------------------------------------------------------------------------------------

}  // namespace landline::session
