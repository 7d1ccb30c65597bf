#include "widgets/palette_colors.h"

#include <algorithm>
#include <cmath>

namespace landline::widgets {

namespace {

constexpr double kReadable = 4.5;

double luminance(const QColor& color) {
  const auto linear = [](double channel) {
    return channel <= 0.03928 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

}  // namespace

QColor blend(const QColor& base, const QColor& over, double share) {
  const auto mix = [share](int from, int to) { return static_cast<int>(std::lround(from + (to - from) * share)); };
  return QColor(mix(base.red(), over.red()), mix(base.green(), over.green()), mix(base.blue(), over.blue()));
}

double contrast(const QColor& left, const QColor& right) {
  const double a = luminance(left);
  const double b = luminance(right);
  return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

QColor readable(const QColor& wanted, const QPalette& palette, const QColor& background) {
  const QColor& text = palette.color(QPalette::Text);
  for (int step = 0; step < 10; ++step) {
    const QColor candidate = blend(wanted, text, step / 10.0);
    if (contrast(candidate, background) >= kReadable) {
      return candidate;
    }
  }
  return text;
}

QColor mutedText(const QPalette& palette, const QColor& background) {
  return readable(blend(palette.color(QPalette::Text), background, 0.4), palette, background);
}

QColor warningAccent(const QPalette& palette) {
  const bool dark = luminance(palette.color(QPalette::Window)) < 0.2;
  return dark ? QColor(0xF0, 0x71, 0x6A) : QColor(0xB3, 0x26, 0x1E);
}

}  // namespace landline::widgets
