#include "models/datagram_log_model.h"

#include <QSignalSpy>
#include <gtest/gtest.h>

namespace landline::models {
namespace {

using session::Datagram;

Datagram datagram(const QByteArray& octets, bool incoming = true, bool echo = false) {
  return {incoming, QStringLiteral("192.168.1.20"), 6666, octets, 1'790'000'000'000, echo};
}

QString cell(const DatagramLogModel& model, int row, int column) {
  return model.index(row, column).data().toString();
}

TEST(DatagramLogModel, ShowsWhatCameAndWent) {
  DatagramLogModel model;
  model.append({datagram("Hello"), datagram("Hi", false), datagram("Hello", false, true)});
  ASSERT_EQ(model.rowCount(), 3);
  EXPECT_EQ(cell(model, 0, DatagramLogModel::DirectionColumn), QStringLiteral("received"));
  EXPECT_EQ(cell(model, 1, DatagramLogModel::DirectionColumn), QStringLiteral("sent"));
  EXPECT_EQ(cell(model, 2, DatagramLogModel::DirectionColumn), QStringLiteral("echoed"));
  EXPECT_EQ(cell(model, 0, DatagramLogModel::AddressColumn), QStringLiteral("192.168.1.20:6666"));
  EXPECT_EQ(cell(model, 0, DatagramLogModel::SizeColumn), QStringLiteral("5"));
  EXPECT_EQ(cell(model, 0, DatagramLogModel::ContentColumn), QStringLiteral("Hello"));
  EXPECT_FALSE(cell(model, 0, DatagramLogModel::TimeColumn).isEmpty());
  EXPECT_TRUE(model.lineText(0).endsWith(QStringLiteral("  received  192.168.1.20:6666  5  Hello")));
}

TEST(DatagramLogModel, IPv6AddressesStandInBrackets) {
  EXPECT_EQ(datagramEndpoint(QStringLiteral("fe80::1%eth0"), 6666), QStringLiteral("[fe80::1%eth0]:6666"));
}

TEST(DatagramLogModel, BadInput86_AnyOctetsAreShown) {
  DatagramLogModel model;
  QByteArray every;
  for (int i = 0; i < 256; ++i) {
    every.append(static_cast<char>(i));
  }
  model.append({datagram(QByteArray()), datagram(every), datagram(QByteArray(65'507, '\xfe')),
                datagram("<b>bold</b>\x1b[2J\n\xe2\x80\xae")});
  EXPECT_EQ(cell(model, 0, DatagramLogModel::ContentColumn), QStringLiteral("(empty)"));
  for (int row = 1; row < 4; ++row) {
    const QString shown = cell(model, row, DatagramLogModel::ContentColumn);
    for (const QChar c : shown) {
      EXPECT_TRUE(c.isPrint() || c == QLatin1Char('\t')) << row << ": " << c.unicode();
    }
    EXPECT_LE(shown.size(), 4 * DatagramLogModel::kOctetsInRow + 1);
    EXPECT_FALSE(model.index(row, DatagramLogModel::ContentColumn)
                     .data(Qt::ToolTipRole)
                     .toString()
                     .contains(QStringLiteral("<b>bold")));
  }
  EXPECT_TRUE(cell(model, 2, DatagramLogModel::ContentColumn).endsWith(QChar(0x2026)));
  EXPECT_EQ(model.lineText(2).count(QStringLiteral("\\xfe")), 65'507) << "what is copied is whole";
}

TEST(DatagramLogModel, DoesNotCutACharacterInTwo) {
  DatagramLogModel model;
  const QByteArray character("\xe4\xbd\xa0");
  for (int shift = 0; shift < 3; ++shift) {
    model.append({datagram(QByteArray(shift, 'a') + character.repeated(200))});
    EXPECT_FALSE(cell(model, shift, DatagramLogModel::ContentColumn).contains(QStringLiteral("\\x")));
  }
}

TEST(DatagramLogModel, ShowsHexWhereItIsAskedFor) {
  DatagramLogModel model;
  model.append({datagram("Hel")});
  QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
  model.setShowsHex(true);
  EXPECT_EQ(changes.count(), 1);
  EXPECT_EQ(cell(model, 0, DatagramLogModel::ContentColumn), QStringLiteral("48 65 6c"));
  model.setShowsHex(false);
  EXPECT_EQ(cell(model, 0, DatagramLogModel::ContentColumn), QStringLiteral("Hel"));
}

TEST(DatagramLogModel, KeepsTheLastRows) {
  DatagramLogModel model(3, 1000);
  model.append({datagram("1"), datagram("2")});
  model.append({datagram("3"), datagram("4")});
  ASSERT_EQ(model.rowCount(), 3);
  EXPECT_EQ(cell(model, 0, DatagramLogModel::ContentColumn), QStringLiteral("2"));
  model.append({datagram("5"), datagram("6"), datagram("7"), datagram("8"), datagram("9")});
  ASSERT_EQ(model.rowCount(), 3);
  EXPECT_EQ(cell(model, 0, DatagramLogModel::ContentColumn), QStringLiteral("7"));
  EXPECT_EQ(cell(model, 2, DatagramLogModel::ContentColumn), QStringLiteral("9"));
}

TEST(DatagramLogModel, KeepsNoMoreThanSoManyOctets) {
  DatagramLogModel model(100, 1000);
  for (int i = 0; i < 10; ++i) {
    model.append({datagram(QByteArray(300, static_cast<char>('0' + i)))});
  }
  ASSERT_EQ(model.rowCount(), 3);
  EXPECT_TRUE(cell(model, 0, DatagramLogModel::ContentColumn).startsWith(QLatin1Char('7')));
  model.append({datagram(QByteArray(900, 'a')), datagram(QByteArray(900, 'b'))});
  ASSERT_EQ(model.rowCount(), 1);
  EXPECT_TRUE(cell(model, 0, DatagramLogModel::ContentColumn).startsWith(QLatin1Char('b')));
  model.append({datagram(QByteArray(1001, 'c'))});
  ASSERT_EQ(model.rowCount(), 1) << "one that has no room even alone is left out";
  EXPECT_TRUE(cell(model, 0, DatagramLogModel::ContentColumn).startsWith(QLatin1Char('b')));
  model.clear();
  EXPECT_EQ(model.rowCount(), 0);
  model.append({datagram(QByteArray(1000, 'd'))});
  EXPECT_EQ(model.rowCount(), 1);
}

}  // namespace
}  // namespace landline::models
