#pragma once

#include <QByteArray>
#include <QCoreApplication>
#include <QObject>
#include <QSocketNotifier>
#include <unistd.h>

#include <functional>

/// Calls `typed` with each line of standard input, without its end; the program ends with standard input.
inline void onTypedLines(QObject* parent, const std::function<void(const QByteArray&)>& typed) {
  auto* input = new QSocketNotifier(STDIN_FILENO, QSocketNotifier::Read, parent);
  QObject::connect(input, &QSocketNotifier::activated, parent, [typed, unread = QByteArray()]() mutable {
    char octets[4096];
    const ssize_t got = ::read(STDIN_FILENO, octets, sizeof octets);
    if (got <= 0) {
      QCoreApplication::quit();
      return;
    }
    unread.append(octets, static_cast<int>(got));
    for (auto end = unread.indexOf('\n'); end >= 0; end = unread.indexOf('\n')) {
      typed(unread.left(end));
      unread.remove(0, end + 1);
    }
  });
}
