#pragma once

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QString>
#include <QTemporaryDir>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include "core/limits.h"
#include "files/content_digest.h"
#include "session/frame_stream.h"
#include "session/transfer_sender.h"
#include "support/memory_stream.h"
#include "wire/header.h"

namespace landline::session {

inline std::string_view viewOf(const QByteArray& octets) {
  return {octets.constData(), static_cast<std::size_t>(octets.size())};
}

inline QString digestOfOctets(const QByteArray& octets) {
  files::ContentDigest digest;
  digest.update(viewOf(octets));
  return digest.hex();
}

/// `count` octets that do not repeat soon, the same for the same seed.
inline QByteArray octetsOf(int count, quint32 seed = 1) {
  QByteArray octets(count, '\0');
  quint32 state = seed * 2654435761U + 12345;
  for (char& octet : octets) {
    state = state * 1664525U + 1013904223U;
    octet = static_cast<char>(state >> 24U);
  }
  return octets;
}

inline void say(FrameStream& frames, const wire::DataMessage& message) {
  static_cast<void>(frames.write(message));
}

/// A receiver in memory that takes all and keeps what it is told, unless a hook says otherwise:
///
///     ScriptedReceiver receiver;
///     receiver.answer = [](const wire::Manifest& page, wire::Want& want, FrameStream&) { want.skip.append(...); };
///     const Result<TransferOutcome> outcome = send(task, receiver);
///     EXPECT_EQ(receiver.octets(QStringLiteral("a.txt")), ...);
///
/// It answers `stored` as late as it may: when nothing is awaited from the pages that came.
struct ScriptedReceiver {
  struct File {
    wire::ManifestEntry entry;
    qint64 offset = -1;  ///< negative: never begun
    QByteArray octets;   ///< what came, from `offset` on
    QString digest;      ///< empty: not sent to its end
    QString skipped;     ///< the code of the sender's `skip`
    bool over = false;
  };

  /// Before `want` is said: may say `have`, fill `want.skip`, do something to the sources.
  std::function<void(const wire::Manifest& page, wire::Want& want, FrameStream& frames)> answer;
  /// At the `file` of each.
  std::function<void(const File& file, FrameStream& frames)> begun;
  /// At octets of each, after they were added.
  std::function<void(const File& file, FrameStream& frames)> came;
  /// Before the group is said.
  std::function<void(wire::Stored& stored)> storing;

  std::vector<wire::Manifest> pages;
  std::map<qint64, File> files;  ///< by index
  std::vector<qint64> order;     ///< in which files began
  int most_open = 0;             ///< pages, as this side counts them
  bool ended = false;
  Error error;  ///< of the connection, or what was wrong in what the sender said

  const File* find(const QString& path) const {
    for (const auto& [index, file] : files) {
      if (file.entry.path == path) {
        return &file;
      }
    }
    return nullptr;
  }
  QByteArray octets(const QString& path) const { return find(path) ? find(path)->octets : QByteArray("(none)"); }

  void run(FrameStream& frames, Stream&) {
    while (!ended && error.code.isEmpty()) {
      const Result<FrameStream::Event> event = frames.next();
      if (!event) {
        error = event.error();
        return;
      }
      take(*event, frames);
    }
    static_cast<void>(frames.finish());
  }

 private:
  void take(const FrameStream::Event& event, FrameStream& frames) {
    using Kind = FrameStream::Kind;
    if (event.kind == Kind::PieceBegin) {
      // Only the file in hand, and no more than was announced.
      const File& file = files[m_in_hand];
      const bool fits = file.offset + file.octets.size() + event.size <= file.entry.size;
      if (m_in_hand < 0 || !fits || event.name != "./" + file.entry.path.toStdString()) {
        error = {codes::kUnexpected, QStringLiteral("a piece out of place")};
      }
    } else if (event.kind == Kind::PieceOctets) {
      File& file = files.at(m_in_hand);
      file.octets.append(event.octets.data(), static_cast<int>(event.octets.size()));
      if (came) {
        came(file, frames);
      }
    } else if (event.kind != Kind::PieceEnd) {
      takeMessage(event, frames);
    }
  }

  void takeMessage(const FrameStream::Event& event, FrameStream& frames) {
    if (event.kind != FrameStream::Kind::Message) {
      error = FrameStream::unexpected(event);
    } else if (const auto* page = std::get_if<wire::Manifest>(&event.message)) {
      takePage(*page, frames);
    } else if (const auto* start = std::get_if<wire::FileStart>(&event.message)) {
      File& file = files.at(start->index);
      error = m_in_hand >= 0 || file.over ? FrameStream::unexpected(event) : Error();
      m_in_hand = start->index;
      order.push_back(start->index);
      file.offset = start->offset;
      if (begun) {
        begun(file, frames);
      }
    } else if (const auto* digest = std::get_if<wire::Digest>(&event.message)) {
      File& file = files.at(digest->index);
      const bool whole = file.offset + file.octets.size() == file.entry.size;
      error = m_in_hand != digest->index || !whole ? FrameStream::unexpected(event) : Error();
      file.digest = digest->xxh128;
      finishFile(file, frames);
    } else if (const auto* skip = std::get_if<wire::Skip>(&event.message)) {
      File& file = files.at(skip->index);
      error = (m_in_hand >= 0 && m_in_hand != skip->index) || file.over ? FrameStream::unexpected(event) : Error();
      file.skipped = skip->code;
      finishFile(file, frames);
    } else if (std::holds_alternative<wire::End>(event.message)) {
      sayStored(frames);
      say(frames, wire::End{wire::End::Counts{m_stored, m_identical, m_files - m_stored - m_identical}});
      static_cast<void>(frames.flush());
      ended = true;
    } else {
      error = FrameStream::unexpected(event);
    }
  }

