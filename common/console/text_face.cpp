#include "console/text_face.h"

#include "console/post.h"
#include "console/printable.h"
#include "console/transfer_text.h"
#include "wire/messages.h"

namespace landline::console {

using session::LinkState;
using session::Node;
using session::TransferInfo;

TextFace::TextFace(Node& node, session::AcceptRule rule, int output, QObject* parent)
    : QObject(parent), m_node(node), m_rule(rule), m_output(output), m_peers(node) {
  connect(&m_output, &Output::failed, this, &TextFace::outputFailed);
  connect(&node, &Node::stateChanged, this, &TextFace::onState);
  connect(&node, &Node::peerJoined, this, [this](const session::PeerInfo& peer) {
    if (peer.plain) {
      say(tr("%1 is here, unencrypted.").arg(printable(peer.name)));
      return;
    }
    say(tr("%1 is here (%2, key %3).").arg(printable(peer.name), printable(peer.address), peer.id.fingerprint()));
  });
  connect(&node, &Node::peerLeft, this,
          [this](const session::PeerInfo& peer) { say(tr("%1 has left.").arg(printable(peer.name))); });
  connect(&node, &Node::peerRenamed, this, [this](const session::PeerInfo& peer) {
    say(tr("The peer with the key %1 is now called %2.").arg(peer.id.fingerprint(), printable(peer.name)));
  });
  connect(&node, &Node::messageAdded, this, &TextFace::onMessage);
  connect(
      &node, &Node::deliveryChanged, this,
      [this](const QString& /*id*/, session::Delivery delivery, const Error& reason) { onDelivery(delivery, reason); });
  connect(&node, &Node::joinRequested, this, &TextFace::onJoinRequest);
  connect(&node, &Node::transferChanged, this, &TextFace::onTransfer);
  connect(&node, &Node::filesFinished, this, &TextFace::onFiles);
  connect(&node, &Node::transferRemoved, this,
          [this](const PeerId& offerer, const QString& transfer) { m_transfers.forget(offerer, transfer); });
  connect(&node, &Node::errorOccurred, this, &TextFace::showError);
}

void TextFace::onState(const LinkState& state) {
  switch (m_link.note(state)) {
    case LinkWatch::News::Nothing:
      break;
    case LinkWatch::News::Listening:
      say(tr("Listening on %1 port %2, key %3.").arg(state.address).arg(state.port).arg(state.own.fingerprint()));
      for (const QString& address : state.reachable) {
        say(tr("Others reach it as %1").arg(address));
      }
      break;
    case LinkWatch::News::Waiting:
      say(tr("Waiting until a person at the server lets this client in."));
      break;
    case LinkWatch::News::Connected:
      if (state.plain) {
        say(tr("Connected to %1: a plain connection, nothing of it is encrypted or verified.")
                .arg(printable(state.server_name)));
        break;
      }
      say(tr("Connected to %1 (key %2) as %3.")
              .arg(printable(state.server_name), state.server.fingerprint(), printable(state.own_name)));
      break;
    case LinkWatch::News::KeyChanged:
      say(tr("The server at %1:%2 has the key %3; before it was %4. It may be another computer, or somebody who "
             "pretends to be it. Nobody can answer here, so it is not trusted.")
              .arg(state.address)
              .arg(state.port)
              .arg(state.server.fingerprint(), state.known.fingerprint()));
      break;
    case LinkWatch::News::Closed:
      say(state.error.code.isEmpty() ? tr("The connection is closed.")
                                     : tr("The connection is closed: %1").arg(printable(state.error.detail)));
      break;
    case LinkWatch::News::Retrying:
      say(tr("No connection: %1 Trying again.").arg(printable(state.error.detail)));
      break;
    case LinkWatch::News::Failed:
      showError(state.error);
      break;
  }
}

void TextFace::onMessage(const session::ChatMessage& message) {
  QString to = tr("everyone");
  if (message.to != wire::kEveryone) {
    const PeerId id = PeerId::fromHex(message.to).value_or(PeerId());
    to = id == m_peers.own() ? tr("you") : printable(m_peers.nameOf(id));
  }
  const QString from = message.incoming() ? printable(message.from_name) : tr("you");
  say(tr("[%1 to %2] %3").arg(from, to, printable(message.text)));
}

void TextFace::onDelivery(session::Delivery delivery, const Error& reason) {
  if (delivery == session::Delivery::Rejected) {
    say(tr("A message was not delivered: %1").arg(printable(reason.detail)));
  }
}

void TextFace::onJoinRequest(const session::JoinRequest& request) {
  say(tr("%1 (%2, key %3) asks to join. Nobody can answer here, so it is denied; --access open lets everybody in, "
         "--json lets a script answer.")
          .arg(printable(request.name), printable(request.address), request.id.fingerprint()));
  post(m_node, [&node = m_node, id = request.id] { node.deny(id); });
}

void TextFace::onTransfer(const TransferInfo& info) {
  const TransferLog::News news = m_transfers.note(info);
  const bool is_left_over = news.offered && news.waiting;
  if (is_left_over) {
    say(TransferText::leftOver(info));
  } else if (news.offered) {
    onOffer(info);
  }
  if (news.paused) {
    say(TransferText::paused(info));
  }
  // What this program itself interrupts by ending is told by finish().
  if (news.waiting && !is_left_over && !info.error.is(codes::kClosing)) {
    say(TransferText::waiting(info));
  }
  if (news.started) {
    say(TransferText::started(info));
  }
  if (news.continued) {
    say(TransferText::continued(info));
  }
  if (news.finished) {
    say(TransferText::finished(info));
  }
  if (news.failed) {
    say(TransferText::failed(info));
  }
  if (info.over()) {
    m_files_told.remove(info.transfer);
  }
}

void TextFace::onFiles(const QString& transfer, const QVector<session::FileResult>& files) {
  using State = session::FileResult::State;
  for (const session::FileResult& file : files) {
    if (file.state != State::Failed && file.state != State::Skipped) {
      continue;
    }
    const int told = ++m_files_told[transfer];
    if (told <= kMostFilesTold) {
      say(TransferText::fileNotStored(file));
    } else if (told == kMostFilesTold + 1) {
      say(tr("  ... and more."));
    }
  }
}

void TextFace::onOffer(const TransferInfo& info) {
  const QString title = printable(info.title);
  const QString peer = printable(info.peer_name);
  const QString size = TransferText::content(info);
  if (info.direction == TransferInfo::Direction::Up) {
    // Of a file for a plain peer nobody has looked at the size yet.
    say(size.isEmpty() ? tr("%1 is offered to %2.").arg(title, peer)
                       : tr("%1 (%2) is offered to %3.").arg(title, size, peer));
    return;
  }
  if (m_rule != session::AcceptRule::Ask || info.state != TransferInfo::State::Offered) {
    say(tr("%1 offers %2 (%3).").arg(peer, title, size));
    return;
  }
  say(tr("%1 offers %2 (%3). Nobody can answer here, so it is declined; --accept all takes everything, --json lets a "
         "script answer.")
          .arg(peer, title, size));
  post(m_node,
       [&node = m_node, offerer = info.peer, transfer = info.transfer] { node.declineTransfer(offerer, transfer); });
}

void TextFace::showError(const Error& error) {
  say(tr("Error: %1").arg(printable(error.detail)));
}

void TextFace::say(const QString& line) {
  m_output.writeLine(line.toUtf8());
}

void TextFace::finish() {
  for (const TransferInfo& info : m_transfers.unfinished()) {
    say(TransferText::unfinished(info));
  }
  m_output.finish(std::chrono::seconds(2));
}

}  // namespace landline::console
