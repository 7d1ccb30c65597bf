#include "models/left_out_interfaces.h"

#include "net/usable_interfaces.h"

namespace landline::models {

QVector<LeftOutInterfaces::Row> LeftOutInterfaces::of(const QVector<net::HostInterface>& all) {
  QVector<Row> rows;
  for (const net::HostInterface& interface : all) {
    QString form;
    switch (net::whyLeftOut(interface)) {
      case net::LeftOut::No:
      case net::LeftOut::Unusable:
        continue;
      case net::LeftOut::Tunnel:
        //: %1 is the name of a network interface, %2 its address
        form = tr("%1 (VPN or tunnel, %2)");
        break;
      case net::LeftOut::Container:
        form = tr("%1 (containers or virtual machines, %2)");
        break;
      case net::LeftOut::LinkLocalOnly:
        form = tr("%1 (no address from the network, %2)");
        break;
    }
    rows.append({interface.name, form.arg(interface.name, interface.addresses.first().address)});
  }
  return rows;
}

}  // namespace landline::models
