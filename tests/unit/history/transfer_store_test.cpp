#include "history_fixture.h"

namespace landline::history {
namespace {

using session::Conflict;
using session::KeptTransfer;
using session::TransferInfo;

KeptTransfer accepted(int number, KeptTransfer::Stage stage = KeptTransfer::Stage::Accepted) {
  KeptTransfer kept;
  kept.offerer = test::peerId('a');
  kept.transfer = QStringLiteral("transfer-%1").arg(number);
  kept.direction = TransferInfo::Direction::Down;
  kept.stage = stage;
  kept.peer = test::peerId('a');
  kept.title = QStringLiteral("x");
  kept.order = static_cast<quint64>(number);
  return kept;
}

TEST_F(HistoryTest, ATransferIsKeptWhole) {
  KeptTransfer kept;
  kept.offerer = peer('a');
  kept.transfer = text("0b5a2c1e-7d43-4f7e-9a55-3e1c2d4b6f80");
  kept.direction = TransferInfo::Direction::Up;
  kept.stage = KeptTransfer::Stage::Offered;
  kept.peer = peer('b');
  kept.peer_name = text("教室 'x'");
  kept.title = text("a (+1)");
  kept.first = QStringList{text("a"), text("\"b\"\n\\")};
  kept.files = 3;
  kept.bytes = (qint64{1} << 53) - 1;
  kept.roots = QStringList{text("/home/a"), text("/home/x\ny")};
  kept.folder = text("/in");
  kept.save_name = text("b");
  kept.conflict = Conflict::Skip;
  kept.paused_here = true;
  kept.bytes_done = 77;
  kept.order = (quint64{1} << 62) + 5;
  store()->keep(kept);
  const QVector<KeptTransfer> all = store()->load();
  ASSERT_EQ(all.size(), 1);
  const KeptTransfer& loaded = all.at(0);
  EXPECT_EQ(loaded.offerer, kept.offerer);
  EXPECT_EQ(loaded.transfer, kept.transfer);
  EXPECT_EQ(loaded.direction, kept.direction);
  EXPECT_EQ(loaded.stage, kept.stage);
  EXPECT_EQ(loaded.peer, kept.peer);
  EXPECT_EQ(loaded.peer_name, kept.peer_name);
  EXPECT_EQ(loaded.title, kept.title);
  EXPECT_EQ(loaded.first, kept.first);
  EXPECT_EQ(loaded.files, kept.files);
  EXPECT_EQ(loaded.bytes, kept.bytes);
  EXPECT_EQ(loaded.roots, kept.roots);
  EXPECT_EQ(loaded.folder, kept.folder);
  EXPECT_EQ(loaded.save_name, kept.save_name);
  EXPECT_EQ(loaded.conflict, kept.conflict);
  EXPECT_EQ(loaded.paused_here, kept.paused_here);
  EXPECT_EQ(loaded.bytes_done, kept.bytes_done);
  EXPECT_EQ(loaded.order, kept.order);
}

TEST_F(HistoryTest, TransfersComeInTheOrderOfTheQueueAndGo) {
  const auto store = this->store();
  for (const int number : {3, 1, 2}) {
    store->keep(accepted(number));
  }
  KeptTransfer last = accepted(1);
  last.order = 9;
  store->keep(last);  // changed
  store->drop(peer('a'), QStringLiteral("transfer-3"));
  store->drop(peer('b'), QStringLiteral("transfer-2"));  // of somebody else
  const QVector<KeptTransfer> all = store->load();
  ASSERT_EQ(all.size(), 2);
  EXPECT_EQ(all.at(0).transfer, text("transfer-2"));
  EXPECT_EQ(all.at(1).transfer, text("transfer-1"));
}

TEST_F(HistoryTest, OnlyTheLatestOfThoseThatAreOverAreKept) {
  const auto store = this->store();
  store->keep(accepted(0));
  constexpr int kOver = SqlTransferStore::kMostOver + 500;
  for (int number = 1; number <= kOver; ++number) {
    store->keep(accepted(number, KeptTransfer::Stage::Over));
  }
  EXPECT_LE(withSql(QStringLiteral("SELECT count(*) FROM transfers")).toInt(),
            1 + SqlTransferStore::kMostOver + SqlTransferStore::kMostOver / 4);
  const QVector<KeptTransfer> all = store->load();
  EXPECT_EQ(all.size(), 1 + SqlTransferStore::kMostOver);
  EXPECT_EQ(all.first().transfer, text("transfer-0")) << "what is open stays";
  EXPECT_EQ(all.last().transfer, QStringLiteral("transfer-%1").arg(kOver));
}

TEST_F(HistoryTest, ARowThatMakesNoSenseIsLeftOut) {
  const auto store = this->store();
  for (int number = 1; number <= 4; ++number) {
    store->keep(accepted(number));
  }
  withSql(QStringLiteral("UPDATE transfers SET peer = 'nobody' WHERE transfer = 'transfer-1'"));
  withSql(QStringLiteral("UPDATE transfers SET stage = 'lost' WHERE transfer = 'transfer-2'"));
  withSql(QStringLiteral("UPDATE transfers SET conflict = 7 WHERE transfer = 'transfer-3'"));
  ASSERT_EQ(store->load().size(), 1);
  EXPECT_EQ(store->load().at(0).transfer, text("transfer-4"));
}

TEST_F(HistoryTest, AStoreThatCannotBeWrittenIsSurvived) {
  const auto store = this->store();
  store->keep(accepted(1));
  withSql(QStringLiteral("DROP TABLE transfers"));
  store->keep(accepted(2));
  store->drop(peer('a'), QStringLiteral("transfer-1"));
  EXPECT_TRUE(store->load().isEmpty());
}

}  // namespace
}  // namespace landline::history
