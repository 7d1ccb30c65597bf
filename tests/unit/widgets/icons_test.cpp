#include "widgets/icons.h"

#include <QGuiApplication>
#include <QImage>
#include <QPalette>
#include <gtest/gtest.h>

namespace landline::widgets {
namespace {

/// The colour of the most opaque pixel.
QColor colourOf(const QImage& image) {
  QColor found(Qt::transparent);
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) {
      const QColor here = image.pixelColor(x, y);
      if (here.alpha() > found.alpha()) {
        found = here;
      }
    }
  }
  return found;
}

class IconTest : public ::testing::TestWithParam<int> {
 protected:
  ~IconTest() override { QGuiApplication::setPalette(before); }
  QPalette before = QGuiApplication::palette();
};

TEST_P(IconTest, IsDrawnInTheColourOfThePaletteAtEveryScale) {
  const QIcon subject = icon(static_cast<Icon>(GetParam()));
  ASSERT_FALSE(subject.isNull());
  for (const QColor& colour : {QColor(Qt::black), QColor(Qt::white), QColor(0, 0, 255)}) {
    QPalette palette = before;
    palette.setColor(QPalette::ButtonText, colour);
    QGuiApplication::setPalette(palette);
    for (const int side : {16, 32}) {
      const QImage image = subject.pixmap(QSize(side, side)).toImage();
      EXPECT_EQ(image.width(), side);
      const QColor drawn = colourOf(image);
      EXPECT_GT(drawn.alpha(), 150);
      EXPECT_EQ(drawn.rgb(), colour.rgb());
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, IconTest, ::testing::Range(0, static_cast<int>(Icon::Warning) + 1));

}  // namespace
}  // namespace landline::widgets
