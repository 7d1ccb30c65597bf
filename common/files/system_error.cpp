#include "files/system_error.h"

#include <cerrno>

namespace landline::files {

namespace {

QLatin1String codeOf(int number) {
  switch (number) {
    case ENOSPC:
    case EDQUOT:
      return codes::kNoSpace;
    case EACCES:
    case EPERM:
    case EROFS:
      return codes::kPermission;
    default:
      return codes::kWriteFailed;
  }
}

Error said(QLatin1String code, int number, const QString& what) {
  return {code, QStringLiteral("%1: %2.").arg(what, qt_error_string(number))};
}

}  // namespace

Error systemError(int number, const QString& what) {
  return said(codeOf(number), number, what);
}

Error systemNameError(int number, const QString& what) {
  const bool name_refused = number == EINVAL || number == ENAMETOOLONG || number == EILSEQ;
  return said(name_refused ? codes::kUnsafeName : codeOf(number), number, what);
}

}  // namespace landline::files
