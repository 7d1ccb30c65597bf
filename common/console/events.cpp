#include "console/events.h"

#include <nlohmann/json.hpp>

#include <initializer_list>
#include <string>
#include <utility>

#include "console/transfer_log.h"
#include "wire/json_writer.h"
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

/// Figures that are negative where they are not known.
Json known(qint64 figure) {
  return figure >= 0 ? Json(figure) : Json(nullptr);
}

const char* holder(const session::TransferInfo& info) {
  switch (heldBy(info)) {
    case HeldBy::Peer:
      return "peer";
    case HeldBy::Both:
      return "both";
    case HeldBy::Queue:
      return "queue";
    case HeldBy::Nobody:
    case HeldBy::Me:
      break;
  }
  return "me";
}

const char* bottleneck(session::TransferInfo::Bottleneck value) {
  using Bottleneck = session::TransferInfo::Bottleneck;
  switch (value) {
    case Bottleneck::Unknown:
      break;
    case Bottleneck::Network:
      return "network";
    case Bottleneck::SenderDisk:
      return "sender-disk";
    case Bottleneck::ReceiverDisk:
      return "receiver-disk";
    case Bottleneck::Processor:
      return "processor";
    case Bottleneck::OtherSide:
      return "other-side";
    case Bottleneck::RateLimit:
      return "rate-limit";
  }
  return "unknown";
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
  Json keys = {{"id", utf8(state.own.hex())},
               {"name", utf8(state.own_name)},
               {"server", utf8(state.server.hex())},
               {"server_name", utf8(state.server_name)}};
  if (state.plain) {
    keys["plain"] = true;
  }
  return line("connected", keys);
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
                              {"server", peer.is_server},
                              {"plain", peer.plain}});
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

QByteArray sent(const QString& id) {
  return line("sent", {{"id", utf8(id)}});
}

QByteArray counting(const session::TransferInfo& info) {
  return line("counting", {{"transfer", utf8(info.transfer)},
                           {"title", utf8(info.title)},
                           {"files", known(info.files_total)},
                           {"bytes", known(info.bytes_total)}});
}

QByteArray offer(const session::TransferInfo& info, const PeerId& own) {
  const bool up = info.direction == session::TransferInfo::Direction::Up;
  Json first = Json::array();
  for (const QString& name : info.first) {
    first.push_back(utf8(name));
  }
  return line("offer", {{"transfer", utf8(info.transfer)},
                        {"from", utf8((up ? own : info.peer).hex())},
                        {"to", utf8((up ? info.peer : own).hex())},
                        {"title", utf8(info.title)},
                        {"files", known(info.files_total)},
                        {"bytes", known(info.bytes_total)},
                        {"first", std::move(first)}});
}

QByteArray paused(const session::TransferInfo& info) {
  Json keys = {{"transfer", utf8(info.transfer)}, {"by", holder(info)}};
  if (!info.error.code.isEmpty()) {
    keys["code"] = utf8(info.error.code);
    keys["reason"] = utf8(info.error.detail);
  }
  return line("paused", keys);
}

QByteArray continued(const session::TransferInfo& info) {
  return line("continued", {{"transfer", utf8(info.transfer)}});
}

QByteArray waitingForPeer(const session::TransferInfo& info) {
  return line(
      "waiting-for-peer",
      {{"transfer", utf8(info.transfer)}, {"code", utf8(info.error.code)}, {"reason", utf8(info.error.detail)}});
}

QByteArray progress(const session::TransferInfo& info) {
  return line("progress", {{"transfer", utf8(info.transfer)},
                           {"bytes", info.bytes_done},
                           {"total", known(info.bytes_total)},
                           {"files", info.files_done},
                           {"files_total", known(info.files_total)},
                           {"found", info.bytes_found},
                           {"rate", known(static_cast<qint64>(info.rate))},
                           {"bottleneck", bottleneck(info.bottleneck)},
                           {"current", utf8(info.current)}});
}

QByteArray fileFinished(const QString& transfer, const session::FileResult& file) {
  using State = session::FileResult::State;
  if (file.state == State::Skipped || file.state == State::Failed) {
    return line(file.state == State::Skipped ? "file-skipped" : "file-failed", {{"transfer", utf8(transfer)},
                                                                                {"path", utf8(file.path)},
                                                                                {"code", utf8(file.error.code)},
                                                                                {"reason", utf8(file.error.detail)}});
  }
  // Of these there may be ten thousand a second: no tree is built for them.
  std::string text;
  wire::JsonWriter json(text);
  json.beginObject();
  json.key("event");
  json.string(QStringLiteral("stored"));
  json.key("transfer");
  json.string(transfer);
  json.key("path");
  json.string(file.path);
  if (!file.saved_as.isEmpty()) {
    json.key("saved_as");
    json.string(file.saved_as);
  }
  json.key("bytes");
  json.integer(file.bytes);
  json.key("xxh128");
  json.string(file.digest);
  json.key("identical");
  json.boolean(file.state == State::Identical);
  json.key("renamed");
  json.boolean(file.state == State::Renamed);
  json.endObject();
  return QByteArray::fromStdString(text);
}

QByteArray plainFileFinished(const session::TransferInfo& info, const session::FileResult& file) {
  using State = session::FileResult::State;
  if (file.state == State::Skipped || file.state == State::Failed) {
    return fileFinished(info.transfer, file);
  }
  if (info.direction == session::TransferInfo::Direction::Up) {
    return line("file-sent", {{"transfer", utf8(info.transfer)},
                              {"path", utf8(file.path)},
                              {"bytes", file.bytes},
                              {"xxh128", utf8(file.digest)}});
  }
  return line("stored", {{"transfer", utf8(info.transfer)},
                         {"path", utf8(file.path)},
                         {"saved_as", utf8(file.saved_as)},
                         {"bytes", file.bytes},
                         {"xxh128", utf8(file.digest)},
                         {"identical", file.state == State::Identical},
                         {"renamed", file.state == State::Renamed},
                         {"verified", false}});
}

QByteArray transferFinished(const session::TransferInfo& info) {
  return line("transfer-finished", {{"transfer", utf8(info.transfer)},
                                    {"stored", info.stored},
                                    {"identical", info.identical},
                                    {"renamed", info.renamed},
                                    {"skipped", info.skipped},
                                    {"failed", info.failed},
                                    {"bytes", info.bytes_done},
                                    {"found", info.bytes_found},
                                    {"seconds", info.seconds},
                                    {"verified", !info.plain},
                                    {"result", utf8(info.result_path)}});
}

QByteArray transferFailed(const session::TransferInfo& info, const Error& reason) {
  return line("transfer-failed",
              {{"transfer", utf8(info.transfer)}, {"code", utf8(reason.code)}, {"reason", utf8(reason.detail)}});
}

QByteArray transferRemoved(const QString& transfer) {
  return line("transfer-removed", {{"transfer", utf8(transfer)}});
}

QByteArray unfinished(const session::TransferInfo& info) {
  return line("unfinished", {{"transfer", utf8(info.transfer)},
                             {"title", utf8(info.title)},
                             {"bytes", info.bytes_done},
                             {"total", known(info.bytes_total)}});
}

QByteArray error(const Error& error) {
  return line("error", {{"code", utf8(error.code)}, {"reason", utf8(error.detail)}});
}

QByteArray rejected(const QString& id, const Error& error) {
  return line("error", {{"code", utf8(error.code)}, {"reason", utf8(error.detail)}, {"id", utf8(id)}});
}

}  // namespace landline::console::events
