#pragma once

#include <QByteArray>
#include <QMetaType>
#include <QString>
#include <QVector>

#include "core/error.h"

namespace landline::session {

// Plain values of the datagram panel and the `datagram-...` commands. Datagrams are best effort and unencrypted: they
// are for learning, for simple devices and for finding out what a network lets through.

/// The largest payload of UDP over IPv4, and what fits one Ethernet frame (MTU 1500): more travels in pieces, and is
/// lost if one of them is; whoever sends it is warned.
inline constexpr int kMostDatagramOctets = 65'507;
inline constexpr int kUnfragmentedOctets = 1'472;

/// A multicast group to be in. `interface_name` empty: the system chooses.
struct DatagramGroup {
  QString group;  ///< a literal multicast address
  QString interface_name;

  bool operator==(const DatagramGroup& other) const {
    return group == other.group && interface_name == other.interface_name;
  }
};

/// How the one UDP socket of a node is to be.
struct DatagramSettings {
  QString address;     ///< to bind to, a literal IP address; empty: all (IPv4 and IPv6)
  quint16 port = 0;    ///< 0: a free one
  bool shared = true;  ///< others may bind to the same port (SO_REUSEADDR and the like)
  bool echo = false;   ///< answers each datagram to its sender with the same octets
  QVector<DatagramGroup> groups;
  int ttl = 1;             ///< of multicast that is sent, 0 to 255
  bool loopback = true;    ///< multicast that is sent is heard on this host, too
  QString interface_name;  ///< by which multicast and the limited broadcast leave; empty: the system chooses
};

/// One datagram to send, or the same again and again.
struct DatagramRequest {
  QString address;  ///< a literal IP address: unicast, 255.255.255.255, an interface's broadcast, a multicast group
  quint16 port = 0;
  QByteArray octets;    ///< at most kMostDatagramOctets
  int interval_ms = 0;  ///< 0: once; else until stopDatagrams(), at least 1
};

/// How the socket is. Sent whenever something changed, counts at most ten times a second.
struct DatagramState {
  bool bound = false;
  DatagramSettings settings;  ///< as asked for, but `groups` are those that it is in
  QString address;            ///< really bound
  quint16 port = 0;
  bool repeating = false;  ///< a periodic sender runs
  qint64 sent = 0;         ///< datagrams since it was bound
  qint64 sent_octets = 0;
  qint64 received = 0;
  qint64 received_octets = 0;
  qint64 dropped = 0;  ///< received or sent, but too many to be shown: Limits::datagrams_at_once
  Error error;         ///< what was asked for last failed; told once. See net/datagram_socket.h; empty code: none
};

/// One that came or went.
struct Datagram {
  bool incoming = true;
  QString address;  ///< of the other side
  quint16 port = 0;
  QByteArray octets;
  qint64 at_ms = 0;   ///< since 1970, UTC
  bool echo = false;  ///< outgoing: the answer of the echo mode
};

}  // namespace landline::session

Q_DECLARE_METATYPE(landline::session::DatagramSettings)
Q_DECLARE_METATYPE(landline::session::DatagramRequest)
Q_DECLARE_METATYPE(landline::session::DatagramState)
Q_DECLARE_METATYPE(landline::session::Datagram)
Q_DECLARE_METATYPE(QVector<landline::session::Datagram>)
