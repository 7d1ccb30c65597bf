#pragma once

#include <QHash>
#include <QObject>

#include "core/clock.h"
#include "models/log_model.h"
#include "session/node.h"

namespace landline::models {

/// Writes what happens to a node into the log, in words for people: who comes and goes, what was received, what failed.
/// Its slots have the names and arguments of session::Node's signals. What is said in conversations is not logged.
class NodeLog : public QObject {
  Q_OBJECT

 public:
  NodeLog(LogModel& log, const Clock& clock, QObject* parent = nullptr);

 public Q_SLOTS:
  void onStateChanged(const landline::session::LinkState& state);
  void onPeerJoined(const landline::session::PeerInfo& peer);
  void onPeerLeft(const landline::session::PeerInfo& peer);
  void onPeerRenamed(const landline::session::PeerInfo& peer);
  void onJoinRequested(const landline::session::JoinRequest& request);
  void onTransferChanged(const landline::session::TransferInfo& transfer);
  void onErrorOccurred(const landline::Error& error);

 private:
  void write(Severity severity, const QString& source, const QString& text);
  void notePlainMode(session::PlainMode mode);
  static QString told(const QString& title, const QString& peer, const QString& status);

  LogModel& m_log;
  const Clock& m_clock;
  session::LinkState::Phase m_phase = session::LinkState::Phase::Idle;
  session::PlainMode m_plain_mode = session::PlainMode::Off;
  Error m_reason;
  QHash<QString, session::TransferInfo::State> m_transfers;  ///< the last state of those that are not over
};

}  // namespace landline::models
