#include <QCryptographicHash>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "core/peer_id.h"
#include "core/result.h"

namespace landline {
namespace {

const QString kHex = QStringLiteral("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");

TEST(PeerId, ByDefaultNamesNobody) {
  EXPECT_TRUE(PeerId().isNull());
  EXPECT_EQ(PeerId().fingerprint(), QString());
  EXPECT_EQ(PeerId(), PeerId());
}

TEST(PeerId, Is64LowerCaseHexDigits) {
  ASSERT_TRUE(PeerId::fromHex(kHex));
  EXPECT_EQ(PeerId::fromHex(kHex)->hex(), kHex);
  for (const QString& wrong : {QString(), kHex.left(63), kHex + QLatin1Char('0'), kHex.toUpper(),
                               kHex.left(63) + QLatin1Char('g'), kHex.left(63) + QChar(0x0661)}) {
    EXPECT_FALSE(PeerId::fromHex(wrong)) << wrong.toStdString();
  }
}

TEST(PeerId, OfAKeyIsItsSha256) {
  const QByteArray key("a public key");
  EXPECT_EQ(PeerId::ofPublicKey(key).hex(),
            QString::fromLatin1(QCryptographicHash::hash(key, QCryptographicHash::Sha256).toHex()));
  EXPECT_NE(PeerId::ofPublicKey(key), PeerId::ofPublicKey(key + '!'));
}

TEST(PeerId, HasAShortFormForPeople) {
  EXPECT_EQ(PeerId::fromHex(kHex)->fingerprint(), QStringLiteral("0123 4567"));
}

TEST(PeerId, CanBeAKeyOfContainers) {
  QHash<PeerId, int> hash;
  hash.insert(*PeerId::fromHex(kHex), 7);
  EXPECT_EQ(hash.value(*PeerId::fromHex(kHex)), 7);
  EXPECT_TRUE(PeerId() < *PeerId::fromHex(kHex));
}

TEST(Error, IsRecognisedByItsCode) {
  const Error error{codes::kTimeout, QStringLiteral("too late")};
  EXPECT_TRUE(error.is(codes::kTimeout));
  EXPECT_FALSE(error.is(codes::kTls));
  EXPECT_FALSE(error == (Error{codes::kTimeout, QStringLiteral("other words")}));
}

TEST(Result, HoldsAValueOrAnError) {
  const Result<int> value = 7;
  ASSERT_TRUE(value.ok());
  EXPECT_EQ(*value, 7);
  const Result<int> error = Error{codes::kBusy, QString()};
  EXPECT_FALSE(error);
  EXPECT_EQ(error.error().code, codes::kBusy);
}

TEST(Result, TellsAnErrorThatIsTheValueFromAFailure) {
  const Result<std::string> text = std::string("x");
  EXPECT_EQ(text->size(), 1U);
}

TEST(Result, GivesAMoveOnlyValueAway) {
  Result<std::unique_ptr<int>> made = std::make_unique<int>(7);
  const std::unique_ptr<int> taken = *std::move(made);
  EXPECT_EQ(*taken, 7);
}

TEST(Result, WithoutAValueIsSuccessOrAnError) {
  const Result<void> fine;
  EXPECT_TRUE(fine.ok());
  const Result<void> bad = Error{codes::kBusy, QString()};
  EXPECT_FALSE(bad);
  EXPECT_EQ(bad.error().code, codes::kBusy);
}

}  // namespace
}  // namespace landline
