#pragma once

#include <QImage>
#include <QObject>
#include <QString>

#include <functional>

namespace landline::widgets {

/// Writes `picture` as a PNG of a new name into `folder` (made where it is missing) on a thread of Qt's pool, because
/// packing a screenful takes longer than a window may stand still. `done` is called in the thread of `context`, if that
/// is still there, with the path, or with an empty one where it could not be written. Files there that are older than
/// a week are removed: what was pasted has long been sent.
void savePicture(const QImage& picture, const QString& folder, QObject* context,
                 std::function<void(const QString& path)> done);

}  // namespace landline::widgets
