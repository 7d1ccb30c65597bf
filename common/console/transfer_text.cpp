#include "console/transfer_text.h"

#include <QLocale>
#include <QStringList>

#include <algorithm>

#include "console/printable.h"
#include "console/transfer_log.h"

namespace landline::console {

using session::TransferInfo;

namespace {

bool isUp(const TransferInfo& info) {
  return info.direction == TransferInfo::Direction::Up;
}

QString sizeText(qint64 octets) {
  return QLocale().formattedDataSize(octets);
}

/// Empty where it says nothing: not begun, or the size is not known.
QString percent(const TransferInfo& info) {
  if (info.bytes_done <= 0 || info.bytes_total <= 0) {
    return {};
  }
  return QStringLiteral("%1 %").arg(
      static_cast<int>(100.0 * static_cast<double>(info.bytes_done) / static_cast<double>(info.bytes_total)));
}

}  // namespace

QString TransferText::content(const TransferInfo& info) {
  QStringList parts;
  if (info.files_total > 1) {
    parts.append(tr("%1 files").arg(QLocale().toString(info.files_total)));
  }
  if (info.bytes_total >= 0) {
    parts.append(sizeText(info.bytes_total));
  }
  return parts.join(QStringLiteral(", "));
}

QString TransferText::leftOver(const TransferInfo& info) {
  return tr("%1 (%2) is unfinished from an earlier run; it goes on when %3 is there.")
      .arg(printable(info.title), content(info), printable(info.peer_name));
}

QString TransferText::paused(const TransferInfo& info) {
  const QString title = printable(info.title);
  const QString peer = printable(info.peer_name);
  switch (heldBy(info)) {
    case HeldBy::Peer:
      return tr("%1: paused by %2.").arg(title, peer);
    case HeldBy::Both:
      return tr("%1: paused here and by %2.").arg(title, peer);
    case HeldBy::Queue:
      return tr("%1: %2 has others to do first.").arg(title, peer);
    case HeldBy::Nobody:
    case HeldBy::Me:
      break;
  }
  return info.error.code.isEmpty() ? tr("%1: paused here.").arg(title)
                                   : tr("%1: paused here. %2").arg(title, printable(info.error.detail));
}

QString TransferText::waiting(const TransferInfo& info) {
  const QString why = printable(info.error.detail);
  return tr("%1: interrupted, goes on by itself. %2").arg(printable(info.title), why).trimmed();
}

QString TransferText::started(const TransferInfo& info) {
  return (isUp(info) ? tr("%1: sending to %2.") : tr("%1: receiving from %2."))
      .arg(printable(info.title), printable(info.peer_name));
}

QString TransferText::continued(const TransferInfo& info) {
  const QString done = percent(info);
  return done.isEmpty() ? tr("%1: goes on.").arg(printable(info.title))
                        : tr("%1: goes on at %2.").arg(printable(info.title), done);
}

QString TransferText::finished(const TransferInfo& info) {
  const QString title = printable(info.title);
  QStringList figures{content(info)};
  if (info.seconds > 0) {
    const qint64 moved = std::max<qint64>(info.bytes_done - info.bytes_found, 0);
    figures.append(tr("%1 s").arg(QLocale().toString(info.seconds, 'f', info.seconds < 10 ? 1 : 0)));
    if (moved > 0) {
      figures.append(tr("%1/s").arg(sizeText(static_cast<qint64>(static_cast<double>(moved) / info.seconds))));
    }
  }
  if (info.identical > 0) {
    figures.append(tr("%1 were there already").arg(info.identical));
  }
  if (info.renamed > 0) {
    figures.append(tr("%1 got another name").arg(info.renamed));
  }
  if (info.skipped > 0) {
    figures.append(tr("%1 left out").arg(info.skipped));
  }
  figures.removeAll(QString());
  const QString all = figures.join(QStringLiteral(", "));
  if (info.state == TransferInfo::State::Incomplete) {
    const QString result = info.result_path.isEmpty() ? QString() : tr("The result: %1").arg(info.result_path);
    const QString words = info.plain ? tr("%1: %2 of the files failed, the others are through, not verified (%3). %4")
                                     : tr("%1: %2 of the files failed, the others are stored and verified (%3). %4");
    return words.arg(title).arg(info.failed).arg(all, result).trimmed();
  }
  if (info.isIdentical()) {
    return tr("%1: the very same is there already.").arg(title);
  }
  if (info.plain) {
    return isUp(info) ? tr("%1 was sent to %2, not verified (%3).").arg(title, printable(info.peer_name), all)
                      : tr("%1 was received from %2 and saved as %3, not verified (%4).")
                            .arg(title, printable(info.peer_name), printable(info.path), all);
  }
  if (isUp(info)) {
    return tr("%1 was sent to %2 and verified (%3).").arg(title, printable(info.peer_name), all);
  }
  return tr("%1 was received from %2, verified and saved as %3 (%4).")
      .arg(title, printable(info.peer_name), printable(info.path), all);
}

QString TransferText::failed(const TransferInfo& info) {
  return tr("%1 was not transferred: %2").arg(printable(info.title), printable(failureOf(info).detail));
}

QString TransferText::unfinished(const TransferInfo& info) {
  const QString done = percent(info);
  const QString state = done.isEmpty() ? tr("not begun") : done;
  if (info.plain) {
    return tr("%1 is not finished (%2). A plain connection cannot go on with it: it has to be sent again.")
        .arg(printable(info.title), state);
  }
  return tr("%1 is not finished (%2). It goes on when this program runs again with the same profile and %3 is there.")
      .arg(printable(info.title), state, printable(info.peer_name));
}

QString TransferText::fileNotStored(const session::FileResult& file) {
  const QString path = printable(file.path);
  const QString why = printable(file.error.detail.isEmpty() ? file.error.code : file.error.detail);
  return file.state == session::FileResult::State::Skipped ? tr("  %1 was left out: %2").arg(path, why)
                                                           : tr("  %1 failed: %2").arg(path, why);
}

}  // namespace landline::console
