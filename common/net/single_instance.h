#pragma once

#include <QLocalServer>
#include <QObject>
#include <QStringList>

#include "core/profile.h"
#include "core/result.h"

namespace landline::net {

/// One running program per profile. Two on one profile would share a key and overwrite each other's memory of
/// peers.
///
///     SingleInstance instance(profile);
///     if (const Result<void> taken = instance.acquire(); !taken) {
///       if (instance.askFirstToShow()) return 0;      // with a window: the first one comes to the front
///       ... say taken.error().detail, exit 1          // headless, or the first one has no window
///     }
///     instance.listen();                              // with a window: answer others that start
///
/// The lock is one of the kernel's on `instance.lock` in the profile: it goes when the process does, however
/// it ends, so there is no stale lock to guess about. It stays for the life of the object. Beside it, in the
/// profile, is a local socket for the one word `raise`; where that path is too long for a socket (107 octets)
/// or the file system knows none, it is in the user's runtime folder under a name made from the profile's
/// path.
class SingleInstance : public QObject {
  Q_OBJECT

 public:
  explicit SingleInstance(const Profile& profile, QObject* parent = nullptr);
  ~SingleInstance() override;
  SingleInstance(const SingleInstance&) = delete;
  SingleInstance& operator=(const SingleInstance&) = delete;

  /// Takes the profile. Errors: `busy` where a running program has it, `permission`, `internal`.
  Result<void> acquire();

  /// Needs the lock. False: others cannot raise this one (which is logged; everything else works).
  bool listen();

  /// Asks the program that has the lock to bring its window to the front. Waits for at most `timeout_ms`, so
  /// it is for main() before an event loop runs. False: nobody listens there.
  bool askFirstToShow(int timeout_ms = 2000) const;

 Q_SIGNALS:
  /// Another start of the program asked for this one's window.
  void showRequested();

 private:
  void greet();

  QString m_directory;
  QString m_lock_path;
  QStringList m_socket_paths;  // in the order in which they are tried
  int m_lock = -1;
  QLocalServer m_server;
};

}  // namespace landline::net
