#include "console/exit_code.h"

#include <algorithm>
#include <iterator>

namespace landline::console {

namespace {

constexpr QLatin1String kUnreachableCodes[] = {codes::kUnreachable, codes::kHostNotFound, codes::kConnectionRefused};

constexpr QLatin1String kRefusedCodes[] = {
    codes::kDenied,   codes::kKicked,         codes::kReplaced,           codes::kKeyChanged,
    codes::kDeclined, codes::kBadCertificate, codes::kTooManyConnections, codes::kProtocolVersion,
    codes::kNotTaken};

template <std::size_t N>
bool isAmong(const QLatin1String (&list)[N], const QString& code) {
  return std::any_of(std::begin(list), std::end(list), [&code](QLatin1String each) { return code == each; });
}

}  // namespace

ExitCode exitCodeFor(const Error& error) {
  if (error.code.isEmpty()) {
    return kExitDone;
  }
  if (isAmong(kUnreachableCodes, error.code)) {
    return kExitUnreachable;
  }
  if (isAmong(kRefusedCodes, error.code)) {
    return kExitRefused;
  }
  if (error.is(codes::kDigestMismatch)) {
    return kExitNotVerified;
  }
  return kExitFailed;
}

}  // namespace landline::console
