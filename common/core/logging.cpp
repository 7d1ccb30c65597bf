#include "core/logging.h"

namespace landline {

Q_LOGGING_CATEGORY(logNet, "landline.net", QtInfoMsg)
Q_LOGGING_CATEGORY(logTrust, "landline.trust", QtInfoMsg)
Q_LOGGING_CATEGORY(logSession, "landline.session", QtInfoMsg)
Q_LOGGING_CATEGORY(logTransfer, "landline.transfer", QtInfoMsg)
Q_LOGGING_CATEGORY(logFiles, "landline.files", QtInfoMsg)
Q_LOGGING_CATEGORY(logHistory, "landline.history", QtInfoMsg)
Q_LOGGING_CATEGORY(logApp, "landline.app", QtInfoMsg)

}  // namespace landline
