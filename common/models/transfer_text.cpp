#include "models/transfer_text.h"

#include <QLocale>

#include <algorithm>

#include "models/display_text.h"
#include "models/format.h"

namespace landline::models {

using session::TransferInfo;
using State = TransferInfo::State;

namespace {

constexpr int kNamesShown = 5;
constexpr qint64 kMeasurable = 100'000;  // octets; with less, the speed is that of the greeting

QString peerOf(const TransferInfo& info) {
  return isolated(displayName(info.peer_name));
}

bool isUp(const TransferInfo& info) {
  return info.direction == TransferInfo::Direction::Up;
}

QString number(qint64 value) {
  return QLocale().toString(value);
}

int percentDone(const TransferInfo& info) {
  return permille(info.bytes_done, info.bytes_total) / 10;
}

}  // namespace

QString TransferText::status(const TransferInfo& info, qint64 now_ms) {
  switch (info.state) {
    case State::Counting:
      return tr("counting the files");
    case State::Offered:
      return isUp(info) ? tr("waiting for an answer") : tr("accept?");
    case State::Queued:
      return queued(info);
    case State::Waiting:
      return waiting(info, now_ms);
    case State::Paused:
      return paused(info);
    case State::Running:
      return running(info);
    case State::Verifying:
      return verifying(info);
    case State::Done:
      return done(info);
    case State::Incomplete:
      return incomplete(info);
    case State::Declined:
      return tr("declined");
    case State::Cancelled:
      return tr("cancelled");
    case State::Failed:
      return tr("failed");
  }
  return {};
}

QString TransferText::queued(const TransferInfo& info) {
  if (info.queued_there) {
    //: %1 is a peer that has other transfers to do first
    return tr("queued at %1").arg(peerOf(info));
  }
  const int place = info.queue_place;
  if (place <= 0) {
    return tr("queued");
  }
  if (place == 1) {
    return tr("queued, next");
  }
  const bool teen = place % 100 >= 11 && place % 100 <= 13;
  switch (teen ? 0 : place % 10) {
    case 1:
      //: A place in the queue, such as 21
      return tr("queued, %1st").arg(place);
    case 2:
      //: A place in the queue, such as 2
      return tr("queued, %1nd").arg(place);
    case 3:
      //: A place in the queue, such as 3
      return tr("queued, %1rd").arg(place);
    default:
      //: A place in the queue, such as 4
      return tr("queued, %1th").arg(place);
  }
}

QString TransferText::waiting(const TransferInfo& info, qint64 now_ms) {
  if (info.retry_at_ms <= 0) {
    return tr("waits for %1").arg(peerOf(info));
  }
  const qint64 left = info.retry_at_ms - now_ms;
  if (now_ms < 0 || left <= 0) {
    return tr("interrupted, is tried again");
  }
  return tr("interrupted, next try in %1 s").arg((left + 999) / 1000);
}

QString TransferText::paused(const TransferInfo& info) {
  if (info.error.is(codes::kNoSpace)) {
    return tr("paused, the disk is full");
  }
  if (info.paused_here && info.paused_there) {
    return tr("paused by both");
  }
  return info.paused_there ? tr("paused by %1").arg(peerOf(info)) : tr("paused by you");
}

QString TransferText::running(const TransferInfo& info) {
  if (info.stalled) {
    return tr("stalled");
  }
  // Until the first new octet comes, what is there is found again.
  if (info.bytes_found > 0 && info.bytes_found >= info.bytes_done) {
    return tr("resuming at %1 %").arg(percentDone(info));
  }
  return isUp(info) ? tr("sending") : tr("receiving");
}

QStringList TransferText::besideStored(const TransferInfo& info) {
  QStringList parts;
  if (info.identical > 0) {
    parts << (info.identical == 1 ? tr("1 was there already")
                                  : tr("%1 were there already").arg(number(info.identical)));
  }
  if (info.renamed > 0) {
    parts << tr("%1 renamed").arg(number(info.renamed));
  }
  if (info.skipped > 0) {
    parts << tr("%1 skipped").arg(number(info.skipped));
  }
  return parts;
}

QString TransferText::verifying(const TransferInfo& info) {
  if (!info.plain) {
    return tr("verifying");
  }
  return isUp(info) ? tr("sending") : tr("saving");
}

QString TransferText::done(const TransferInfo& info) {
  if (info.plain) {
    // All that is known: the octets were given to the system, or as many came as were announced.
    return joined(QStringList{isUp(info) ? tr("sent, not verified") : tr("received, not verified")} +
                  besideStored(info));
  }
  if (info.isIdentical() && info.skipped == 0) {
    return info.identical == 1 ? tr("done, was there already") : tr("done, all were there already");
  }
  return joined(QStringList{tr("done")} + besideStored(info));
}

QString TransferText::incomplete(const TransferInfo& info) {
  const qint64 all = std::max(info.files_total, info.stored + info.identical + info.skipped + info.failed);
  const QString words = !info.plain  ? tr("%1 of %2 stored")
                        : isUp(info) ? tr("%1 of %2 sent, not verified")
                                     : tr("%1 of %2 received, not verified");
  QStringList parts{words.arg(number(info.stored), number(all))};
  parts += besideStored(info);
  parts << tr("%1 failed").arg(number(info.failed));
  return joined(parts);
}

QString TransferText::joined(const QStringList& parts) {
  return parts.join(tr(", ", "between the parts of a state"));
}

QString TransferText::bottleneck(const TransferInfo& info) {
  if (info.state != State::Running) {
    return {};
  }
  const QString disk_here = tr("limited by: the disk here");
  const QString disk_there = tr("limited by: the disk at %1").arg(peerOf(info));
  switch (info.bottleneck) {
    case TransferInfo::Bottleneck::Unknown:
      break;
    case TransferInfo::Bottleneck::Network:
      return tr("limited by: the network");
    case TransferInfo::Bottleneck::SenderDisk:
      return isUp(info) ? disk_here : disk_there;
    case TransferInfo::Bottleneck::ReceiverDisk:
      return isUp(info) ? disk_there : disk_here;
    case TransferInfo::Bottleneck::Processor:
      return tr("limited by: the processor");
    case TransferInfo::Bottleneck::OtherSide:
      return tr("limited by: %1, who is busy").arg(peerOf(info));
    case TransferInfo::Bottleneck::RateLimit:
      return tr("limited by: the rate limit");
  }
  return {};
}

QString TransferText::files(const TransferInfo& info) {
  if (info.files_total < 0) {
    return info.files_done > 0 ? number(info.files_done) : QStringLiteral("-");
  }
  const bool begun = info.files_done > 0 || (info.state >= State::Waiting && !info.over());
  if (!begun || info.files_total == 1 || (info.state == State::Done && info.files_done >= info.files_total)) {
    return number(info.files_total);
  }
  //: Files: how many are done, of how many
  return tr("%1 of %2", "files").arg(number(info.files_done), number(info.files_total));
}

QString TransferText::offer(const TransferInfo& info) {
  const QString size = formatBytes(info.bytes_total);
  if (info.files_total == 1) {
    return size;
  }
  if (info.files_total < 0) {
    return tr("several files, %1").arg(size);
  }
  //: How many files, their size together
  return tr("%1 files, %2").arg(number(info.files_total), size);
}

QString TransferText::firstNames(const TransferInfo& info) {
  if (info.first.size() <= 1) {
    return {};
  }
  QStringList names;
  for (const QString& name : info.first.mid(0, kNamesShown)) {
    names << formatTitle(name);
  }
  const QString list = names.join(tr(", ", "between names"));
  return info.first.size() > kNamesShown ? tr("%1 and others").arg(list) : list;
}

QStringList TransferText::details(const TransferInfo& info) {
  QStringList parts;
  if (!info.over() && info.state != State::Offered && info.files_total != 1) {
    parts << tr("files: %1").arg(files(info));
  }
  if (info.state == State::Counting) {
    return parts << formatBytes(info.bytes_total);
  }
  if (!info.over() && info.bytes_done > 0 && info.bytes_total > 0) {
    parts << tr("%1 of %2", "octets").arg(formatBytes(info.bytes_done), formatBytes(info.bytes_total));
  }
  if (info.bytes_found > 0) {
    parts << tr("%1 did not have to be sent again").arg(formatBytes(info.bytes_found));
  }
  if (info.over() && info.seconds > 0) {
    parts << tr("%1 in %2 s").arg(formatBytes(info.bytes_done), QLocale().toString(info.seconds, 'f', 1));
  }
  parts << bottleneck(info);
  if (info.state == State::Running && !info.current.isEmpty() && info.files_total != 1) {
    parts << formatTitle(info.current);
  }
  parts.removeAll(QString());
  return parts;
}

bool isAtWork(const TransferInfo& info) {
  switch (info.state) {
    case State::Counting:
    case State::Queued:
    case State::Running:
    case State::Verifying:
      return true;
    case State::Waiting:
      return info.retry_at_ms > 0;
    case State::Offered:
    case State::Paused:
    case State::Done:
    case State::Incomplete:
    case State::Declined:
    case State::Cancelled:
    case State::Failed:
      break;
  }
  return false;
}

bool asksUs(const TransferInfo& info) {
  return info.state == State::Offered && !isUp(info);
}

double averageRate(const TransferInfo& info) {
  const qint64 sent = std::max<qint64>(info.bytes_done, 0) - std::max<qint64>(info.bytes_found, 0);
  return info.over() && info.seconds > 0 && sent >= kMeasurable ? static_cast<double>(sent) / info.seconds : -1;
}

}  // namespace landline::models