  void takePage(const wire::Manifest& page, FrameStream& frames) {
    pages.push_back(page);
    wire::Want want;
    want.page = page.page;
    if (answer) {
      answer(page, want, frames);
    }
    std::set<qint64> skipped;
    for (const wire::SkipEntry& entry : want.skip) {
      skipped.insert(entry.index);
    }
    for (const wire::ManifestEntry& entry : page.files) {
      const bool is_file = entry.kind == wire::ManifestEntry::Kind::File;
      const bool is_skipped = skipped.count(entry.index) > 0;
      m_files += is_file ? 1 : 0;
      files[entry.index].entry = entry;
      files[entry.index].over = is_skipped || !is_file;
      if (!is_skipped) {
        (is_file ? m_awaited : m_unsaid).insert(entry.index);
      }
    }
    say(frames, want);
    ++m_open_pages;
    most_open = std::max(most_open, m_open_pages);
    settle(frames);
  }

  void finishFile(File& file, FrameStream& frames) {
    const qint64 index = file.entry.index;
    m_in_hand = -1;
    file.over = true;
    m_awaited.erase(index);
    if (!file.digest.isEmpty() && failed.count(index) == 0) {
      m_unsaid.insert(index);
    }
    settle(frames);
  }

  void settle(FrameStream& frames) {
    if (m_awaited.empty()) {
      sayStored(frames);
      m_open_pages = 0;
    }
  }

  void sayStored(FrameStream& frames) {
    while (!m_unsaid.empty()) {
      wire::Stored stored;
      while (!m_unsaid.empty() && stored.indexes.size() < 512) {
        stored.indexes.append(*m_unsaid.begin());
        m_unsaid.erase(m_unsaid.begin());
      }
      if (storing) {
        storing(stored);
      }
      for (const qint64 index : stored.indexes) {
        const bool is_file = files.at(index).entry.kind == wire::ManifestEntry::Kind::File;
        ++(stored.identical.contains(index) ? m_identical : is_file ? m_stored : m_folders);
      }
      say(frames, stored);
    }
    static_cast<void>(frames.flush());
  }

 public:
  std::set<qint64> failed;  ///< of these a hook has said `failed`: they are not stored

 private:
  qint64 m_in_hand = -1;
  std::set<qint64> m_awaited;  // wanted files that are not over
  std::set<qint64> m_unsaid;   // to be said `stored`
  int m_open_pages = 0;
  qint64 m_files = 0;
  qint64 m_stored = 0;
  qint64 m_identical = 0;
  qint64 m_folders = 0;
};

/// Sources in a temporary folder, and a sender that sends them to a script.
class SenderTest : public ::testing::Test {
 protected:
  SenderTest() { m_limits.goodbye = std::chrono::milliseconds(200); }

  QString pathOf(const QString& name) const { return m_directory.filePath(name); }

  QString write(const QString& name, const QByteArray& octets) {
    QString path = pathOf(name);
    QDir().mkpath(path.section(QLatin1Char('/'), 0, -2));
    QFile file(path);
    EXPECT_TRUE(file.open(QIODevice::WriteOnly));
    EXPECT_EQ(file.write(octets), octets.size());
    return path;
  }

  /// All that lies in the temporary folder, as roots in the order of their names; more than enough is offered.
  SendTask everything() const {
    SendTask task;
    for (const QString& name :
         QDir(m_directory.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot)) {
      task.roots.append(pathOf(name));
    }
    task.most_files = 1'000'000;
    task.most_bytes = wire::kLargestSize;
    return task;
  }

  using Script = std::function<void(FrameStream&, Stream&)>;

  /// Runs a sender against `script`, whose end of the connection goes when it returns.
  Result<TransferOutcome> send(const SendTask& task, const Script& script, test::PipeBehaviour down = {},
                               test::PipeBehaviour up = {}) {
    auto [own_end, script_end] = test::streamPair(down, up);
    std::thread receiver([&, end = std::move(script_end)]() mutable {
      FrameStream frames(*end, m_limits);
      script(frames, *end);
      end.reset();
    });
    Result<TransferOutcome> outcome = runSender(*own_end, task);
    own_end.reset();
    receiver.join();
    return outcome;
  }

  Result<TransferOutcome> send(const SendTask& task, ScriptedReceiver& receiver, test::PipeBehaviour down = {},
                               test::PipeBehaviour up = {}) {
    return send(
        task, [&](FrameStream& frames, Stream& stream) { receiver.run(frames, stream); }, down, up);
  }

  Result<TransferOutcome> runSender(Stream& stream, const SendTask& task) {
    FrameStream frames(stream, m_limits);
    TransferContext context;
    context.rate_limit = m_rate_limit;
    std::optional<TransferSender> sender;
    context.results = [&](const QVector<FileResult>& results) {
      m_results += results;
      m_most_entries = std::max(m_most_entries, sender->entriesHeld());
    };
    sender.emplace(frames, task, m_limits, m_progress, context);
    return sender->run();
  }

  /// The result that was reported for `path`; there must be one and no more.
  FileResult resultOf(const QString& path) const {
    FileResult found;
    int count = 0;
    for (const FileResult& result : m_results) {
      if (result.path == path) {
        found = result;
        ++count;
      }
    }
    EXPECT_EQ(count, 1) << path.toStdString();
    return found;
  }

  Limits m_limits;
  QTemporaryDir m_directory;
  TransferProgress m_progress;
  std::shared_ptr<RateLimit> m_rate_limit;
  QVector<FileResult> m_results;
  std::size_t m_most_entries = 0;
};

}  // namespace landline::session
