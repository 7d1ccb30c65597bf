#pragma once

#include <QColor>
#include <QPalette>

/// Colours that are made from the palette, so that they fit a light and a dark one alike.
namespace landline::widgets {

/// `over` laid upon `base` with this share, 0 to 1.
QColor blend(const QColor& base, const QColor& over, double share);

/// The contrast of two opaque colours by WCAG 2, 1 to 21. Text needs 4.5.
double contrast(const QColor& left, const QColor& right);

/// Text that stands back: as faint as the palette allows with a contrast of at least 4.5 upon `background`.
QColor mutedText(const QPalette& palette, const QColor& background);

/// `wanted`, moved towards the palette's text until it has a contrast of at least 4.5 upon `background`.
QColor readable(const QColor& wanted, const QPalette& palette, const QColor& background);

/// What something that went wrong is marked with, beside its icon and its words.
QColor warningAccent(const QPalette& palette);

}  // namespace landline::widgets
