#include "net/datagram_interface.h"

#include <cstring>

namespace landline::net {

bool setMembership(int descriptor, const QHostAddress& group, int interface, bool member) {
  if (group.protocol() == QAbstractSocket::IPv4Protocol) {
    ip_mreqn request{};
    request.imr_multiaddr.s_addr = htonl(group.toIPv4Address());
    request.imr_ifindex = interface;
    const int option = member ? IP_ADD_MEMBERSHIP : IP_DROP_MEMBERSHIP;
    return ::setsockopt(descriptor, IPPROTO_IP, option, &request, sizeof(request)) == 0;
  }
  ipv6_mreq request{};
  const Q_IPV6ADDR octets = group.toIPv6Address();
  std::memcpy(&request.ipv6mr_multiaddr, &octets, sizeof(request.ipv6mr_multiaddr));
  request.ipv6mr_interface = static_cast<unsigned>(interface);
  const int option = member ? IPV6_JOIN_GROUP : IPV6_LEAVE_GROUP;
  return ::setsockopt(descriptor, IPPROTO_IPV6, option, &request, sizeof(request)) == 0;
}

template <typename Info>
PacketInfo PacketInfo::holding(int level, int type, const Info& info) {
  PacketInfo result;
  result.m_size = CMSG_SPACE(sizeof(info));
  auto* const header = reinterpret_cast<cmsghdr*>(result.m_room);
  header->cmsg_level = level;
  header->cmsg_type = type;
  header->cmsg_len = CMSG_LEN(sizeof(info));
  std::memcpy(CMSG_DATA(header), &info, sizeof(info));
  return result;
}

PacketInfo PacketInfo::leavingByIpv4(int interface, const QHostAddress& from) {
  in_pktinfo info{};
  info.ipi_ifindex = interface;
  info.ipi_spec_dst.s_addr = htonl(from.toIPv4Address());
  return holding(IPPROTO_IP, IP_PKTINFO, info);
}

PacketInfo PacketInfo::leavingByIpv6(int interface, const QHostAddress& from) {
  in6_pktinfo info{};
  info.ipi6_ifindex = static_cast<unsigned>(interface);
  const Q_IPV6ADDR source = from.toIPv6Address();
  std::memcpy(&info.ipi6_addr, &source, sizeof(info.ipi6_addr));
  return holding(IPPROTO_IPV6, IPV6_PKTINFO, info);
}

void PacketInfo::attachTo(msghdr& message) {
  message.msg_control = m_room;
  message.msg_controllen = m_size;
}

int PacketInfo::interfaceOf(msghdr& message) {
  for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr; header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level == IPPROTO_IP && header->cmsg_type == IP_PKTINFO) {
      in_pktinfo info;
      std::memcpy(&info, CMSG_DATA(header), sizeof(info));
      return info.ipi_ifindex;
    }
    if (header->cmsg_level == IPPROTO_IPV6 && header->cmsg_type == IPV6_PKTINFO) {
      in6_pktinfo info;
      std::memcpy(&info, CMSG_DATA(header), sizeof(info));
      return static_cast<int>(info.ipi6_ifindex);
    }
  }
  return 0;
}

}  // namespace landline::net
