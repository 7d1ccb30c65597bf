#include "models/node_log.h"

#include "models/display_text.h"
#include "models/format.h"
#include "models/transfer_text.h"

namespace landline::models {

using session::LinkState;
using session::TransferInfo;

namespace {

QString withReason(const QString& text, const Error& error) {
  const QString reason = error.detail.isEmpty() ? error.code : error.detail;
  return reason.isEmpty() ? text : text + QLatin1Char(' ') + isolated(reason);
}

}  // namespace

NodeLog::NodeLog(LogModel& log, const Clock& clock, QObject* parent) : QObject(parent), m_log(log), m_clock(clock) {}

void NodeLog::write(Severity severity, const QString& source, const QString& text) {
  m_log.append({m_clock.utcMs(), severity, source, text});
}

void NodeLog::onStateChanged(const LinkState& state) {
  notePlainMode(state.plain_mode);
  if (state.phase == m_phase && state.error == m_reason) {
    return;
  }
  const LinkState::Phase before = m_phase;
  m_phase = state.phase;
  m_reason = state.error;
  const QString source = tr("connection");
  const QString address = isolated(QStringLiteral("%1:%2").arg(state.address).arg(state.port));
  const bool failed = !state.error.code.isEmpty();
  switch (state.phase) {
    case LinkState::Phase::Idle:
      if (failed) {
        write(Severity::Error, source, withReason(tr("Stopped."), state.error));
      } else if (before == LinkState::Phase::Listening) {
        write(Severity::Info, source, tr("Stopped listening."));
      } else {
        write(Severity::Info, source, tr("Disconnected."));
      }
      break;
    case LinkState::Phase::Listening:
      write(Severity::Info, source, tr("Listening on port %1: %2").arg(state.port).arg(state.reachable.join(tr(", "))));
      break;
    case LinkState::Phase::Connecting:
      write(Severity::Info, source, tr("Connecting to %1").arg(address));
      break;
    case LinkState::Phase::Waiting:
      write(Severity::Info, source, tr("A person at the server has to let us in."));
      break;
    case LinkState::Phase::Online:
      write(Severity::Info, source, tr("Connected to %1.").arg(isolated(displayName(state.server_name))));
      break;
    case LinkState::Phase::Retrying:
      write(Severity::Warning, source, withReason(tr("The connection was lost and will be tried again."), state.error));
      break;
    case LinkState::Phase::KeyChanged:
      write(Severity::Error, source, tr("The server at %1 shows another key than before.").arg(address));
      break;
  }
}

void NodeLog::notePlainMode(session::PlainMode mode) {
  if (mode == m_plain_mode) {
    return;
  }
  m_plain_mode = mode;
  const QString source = tr("connection");
  switch (mode) {
    case session::PlainMode::Off:
      write(Severity::Info, source, tr("Plain peers are switched off."));
      break;
    case session::PlainMode::Text:
      write(Severity::Warning, source, tr("Plain peers may send text, unencrypted."));
      break;
    case session::PlainMode::Files:
      write(Severity::Warning, source, tr("Plain peers may send text and files, unencrypted."));
      break;
  }
}

void NodeLog::onPeerJoined(const session::PeerInfo& peer) {
  const QString name = isolated(displayName(peer.name));
  if (peer.plain) {
    write(Severity::Info, tr("peers"), tr("%1 joined, unencrypted.").arg(name));
    return;
  }
  write(
      Severity::Info, tr("peers"),
      peer.address.isEmpty() ? tr("%1 joined.").arg(name) : tr("%1 joined from %2.").arg(name, isolated(peer.address)));
}

void NodeLog::onPeerLeft(const session::PeerInfo& peer) {
  write(Severity::Info, tr("peers"), tr("%1 left.").arg(isolated(displayName(peer.name))));
}

void NodeLog::onPeerRenamed(const session::PeerInfo& peer) {
  write(Severity::Info, tr("peers"),
        tr("The peer %1 is now called %2.").arg(peer.id.fingerprint(), isolated(displayName(peer.name))));
}

void NodeLog::onJoinRequested(const session::JoinRequest& request) {
  write(Severity::Info, tr("peers"),
        tr("%1 asks to join from %2.").arg(isolated(displayName(request.name)), isolated(request.address)));
}

void NodeLog::onTransferChanged(const TransferInfo& transfer) {
  const bool up = transfer.direction == TransferInfo::Direction::Up;
  const QString key = (up ? QString() : transfer.peer.hex()) + transfer.transfer;
  const auto known = m_transfers.constFind(key);
  if (known != m_transfers.constEnd() && *known == transfer.state) {
    return;
  }
  m_transfers.insert(key, transfer.state);
  if (transfer.over()) {
    m_transfers.remove(key);
  }
  const QString source = tr("files");
  const QString title = formatTitle(transfer.title);
  const QString peer = isolated(displayName(transfer.peer_name));
  const QString status = TransferText::status(transfer);
  switch (transfer.state) {
    case TransferInfo::State::Offered:
      write(
          Severity::Info, source,
          (up ? tr("%1 offered to %2: %3.") : tr("%2 offers %1: %3.")).arg(title, peer, TransferText::offer(transfer)));
      break;
    case TransferInfo::State::Done:
      if (transfer.plain) {
        write(Severity::Info, source,
              (up ? tr("%1 sent to %2, not verified: %3.") : tr("%1 received from %2, not verified: %3."))
                  .arg(title, peer, TransferText::offer(transfer)));
        break;
      }
      write(Severity::Info, source,
            (up ? tr("%1 sent to %2 and verified there, %3: %4.") : tr("%1 received from %2 and verified, %3: %4."))
                .arg(title, peer, TransferText::offer(transfer), status));
      break;
    case TransferInfo::State::Waiting:
      write(Severity::Warning, source, withReason(told(title, peer, status), transfer.error));
      break;
    case TransferInfo::State::Incomplete:
    case TransferInfo::State::Failed:
      write(Severity::Error, source, withReason(told(title, peer, status), transfer.error));
      break;
    case TransferInfo::State::Paused:
    case TransferInfo::State::Declined:
    case TransferInfo::State::Cancelled:
      write(Severity::Info, source, told(title, peer, status));
      break;
    case TransferInfo::State::Counting:
    case TransferInfo::State::Queued:
    case TransferInfo::State::Running:
    case TransferInfo::State::Verifying:
      break;
  }
}

QString NodeLog::told(const QString& title, const QString& peer, const QString& status) {
  //: %1 is a file or folder, %2 a peer, %3 what has become of it
  return tr("%1 with %2: %3.").arg(title, peer, status);
}

void NodeLog::onErrorOccurred(const Error& error) {
  write(Severity::Error, tr("error"), error.detail.isEmpty() ? error.code : error.detail);
}

}  // namespace landline::models
