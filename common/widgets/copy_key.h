#pragma once

#include <QObject>

#include <functional>

namespace landline::widgets {

/// Has the copy key of `view` do something else than Qt's item views do by themselves, which is to copy the one cell
/// that is current. Owned by the view.
class CopyKey : public QObject {
 public:
  CopyKey(QWidget* view, std::function<void()> copy);

  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  std::function<void()> m_copy;
};

}  // namespace landline::widgets
