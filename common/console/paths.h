#pragma once

#include <QDir>
#include <QFileInfo>
#include <QString>

namespace landline::console {

/// What a person or a script wrote, as Node::sendFiles() takes it: absolute, without `.`, `..` and a slash at the end.
inline QString absolutePath(const QString& path) {
  return QDir::cleanPath(QFileInfo(path).absoluteFilePath());
}

}  // namespace landline::console
