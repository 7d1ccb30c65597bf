#pragma once

#include <QCoreApplication>
#include <QString>

#include "session/node.h"

namespace landline::models {

/// What is said of a transfer in words, the same in tables, cards, logs and tool tips. Plain text; what a peer gave is
/// made harmless (display_text.h) and stands between direction isolates.
class TransferText {
  Q_DECLARE_TR_FUNCTIONS(landline::models::TransferText)

 public:
  /// "paused by desk-7", "queued, 2nd", "97 of 100 stored, 3 failed" ... Over the plain wire nobody compares a digest:
  /// "sent, not verified". `now_ms` is monotonic and lets a countdown be said; negative: it is not.
  static QString status(const session::TransferInfo& info, qint64 now_ms = -1);

  /// "limited by: the disk at desk-7"; empty where it is not known or nothing runs.
  static QString bottleneck(const session::TransferInfo& info);

  /// "12 of 340", "340" while nothing has begun, "-" where it is not known.
  static QString files(const session::TransferInfo& info);

  /// What was offered, in one line: "340 files, 1.2 GB", "12 MB" for a single file.
  static QString offer(const session::TransferInfo& info);

  /// The first top-level names, "a.jpg, b.jpg and others"; empty where the title says as much.
  static QString firstNames(const session::TransferInfo& info);

  /// How far it is in figures, what it waits for and what is in hand: parts of one line.
  static QStringList details(const session::TransferInfo& info);

 private:
  static QString queued(const session::TransferInfo& info);
  static QString waiting(const session::TransferInfo& info, qint64 now_ms);
  static QString paused(const session::TransferInfo& info);
  static QString running(const session::TransferInfo& info);
  static QString verifying(const session::TransferInfo& info);
  static QString done(const session::TransferInfo& info);
  static QString incomplete(const session::TransferInfo& info);
  static QStringList besideStored(const session::TransferInfo& info);
  static QString joined(const QStringList& parts);
};

/// Whether it is at work or will be by itself shortly: what quitting the program would interrupt.
bool isAtWork(const session::TransferInfo& info);

/// Whether a person here has to answer it.
bool asksUs(const session::TransferInfo& info);

/// Octets per second, of what was sent, all runs together; negative: too short to be measured, or not over.
double averageRate(const session::TransferInfo& info);

}  // namespace landline::models
