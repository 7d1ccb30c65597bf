#pragma once

#include <QStringList>

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

namespace landline::session {

/// When the folders of a batch are to be given their times: as soon as nothing more comes into them. The entries of a
/// manifest pass by in their order, a folder before what is in it; so when one passes that is not inside a folder,
/// the folder is complete. Remembers as many folders as the deepest path has.
class FolderTimes {
 public:
  using Set = std::function<void(const QStringList& components, qint64 mtime_ms)>;

  explicit FolderTimes(Set set) : m_set(std::move(set)) {}

  /// An entry is settled, as are all before it.
  void pass(const QStringList& components) { closeAllBut(components); }
  void passFolder(const QStringList& components, qint64 mtime_ms) {
    closeAllBut(components);
    m_open.push_back({components, mtime_ms});
  }

  /// The last one has passed.
  void finish() { closeAllBut({}); }

 private:
  struct Folder {
    QStringList components;
    qint64 mtime_ms = 0;
    bool holds(const QStringList& path) const {
      return path.size() > components.size() && std::equal(components.begin(), components.end(), path.begin());
    }
  };

  void closeAllBut(const QStringList& path) {
    while (!m_open.empty() && !m_open.back().holds(path)) {
      m_set(m_open.back().components, m_open.back().mtime_ms);
      m_open.pop_back();
    }
  }

  Set m_set;
  std::vector<Folder> m_open;  // each inside the one before it
};

}  // namespace landline::session
