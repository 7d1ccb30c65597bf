#include "widgets/error_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

#include "models/display_text.h"

namespace landline::widgets {

namespace {

struct Entry {
  QLatin1String code;
  const char* sentence;
  Help help;
};

constexpr const char* kContext = "landline::widgets::errors";

// Said to people who did not write the program: what happened, and where it helps what to do. In the order of
// core/error.h.
const Entry kEntries[] = {
    {codes::kMalformed,
     QT_TRANSLATE_NOOP("landline::widgets::errors", "The other side sent something that makes no sense."), Help::None},
    {codes::kTooLarge, QT_TRANSLATE_NOOP("landline::widgets::errors", "That is too large."), Help::None},
    {codes::kUnexpected, QT_TRANSLATE_NOOP("landline::widgets::errors", "The other side said something out of turn."),
     Help::None},
    {codes::kProtocolVersion,
     QT_TRANSLATE_NOOP("landline::widgets::errors", "The other side runs a version that this one does not understand."),
     Help::None},
    {codes::kForged, QT_TRANSLATE_NOOP("landline::widgets::errors", "A message claimed to come from somebody else."),
     Help::None},
    {codes::kUnreachable,
     QT_TRANSLATE_NOOP("landline::widgets::errors",
                       "No connection could be made. Is the address right, and the other computer on this network?"),
     Help::Retry},
    {codes::kHostNotFound, QT_TRANSLATE_NOOP("landline::widgets::errors", "There is no computer of this name."),
     Help::None},
    {codes::kConnectionRefused,
     QT_TRANSLATE_NOOP("landline::widgets::errors", "Nobody listens at this address and port."), Help::Retry},
    {codes::kConnectionLost, QT_TRANSLATE_NOOP("landline::widgets::errors", "The connection was lost."), Help::Retry},
    {codes::kTimeout, QT_TRANSLATE_NOOP("landline::widgets::errors", "The other side did not answer in time."),
     Help::Retry},
    {codes::kTls, QT_TRANSLATE_NOOP("landline::widgets::errors", "The encrypted connection could not be set up."),
     Help::None},
    {codes::kBadCertificate,
     QT_TRANSLATE_NOOP("landline::widgets::errors", "The other side could not prove who it is."), Help::None},
    {codes::kKeyChanged, QT_TRANSLATE_NOOP("landline::widgets::errors", "The other side has another key than before."),
     Help::None},
    {codes::kSlowReader,
     QT_TRANSLATE_NOOP("landline::widgets::errors", "The other side read too slowly and was disconnected."),
     Help::Retry},
    {codes::kTooManyConnections,
     QT_TRANSLATE_NOOP("landline::widgets::errors", "The server has too many connections already."), Help::Retry},
    {codes::kAddressInUse, QT_TRANSLATE_NOOP("landline::widgets::errors", "Another program uses this port already."),
     Help::NextPort},
    {codes::kAddressUnavailable,
     QT_TRANSLATE_NOOP("landline::widgets::errors", "This computer does not have this address."), Help::AllAddresses},
    {codes::kPermission,
     QT_TRANSLATE_NOOP("landline::widgets::errors",
                       "The system does not permit this. Ports below 1024 are often kept for administrators."),
     Help::NextPort},
    {codes::kKicked, QT_TRANSLATE_NOOP("landline::widgets::errors", "The server disconnected you."), Help::Retry},
    {codes::kDenied, QT_TRANSLATE_NOOP("landline::widgets::errors", "The server did not let you in."), Help::Retry},
    {codes::kReplaced,
     QT_TRANSLATE_NOOP("landline::widgets::errors",
                       "The same key connected from elsewhere. If that was not you, your key may have been copied."),
     Help::Retry},
    {codes::kClosing, QT_TRANSLATE_NOOP("landline::widgets::errors", "The other side left."), Help::Retry},
    {codes::kAbsent, QT_TRANSLATE_NOOP("landline::widgets::errors", "The other side is not here any more."),
     Help::None},
    {codes::kUnknownTransfer,
     QT_TRANSLATE_NOOP("landline::widgets::errors", "The other side does not know this transfer."), Help::None},
    {codes::kUnsupported, QT_TRANSLATE_NOOP("landline::widgets::errors", "This cannot be done here."), Help::None},
    {codes::kTooMany,
     QT_TRANSLATE_NOOP("landline::widgets::errors", "Too much is waiting already. Try again when some of it is done."),
     Help::None},
    {codes::kUsage, QT_TRANSLATE_NOOP("landline::widgets::errors", "This request makes no sense."), Help::None},
    {codes::kDeclined, QT_TRANSLATE_NOOP("landline::widgets::errors", "The other side declined."), Help::None},
    {codes::kCancelled, QT_TRANSLATE_NOOP("landline::widgets::errors", "Cancelled."), Help::None},
    {codes::kInterrupted, QT_TRANSLATE_NOOP("landline::widgets::errors", "The transfer was cut off before its end."),
     Help::Retry},
    {codes::kBadTicket,
     QT_TRANSLATE_NOOP("landline::widgets::errors", "The connection for this file was not recognised."), Help::Retry},
    {codes::kNoSpace,
     QT_TRANSLATE_NOOP("landline::widgets::errors", "There is not enough free space in the save folder."),
     Help::ChooseFolder},
    {codes::kUnsafeName,
     QT_TRANSLATE_NOOP("landline::widgets::errors", "The name of this file is not safe to save under."), Help::None},
    {codes::kNotAFile, QT_TRANSLATE_NOOP("landline::widgets::errors", "This is not an ordinary file."), Help::None},
    {codes::kUnreadable, QT_TRANSLATE_NOOP("landline::widgets::errors", "This file cannot be read."), Help::None},
    {codes::kChanged, QT_TRANSLATE_NOOP("landline::widgets::errors", "The file changed while it was sent."),
     Help::Retry},
    {codes::kVanished, QT_TRANSLATE_NOOP("landline::widgets::errors", "The file is not there any more."), Help::None},
    {codes::kDigestMismatch,
     QT_TRANSLATE_NOOP("landline::widgets::errors", "What arrived differs from what was sent. Nothing was saved."),
     Help::Retry},
    {codes::kWriteFailed, QT_TRANSLATE_NOOP("landline::widgets::errors", "The file could not be written."),
     Help::ChooseFolder},
    {codes::kExists,
     QT_TRANSLATE_NOOP("landline::widgets::errors", "A file of this name is there already and is kept."), Help::None},
    {codes::kLinkOutside,
     QT_TRANSLATE_NOOP("landline::widgets::errors", "A link that leads out of the folder is not followed."),
     Help::None},
    {codes::kQueued, QT_TRANSLATE_NOOP("landline::widgets::errors", "Other transfers come first."), Help::None},
    {codes::kPaused, QT_TRANSLATE_NOOP("landline::widgets::errors", "The transfer is paused."), Help::None},
    {codes::kBusy, QT_TRANSLATE_NOOP("landline::widgets::errors", "This is busy just now."), Help::Retry},
    {codes::kInternal, QT_TRANSLATE_NOOP("landline::widgets::errors", "The system failed us."), Help::None},
    {codes::kNoAnswer,
     QT_TRANSLATE_NOOP("landline::widgets::errors",
                       "The other side did not say that it takes the file. Does it understand plain files at all?"),
     Help::Retry},
    {codes::kNotTaken,
     QT_TRANSLATE_NOOP("landline::widgets::errors",
                       "The other side did not answer \"ok\" and so does not take the file."),
     Help::None},
    {codes::kNoFolders,
     QT_TRANSLATE_NOOP("landline::widgets::errors",
                       "Only files can be sent over a plain connection, not folders. Pack the folder into one file "
                       "first."),
     Help::None},
    {codes::kNoDisplay, QT_TRANSLATE_NOOP("landline::widgets::errors", "There is no screen to show a window on."),
     Help::None},
};

}  // namespace

ErrorText describe(const Error& error) {
  const auto* const found = std::find_if(std::begin(kEntries), std::end(kEntries),
                                         [&error](const Entry& entry) { return error.is(entry.code); });
  if (found == std::end(kEntries)) {
    const QString own_words = error.detail.isEmpty() ? error.code : error.detail;
    return {models::displayText(own_words), Help::None};
  }
  return {QCoreApplication::translate(kContext, found->sentence), found->help};
}

QString describeWithDetail(const Error& error) {
  const QString sentence = describe(error).sentence;
  const QString detail = models::displayText(error.detail);
  if (detail.isEmpty() || detail == sentence) {
    return sentence;
  }
  //: An error in words for people, and the technical detail
  return QCoreApplication::translate(kContext, "%1 (%2)").arg(sentence, models::isolated(detail));
}

}  // namespace landline::widgets
