#include "session/batch_count.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

#include "files/tree_walk.h"
#include "wire/messages.h"

namespace landline::session {

namespace {

constexpr qint64 kMostOctets = (qint64{1} << 53) - 1;  // what a message can say

QString titled(const QString& first, int roots) {
  return roots > 1 ? QStringLiteral("%1 (+%2)").arg(first, QString::number(roots - 1)) : first;
}

}  // namespace

QString BatchCount::Found::title() const {
  return titled(first.value(0), roots);
}

BatchCount::Found BatchCount::run() {
  Found found;
  files::TreeWalk walk(m_roots);
  while (!m_cancelled) {
    const std::optional<files::TreeEntry> entry = walk.next();
    if (!entry) {
      return found;
    }
    if (entry->kind == files::TreeEntry::Kind::LeftOut) {
      if (found.trouble.code.isEmpty()) {
        found.trouble = entry->note;
      }
      continue;
    }
    if (!entry->path.contains(QLatin1Char('/'))) {
      ++found.roots;
      if (found.first.size() < wire::kMostFirstNames) {
        found.first.append(entry->path);
      }
    }
    if (entry->kind == files::TreeEntry::Kind::Directory) {
      ++found.folders;
    } else {
      m_files = ++found.files;
      found.bytes = std::min(found.bytes + entry->size, kMostOctets);
      m_bytes = found.bytes;
    }
  }
  found.cancelled = true;
  return found;
}

QString titleOf(const QStringList& roots) {
  return titled(QFileInfo(QDir::cleanPath(roots.value(0))).fileName(), static_cast<int>(roots.size()));
}

}  // namespace landline::session
