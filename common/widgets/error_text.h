#pragma once

#include <QString>

#include "core/error.h"

namespace landline::widgets {

/// Which button beside an error would help.
enum class Help {
  None,
  Retry,         ///< the same once more
  NextPort,      ///< listen on the port after this one
  AllAddresses,  ///< listen on all addresses
  ChooseFolder,  ///< receive into another folder
  ShowNetwork,   ///< look at the addresses of this computer
};

struct ErrorText {
  QString sentence;  ///< translated; for a code that is not ours, the detail itself
  Help help = Help::None;
};

/// What an error means to people. The detail (English, from the program or from a peer) is for beside it, as plain
/// text.
ErrorText describe(const Error& error);

/// The sentence and, where it says more, the detail: "Port in use. (bind: Address already in use)". For labels that
/// take plain text, and for tool tips after escaping.
QString describeWithDetail(const Error& error);

}  // namespace landline::widgets
