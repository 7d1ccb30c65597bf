#include "console/server_events.h"

#include <QStringList>
#include <nlohmann/json.hpp>

#include <algorithm>

#include "console/printable.h"

namespace landline::console {

namespace {

using Json = nlohmann::ordered_json;

QByteArray line(const Json& object) {
  return QByteArray::fromStdString(object.dump(-1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace

QByteArray events::serverFound(const session::FoundServer& server) {
  Json addresses = Json::array();
  for (const QString& address : server.addresses) {
    addresses.push_back(address.toStdString());
  }
  return line({{"event", "server-found"},
               {"id", server.id.hex().toStdString()},
               {"name", server.name.toStdString()},
               {"address", server.addresses.value(0).toStdString()},
               {"addresses", std::move(addresses)},
               {"known", server.known}});
}

QByteArray events::serverLost(const PeerId& server) {
  return line({{"event", "server-lost"}, {"id", server.hex().toStdString()}});
}

QString ServerList::lineOf(const session::FoundServer& server) {
  //: %1 is an address, %2 the name that a server gives itself, %3 its fingerprint
  return (server.known ? tr("%1  %2  (known, key %3)") : tr("%1  %2  (new, key %3)"))
      .arg(server.addresses.value(0), printable(server.name), server.id.fingerprint());
}

QString ServerList::text() const {
  if (isEmpty()) {
    return tr(
        "No server was found on this network. If one runs, ask for its address: not every network lets servers "
        "be found.");
  }
  QVector<session::FoundServer> servers;
  for (const session::FoundServer& server : m_servers) {
    servers.append(server);
  }
  std::sort(servers.begin(), servers.end(), [](const session::FoundServer& left, const session::FoundServer& right) {
    if (left.known != right.known) {
      return left.known;
    }
    const int order = QString::compare(left.name, right.name, Qt::CaseInsensitive);
    return order != 0 ? order < 0 : left.id < right.id;
  });
  QStringList lines;
  for (const session::FoundServer& server : std::as_const(servers)) {
    lines.append(lineOf(server));
  }
  return lines.join(QLatin1Char('\n'));
}

}  // namespace landline::console
