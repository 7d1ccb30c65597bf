#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "core/limits.h"
#include "session/frame_stream.h"
#include "session/source_reader.h"
#include "session/transfer_sender_ledger.h"
#include "session/transfer_sender_manifest.h"
#include "session/transfer_sender_output.h"
#include "session/transfer_sender_tally.h"
#include "session/transfer_task.h"

namespace landline::session {

/// The sending side of PROTOCOL.md, "Data connection", from the manifest to both `end`s, as sequential code in the
/// worker thread. A companion thread reads the files (SourceReader). Made for one run.
class TransferSender {
 public:
  /// All references but `context` outlive this object.
  TransferSender(FrameStream& frames, const SendTask& task, const Limits& limits, TransferProgress& progress,
                 const TransferContext& context = {});

  /// An error is one of the connection or of the other side's behaviour, and nothing more can be said on the stream
  /// (`unexpected`, `malformed`, `interrupted`, `connection-lost`, `timeout`, `cancelled`); or, where nothing at all
  /// can be sent and nothing was said yet, why (`vanished`, `unreadable`, `not-a-file`, `changed`...). What went wrong
  /// with some files while the conversation went on is in the outcome.
  Result<TransferOutcome> run();

  /// How many entries of the manifest are in memory.
  std::size_t entriesHeld() const { return m_ledger.entriesHeld(); }

 private:
  Result<void> converse();
  Result<void> conclude();
  bool allSaid() const;
  Result<void> walkOn();

  Result<void> sendBlock(std::chrono::milliseconds patience);
  Result<void> sendPart(const SourceBlock::Part& part, std::string_view octets);
  Result<void> sendOctets(qint64 index, std::string_view octets);
  Result<void> giveUp(const SourceBlock::Part& part, const Error& why);

  Result<void> waitForAnswer();
  Result<void> takeWhatCame();
  Result<void> take(const FrameStream::Event& event);
  Result<void> takeWant(const wire::Want& want);
  Result<void> takeEnd(const wire::End& end);
  void noteWaits();

  FrameStream& m_frames;
  TransferProgress& m_progress;
  TransferSenderTally m_tally;
  TransferSenderManifest m_manifest;
  TransferSenderLedger m_ledger;
  TransferSenderOutput m_output;
  std::string m_piece_name;  // of the file in hand
  qint64 m_dropped = -1;     // of this file the reader still brings octets that are not wanted any more
  qint64 m_files = 0;        // in all pages of the manifest so far
  bool m_said_end = false;
  bool m_ended = false;
  SourceReader m_reader;  // last: its thread ends first
};

}  // namespace landline::session
