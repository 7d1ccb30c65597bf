#pragma once

#include <QString>

#include "core/result.h"

namespace landline {

/// The folder in which one user's instance of one program keeps its key, its known peers, its settings and its
/// history. Every path that the program keeps for itself comes from here; nothing is kept elsewhere.
class Profile {
 public:
  /// Makes `directory` (and its parents) with mode 0700 where it is missing.
  static Result<Profile> open(const QString& directory);

  /// Where the profile is when nobody says otherwise, e.g. `~/.local/share/landline/server` for "server".
  static QString defaultDirectory(const QString& program);

  const QString& directory() const { return m_directory; }
  QString path(const QString& name) const;

 private:
  explicit Profile(QString directory) : m_directory(std::move(directory)) {}

  QString m_directory;
};

/// The folder that received files go to when nobody says otherwise: "Landline" among the user's downloads.
QString defaultSaveFolder();

}  // namespace landline
