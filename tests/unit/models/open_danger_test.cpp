#include "models/open_danger.h"

#include <gtest/gtest.h>

#include "support/transfers.h"

namespace landline::models {
namespace {

using session::TransferInfo;

TransferInfo received(const QString& path) {
  TransferInfo info = test::download(QStringLiteral("1"), TransferInfo::State::Done);
  info.path = path;
  return info;
}

class BadInput23NotOpened : public ::testing::TestWithParam<const char*> {};

TEST_P(BadInput23NotOpened, SaysWhy) {
  EXPECT_FALSE(openDanger(received(QStringLiteral("/home/u/Downloads/") + QLatin1String(GetParam()))).isEmpty());
}

INSTANTIATE_TEST_SUITE_P(Names, BadInput23NotOpened,
                         ::testing::Values("-rf", "-o.txt", ".bashrc", ".hidden.txt", "game.desktop", "Game.DESKTOP",
                                           "setup.sh", "a.exe", "a.pdf.exe", "macro.docm", "x.py", "x.AppImage",
                                           "y.jar"));

class OrdinaryFile : public ::testing::TestWithParam<const char*> {};

TEST_P(OrdinaryFile, MayBeOpened) {
  EXPECT_EQ(openDanger(received(QStringLiteral("/home/u/.local/share/") + QLatin1String(GetParam()))), QString());
}

INSTANTIATE_TEST_SUITE_P(Names, OrdinaryFile,
                         ::testing::Values("notes.txt", "a.pdf", "photo.JPG", "x.tar.gz", "README", "a-b.odt", "v1.2"));

TEST(OpenDanger, OwnFilesAreOnesOwnBusiness) {
  TransferInfo info = received(QStringLiteral("/home/u/run.sh"));
  info.direction = TransferInfo::Direction::Up;
  EXPECT_EQ(openDanger(info), QString());
}

TEST(OpenDanger, TheSavedNameDecidesNotTheAnnouncedOne) {
  TransferInfo info = received(QStringLiteral("/home/u/run.sh"));
  info.title = QStringLiteral("notes.txt");
  EXPECT_FALSE(openDanger(info).isEmpty());
}

}  // namespace
}  // namespace landline::models
