#include "console/events.h"

#include <nlohmann/json.hpp>

#include <initializer_list>
#include <string>
#include <utility>

#include "wire/messages.h"

namespace landline::console::events {

namespace {

using Json = nlohmann::ordered_json;  // keys stay in the order in which they are written here

std::string utf8(const QString& text) {
  return text.toStdString();
}

QByteArray line(const char* event, const Json& keys) {
  Json object = {{"event", event}};
  object.update(keys);
  return QByteArray::fromStdString(object.dump(-1, ' ', false, Json::error_handler_t::replace));
}

/// The receiver of a message as commands name it.
std::string receiver(const QString& to) {
  return to == wire::kEveryone ? "everyone" : utf8(to);
}

}  // namespace

QByteArray listening(const session::LinkState& state) {
  Json reachable = Json::array();
  for (const QString& address : state.reachable) {
    reachable.push_back(utf8(address));
  }
  return line("listening", {{"address", utf8(state.address)},
                            {"port", state.port},
                            {"id", utf8(state.own.hex())},
                            {"name", utf8(state.own_name)},
                            {"reachable", std::move(reachable)}});
}

QByteArray connected(const session::LinkState& state) {
  return line("connected", {{"id", utf8(state.own.hex())},
                            {"name", utf8(state.own_name)},
                            {"server", utf8(state.server.hex())},
                            {"server_name", utf8(state.server_name)}});
}

QByteArray waiting() {
  return line("waiting", {{"for", "approval"}});
}

QByteArray closed(const Error& reason, bool retrying) {
  return line("closed", {{"code", utf8(reason.code.isEmpty() ? QString(codes::kClosing) : reason.code)},
                         {"reason", utf8(reason.detail)},
                         {"retrying", retrying}});
}

QByteArray keyChanged(const session::LinkState& state) {
  return line("key-changed", {{"address", utf8(state.address) + ":" + std::to_string(state.port)},
                              {"known", utf8(state.known.hex())},
                              {"presented", utf8(state.server.hex())}});
}

QByteArray peerJoined(const session::PeerInfo& peer) {
  return line("peer-joined", {{"id", utf8(peer.id.hex())},
                              {"name", utf8(peer.name)},
                              {"address", utf8(peer.address)},
                              {"server", peer.is_server}});
}

QByteArray peerLeft(const session::PeerInfo& peer) {
  return line("peer-left", {{"id", utf8(peer.id.hex())}, {"name", utf8(peer.name)}});
}

QByteArray peerRenamed(const session::PeerInfo& peer) {
  return line("peer-renamed", {{"id", utf8(peer.id.hex())}, {"name", utf8(peer.name)}});
}

QByteArray joinRequest(const session::JoinRequest& request) {
  return line("join-request",
              {{"id", utf8(request.id.hex())}, {"name", utf8(request.name)}, {"address", utf8(request.address)}});
}

QByteArray joinRequestGone(const PeerId& peer) {
  return line("join-request-gone", {{"id", utf8(peer.hex())}});
}

QByteArray message(const session::ChatMessage& message) {
  return line("message", {{"id", utf8(message.id)},
                          {"from", utf8(message.from.hex())},
                          {"name", utf8(message.from_name)},
                          {"to", receiver(message.to)},
                          {"text", utf8(message.text)},
                          {"at", message.at_ms}});
}

QByteArray delivered(const QString& id) {
  return line("delivered", {{"id", utf8(id)}});
}

QByteArray offer(const session::TransferInfo& info, const PeerId& own) {
  const bool up = info.direction == session::TransferInfo::Direction::Up;
  return line("offer", {{"transfer", utf8(info.transfer)},
                        {"from", utf8((up ? own : info.peer).hex())},
                        {"to", utf8((up ? info.peer : own).hex())},
                        {"title", utf8(info.title)},
                        {"files", 1},
                        {"bytes", info.bytes_total}});
}

QByteArray progress(const session::TransferInfo& info) {
  return line("progress", {{"transfer", utf8(info.transfer)}, {"bytes", info.bytes_done}, {"total", info.bytes_total}});
}

QByteArray stored(const session::TransferInfo& info) {
  Json keys = {{"transfer", utf8(info.transfer)}, {"path", utf8(info.title)}};
  if (info.direction == session::TransferInfo::Direction::Down) {
    keys["saved_as"] = utf8(info.path);
  }
  keys["bytes"] = info.bytes_total;
  keys["xxh128"] = utf8(info.digest);
  keys["identical"] = info.identical;
  return line("stored", keys);
}

QByteArray transferFinished(const session::TransferInfo& info) {
  return line("transfer-finished", {{"transfer", utf8(info.transfer)},
                                    {"stored", info.identical ? 0 : 1},
                                    {"identical", info.identical ? 1 : 0},
                                    {"failed", 0},
                                    {"bytes", info.bytes_total},
                                    {"seconds", info.seconds}});
}

QByteArray transferFailed(const session::TransferInfo& info, const Error& reason) {
  return line("transfer-failed",
              {{"transfer", utf8(info.transfer)}, {"code", utf8(reason.code)}, {"reason", utf8(reason.detail)}});
}

QByteArray error(const Error& error) {
  return line("error", {{"code", utf8(error.code)}, {"reason", utf8(error.detail)}});
}

QByteArray rejected(const QString& id, const Error& error) {
  return line("error", {{"code", utf8(error.code)}, {"reason", utf8(error.detail)}, {"id", utf8(id)}});
}

}  // namespace landline::console::events
