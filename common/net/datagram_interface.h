#pragma once

#include <QHostAddress>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstddef>

/// Which interface a datagram leaves by, came by, or a group is joined on: what the sockets of discovery and of the
/// datagram panel both have to say to the system. Interfaces are numbers as of if_nametoindex(); 0: the system chooses.
namespace landline::net {

/// Of the socket `descriptor`; an IPv6 socket that serves IPv4, too, may be in groups of both. False: errno says why.
bool setMembership(int descriptor, const QHostAddress& group, int interface, bool member);

/// Goes to sendmsg() or recvmsg() beside a datagram.
class PacketInfo {
 public:
  /// Room for what the system says of one that comes; the socket must have IP_PKTINFO or IPV6_RECVPKTINFO set.
  PacketInfo() = default;

  /// What to say of one that leaves; `from` null: the system chooses.
  static PacketInfo leavingByIpv4(int interface, const QHostAddress& from = {});
  static PacketInfo leavingByIpv6(int interface, const QHostAddress& from = {});

  /// `message` refers to this object from then on.
  void attachTo(msghdr& message);

  /// Of what was received with `message`; 0 where the system did not say.
  static int interfaceOf(msghdr& message);

 private:
  template <typename Info>
  static PacketInfo holding(int level, int type, const Info& info);

  alignas(cmsghdr) char m_room[CMSG_SPACE(sizeof(in6_pktinfo))] = {};  // the larger one
  std::size_t m_size = sizeof(m_room);
};

}  // namespace landline::net
