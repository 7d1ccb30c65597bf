#pragma once

#include <QObject>
#include <QTimer>

#include "net/discovery_sockets.h"
#include "wire/announcement.h"

namespace landline::net {

/// Tells the networks of this computer that a server is here: at once and a few times more, as a datagram is easily
/// lost; then every Limits::announce, so that those who missed it all learn of it and the others know that it is there
/// still; at once again when the name or the network changes. Answers those who ask. Says goodbye at the end.
///
/// Never of use to somebody who attacks others with answers: an answer goes to an address on the network of the
/// interface by which the question came, is never larger than it, and there are no more of them than Limits says.
///
/// Lives in a thread with an event loop.
class DiscoveryAnnouncer : public QObject {
  Q_OBJECT

 public:
  /// `clock` must outlive it.
  DiscoveryAnnouncer(const Limits& limits, const Clock& clock, const DiscoveryPlace& place = {},
                     QObject* parent = nullptr);
  ~DiscoveryAnnouncer() override;  // says goodbye

  /// Off says goodbye; on goes on where there is something to announce, and says goodbye on what `also_on` leaves out
  /// now. `also_on`: see usableInterfaces().
  void setOn(bool on, const QStringList& also_on);

  /// The server listens, at `bound` (one address, or all of them); or something about it has changed.
  void announce(const wire::Announcement& server, const QHostAddress& bound);

  /// It does not any more.
  void stop();

 private:
  static constexpr int kFirstAnnouncements = 3;

  void update();
  void beginAnew();
  void sendAnnouncement();
  void sayGoodbye();
  void answer(const wire::Discovery& what, const DiscoverySockets::Sender& asker, int size);

  Limits m_limits;
  DiscoverySockets m_sockets;
  QTimer m_timer;
  bool m_on = false;
  QStringList m_also_on;
  PeerId m_id;  // null: nothing to announce
  QByteArray m_announcement;
  QHostAddress m_bound;
  int m_sent = 0;  // since something changed, up to kFirstAnnouncements
};

}  // namespace landline::net
