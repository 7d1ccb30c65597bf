#pragma once

class QWidget;

namespace landline::widgets {

/// Brings a window to the front, out of the minimised state too.
void raise(QWidget& window);

}  // namespace landline::widgets
