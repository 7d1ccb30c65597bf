#include "console/json_face.h"

#include <QByteArrayList>

#include "console/events.h"
#include "console/paths.h"
#include "console/post.h"
#include "wire/messages.h"

namespace landline::console {

using session::LinkState;
using session::Node;
using session::TransferInfo;

JsonFace::JsonFace(Node& node, session::Conflict conflict, int input, int output, QObject* parent)
    : QObject(parent), m_node(node), m_conflict(conflict), m_output(output), m_input(input), m_peers(node) {
  connect(&m_output, &Output::failed, this, &JsonFace::outputFailed);
  connect(&m_input, &LineInput::lineRead, this, &JsonFace::onLine);
  connect(&m_input, &LineInput::tooLong, this, [this] {
    showError({codes::kTooLarge,
               QStringLiteral("A command is longer than %1 octets; it was skipped.").arg(LineInput::kLongestLine)});
  });
  followNode();
}

void JsonFace::followNode() {
  const auto tell = [this](QByteArray (*line_of)(const session::PeerInfo&)) {
    return [this, line_of](const session::PeerInfo& peer) { m_output.writeLine(line_of(peer)); };
  };
  connect(&m_node, &Node::stateChanged, this, &JsonFace::onState);
  connect(&m_node, &Node::peerJoined, this, tell(events::peerJoined));
  connect(&m_node, &Node::peerLeft, this, tell(events::peerLeft));
  connect(&m_node, &Node::peerRenamed, this, tell(events::peerRenamed));
  connect(&m_node, &Node::messageAdded, this,
          [this](const session::ChatMessage& message) { m_output.writeLine(events::message(message)); });
  connect(&m_node, &Node::deliveryChanged, this, &JsonFace::onDelivery);
  connect(&m_node, &Node::joinRequested, this,
          [this](const session::JoinRequest& request) { m_output.writeLine(events::joinRequest(request)); });
  connect(&m_node, &Node::joinRequestGone, this,
          [this](const PeerId& peer) { m_output.writeLine(events::joinRequestGone(peer)); });
  connect(&m_node, &Node::transferChanged, this, &JsonFace::onTransfer);
  connect(&m_node, &Node::filesFinished, this, &JsonFace::onFiles);
  connect(&m_node, &Node::transferRemoved, this, [this](const PeerId& offerer, const QString& id) {
    m_transfers.forget(offerer, id);
    m_output.writeLine(events::transferRemoved(id));
  });
  connect(&m_node, &Node::datagramStateChanged, this, &JsonFace::onDatagramState);
  connect(&m_node, &Node::datagramsMoved, this, &JsonFace::onDatagrams);
  connect(&m_node, &Node::errorOccurred, this, &JsonFace::showError);
}

void JsonFace::onState(const LinkState& state) {
  m_plain = state.plain;
  switch (m_link.note(state)) {
    case LinkWatch::News::Nothing:
      break;
    case LinkWatch::News::Listening:
      m_output.writeLine(events::listening(state));
      break;
    case LinkWatch::News::Waiting:
      m_output.writeLine(events::waiting());
      break;
    case LinkWatch::News::Connected:
      m_output.writeLine(events::connected(state));
      break;
    case LinkWatch::News::KeyChanged:
      m_output.writeLine(events::keyChanged(state));
      break;
    case LinkWatch::News::Closed:
      m_output.writeLine(events::closed(state.error, false));
      break;
    case LinkWatch::News::Retrying:
      m_output.writeLine(events::closed(state.error, true));
      break;
    case LinkWatch::News::Failed:
      showError(state.error);
      break;
  }
}

void JsonFace::onDelivery(const QString& id, session::Delivery delivery, const Error& reason) {
  if (delivery == session::Delivery::Received) {
    m_output.writeLine(events::delivered(id));
  } else if (delivery == session::Delivery::Sent && m_plain) {
    m_output.writeLine(events::sent(id));
  } else if (delivery == session::Delivery::Rejected) {
    m_output.writeLine(events::rejected(id, reason));
  }
}

void JsonFace::onTransfer(const TransferInfo& info) {
  const TransferLog::News news = m_transfers.note(info);
  if (news.counted && !m_output.isBehind()) {
    m_output.writeLine(events::counting(info));
  }
  if (news.offered) {
    m_output.writeLine(events::offer(info, m_peers.own()));
  }
  if (news.paused) {
    m_output.writeLine(events::paused(info));
  }
  if (news.waiting) {
    m_output.writeLine(events::waitingForPeer(info));
  }
  if (news.continued) {
    m_output.writeLine(events::continued(info));
  }
  if (news.progressed && !m_output.isBehind()) {
    m_output.writeLine(events::progress(info));
  }
  if (news.finished) {
    m_output.writeLine(events::transferFinished(info));
  }
  if (news.failed) {
    m_output.writeLine(events::transferFailed(info, failureOf(info)));
  }
}

void JsonFace::onFiles(const QString& transfer, const QVector<session::FileResult>& files) {
  // At one go: a system call for each of ten thousand files would cost more than their lines.
  QByteArrayList lines;
  const Result<TransferInfo> info = m_transfers.find(transfer);
  const bool plain = info && info->plain;
  for (const session::FileResult& file : files) {
    lines.append(plain ? events::plainFileFinished(*info, file) : events::fileFinished(transfer, file));
  }
  if (!lines.isEmpty()) {
    m_output.writeLine(lines.join('\n'));
  }
}

void JsonFace::onDatagramState(const session::DatagramState& state) {
  for (const QByteArray& line : m_datagrams.note(state, m_output.isBehind())) {
    m_output.writeLine(line);
  }
  if (!state.error.code.isEmpty()) {
    showError(state.error);
  }
}

void JsonFace::onDatagrams(const QVector<session::Datagram>& datagrams) {
  if (m_output.isBehind()) {
    return;  // best effort, here as on the network
  }
  QByteArrayList lines;
  for (const session::Datagram& datagram : datagrams) {
    lines.append(events::datagram(datagram));
  }
  m_output.writeLine(lines.join('\n'));
}

void JsonFace::showError(const Error& error) {
  m_output.writeLine(events::error(error));
}

void JsonFace::finish() {
  for (const TransferInfo& info : m_transfers.unfinished()) {
    if (!info.plain) {  // which nothing goes on with
      m_output.writeLine(events::unfinished(info));
    }
  }
  m_output.finish(std::chrono::seconds(2));
}

void JsonFace::onLine(const QByteArray& line) {
  const Result<Command> command = parseCommand(line);
  if (!command) {
    showError(command.error());
    return;
  }
  const Result<void> done = std::visit([this](const auto& each) { return run(each); }, *command);
  if (!done) {
    showError(done.error());
  }
}

Result<void> JsonFace::run(const MessageCommand& command) {
  const Result<QString> to = m_peers.resolve(command.to);
  if (!to) {
    return to.error();
  }
  const QString id = command.id.isEmpty() ? wire::newUuid() : command.id;
  post(m_node, [&node = m_node, id, to = *to, text = command.text] { node.sendMessage(id, to, text); });
  return {};
}

Result<void> JsonFace::run(const SendCommand& command) {
  const Result<QString> to = m_peers.resolve(command.to);
  if (!to) {
    return to.error();
  }
  QStringList paths;
  for (const QString& path : command.paths) {
    paths.append(absolutePath(path));
  }
  post(m_node, [&node = m_node, to = *to, paths] { node.sendFiles(to, paths); });
  return {};
}

Result<void> JsonFace::run(const TransferCommand& command) {
  const Result<TransferInfo> info = m_transfers.find(command.transfer);
  if (!info) {
    return info.error();
  }
  const bool up = info->direction == TransferInfo::Direction::Up;
  using Action = TransferCommand::Action;
  if (up && (command.action == Action::Accept || command.action == Action::Decline)) {
    return Error{codes::kUsage, QStringLiteral("%1 is our own offer: the other side answers it.").arg(info->title)};
  }
  const PeerId offerer = up ? m_peers.own() : info->peer;
  const session::AcceptChoice choice{command.save_as, command.conflict.value_or(m_conflict)};
  post(m_node, [&node = m_node, offerer, command, choice] {
    switch (command.action) {
      case Action::Accept:
        return node.acceptTransfer(offerer, command.transfer, choice);
      case Action::Decline:
        return node.declineTransfer(offerer, command.transfer);
      case Action::Cancel:
        return node.cancelTransfer(offerer, command.transfer);
      case Action::Retry:
        return node.retryTransfer(offerer, command.transfer);
      case Action::Pause:
        return node.pauseTransfer(offerer, command.transfer);
      case Action::Continue:
        return node.continueTransfer(offerer, command.transfer);
      case Action::MoveToTop:
        return node.moveToTop(offerer, command.transfer);
    }
  });
  return {};
}

Result<void> JsonFace::run(const QueueCommand& command) {
  post(m_node, [&node = m_node, action = command.action] {
    switch (action) {
      case QueueCommand::Action::PauseAll:
        return node.pauseAll();
      case QueueCommand::Action::ContinueAll:
        return node.continueAll();
      case QueueCommand::Action::RetryFailed:
        return node.retryFailed();
      case QueueCommand::Action::ClearFinished:
        return node.clearFinished();
    }
  });
  return {};
}

Result<void> JsonFace::run(const ConflictCommand& command) {
  m_conflict = command.rule;
  post(m_node, [&node = m_node, rule = command.rule] { node.setConflict(rule); });
  return {};
}

Result<void> JsonFace::run(const RateLimitCommand& command) {
  post(m_node, [&node = m_node, limit = command.octets_per_second] { node.setRateLimit(limit); });
  return {};
}

Result<void> JsonFace::run(const PeerCommand& command) {
  const Result<PeerId> peer = m_peers.resolvePeer(command.peer);
  if (!peer) {
    return peer.error();
  }
  post(m_node, [&node = m_node, peer = *peer, action = command.action] {
    switch (action) {
      case PeerCommand::Action::Admit:
        return node.admit(peer);
      case PeerCommand::Action::Deny:
        return node.deny(peer);
      case PeerCommand::Action::Disconnect:
        return node.disconnectPeer(peer);
    }
  });
  return {};
}

Result<void> JsonFace::run(const TrustCommand& command) {
  post(m_node, [&node = m_node, id = command.id] { node.trust(id); });
  return {};
}

Result<void> JsonFace::run(const DatagramCommand& command) {
  post(m_node, [&node = m_node, command] {
    switch (command.action) {
      case DatagramCommand::Action::Bind:
        return node.bindDatagrams(command.settings);
      case DatagramCommand::Action::Send:
        return node.sendDatagram(command.request);
      case DatagramCommand::Action::Close:
        return node.closeDatagrams();
      case DatagramCommand::Action::Stop:
        return node.stopDatagrams();
    }
  });
  return {};
}

Result<void> JsonFace::run(const QuitCommand& /*command*/) {
  Q_EMIT quitRequested();
  return {};
}

}  // namespace landline::console
