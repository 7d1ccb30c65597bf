#include "console/program.h"

#include "console/exit_code.h"

namespace landline::console {

int runInProfile(const CommonOptions& options, const QString& program,
                 const std::function<int(const Profile& profile, net::SingleInstance& instance)>& run) {
  const QString directory = options.profile.isEmpty() ? Profile::defaultDirectory(program) : options.profile;
  const Result<Profile> profile = Profile::open(directory);
  if (!profile) {
    return complain(profile.error());
  }
  net::SingleInstance instance(*profile);
  if (const Result<void> taken = instance.acquire(); !taken) {
    const bool shown = !options.headless && instance.askFirstToShow();
    return shown ? kExitDone : complain(taken.error());
  }
  return run(*profile, instance);
}

}  // namespace landline::console
