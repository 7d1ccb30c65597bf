#pragma once

#include <QIcon>

namespace landline::widgets {

/// Our own monochrome icons (common/widgets/icons/*.svg). Icon themes cannot be relied on: not every desktop has one.
enum class Icon {
  Accept,
  AddressBook,
  Attach,
  Cancel,
  Clear,
  Connect,
  Continue,
  Copy,
  Datagrams,
  Disconnect,
  Done,
  Down,
  Error,
  Everyone,
  File,
  Folder,
  Help,
  Info,
  Listen,
  Lock,
  Log,
  Network,
  Open,
  Pause,
  Peer,
  Queue,
  Result,
  Retry,
  Send,
  Server,
  Settings,
  Skipped,
  Stop,
  Top,
  Transfers,
  Unlocked,
  Up,
  Verify,
  Waiting,
  Warning,
};

/// The icon in the colour of the application's palette at the moment it is painted (so a change between light and dark
/// needs nothing), crisp at every scale. A null icon where Qt's SVG plugin is missing: give every button text too.
QIcon icon(Icon which);

}  // namespace landline::widgets
