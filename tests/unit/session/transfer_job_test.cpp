// A job from the stream's opening to its outcome, and its cancellation wherever it may be.

#include "session/transfer_job.h"

#include "transfer_fixture.h"
#include <QFile>

#include <stdexcept>
#include <thread>

#include "files/file_system.h"

namespace landline::session {
namespace {

const QString kName = QStringLiteral("a.txt");
const wire::Ticket kTicket{QStringLiteral("0b1f2c3d-0000-4000-8000-000000000001"), QString(64, QLatin1Char('5'))};

class TransferJobTest : public TransferTest {
 protected:
  std::shared_ptr<TransferJob> makeJob(TransferJob::Task task) {
    return std::make_shared<TransferJob>(std::move(task), m_limits, [this](const TransferOutcome& outcome) {
      m_outcome = outcome;
      ++m_ends;
    });
  }

  static DataConnector handing(std::unique_ptr<Stream> stream) {
    auto kept = std::make_shared<std::unique_ptr<Stream>>(std::move(stream));
    return [kept] { return UnopenedStream{std::move(*kept), [] { return Result<void>(); }}; };
  }

  void expectEnd(QLatin1String code) {
    EXPECT_EQ(m_ends, 1);
    EXPECT_EQ(m_outcome.error.code, QString(code)) << m_outcome.error.detail.toStdString();
    EXPECT_FALSE(m_outcome.agreed);
    EXPECT_EQ(saved(), QStringList());
  }

  TransferOutcome m_outcome;
  int m_ends = 0;
};

TEST_F(TransferJobTest, BothSidesFromTheTicketToTheEnd) {
  const QByteArray octets = someOctets(1000);
  writeSource(kName, octets);
  auto [client, server] = test::streamPair();
  TransferOutcome received;
  TransferJob receiver(receiveTask(kName, 1000), m_limits, [&](const TransferOutcome& outcome) { received = outcome; });
  std::thread other([&, end = std::move(server)]() mutable {
    FrameStream frames(*end, m_limits);
    const Result<wire::Ticket> ticket = frames.expect<wire::Ticket>();
    ASSERT_TRUE(ticket.ok());
    EXPECT_EQ(ticket->ticket, kTicket.ticket);
    receiver.runAccepted(*end, frames);
  });
  const std::shared_ptr<TransferJob> sender = makeJob(sendTask(kName));
  EXPECT_EQ(sender->stage(), TransferProgress::Stage::Waiting);
  sender->runConnecting(handing(std::move(client)), kTicket);
  other.join();
  EXPECT_TRUE(m_outcome.ok());
  EXPECT_TRUE(received.ok());
  EXPECT_GT(m_outcome.seconds, 0.0);
  EXPECT_EQ(sender->bytesDone(), 1000);
  EXPECT_EQ(receiver.bytesDone(), 1000);
  EXPECT_EQ(sender->stage(), TransferProgress::Stage::Verifying);
  EXPECT_EQ(contentOf(savedPath(kName)), octets);
}

TEST_F(TransferJobTest, AStreamThatCannotBeOpenedSaysWhy) {
  auto [client, server] = test::streamPair();
  auto kept = std::make_shared<std::unique_ptr<Stream>>(std::move(client));
  makeJob(sendTask(kName))
      ->runConnecting(
          [kept] {
            return UnopenedStream{std::move(*kept), [] {
                                    return Result<void>(Error{codes::kConnectionRefused, QStringLiteral("no")});
                                  }};
          },
          kTicket);
  expectEnd(codes::kConnectionRefused);
}

TEST_F(TransferJobTest, ExceptionsBecomeOutcomes) {
  makeJob(sendTask(kName))->runConnecting([]() -> UnopenedStream { throw std::runtime_error("broken"); }, kTicket);
  expectEnd(codes::kInternal);
  EXPECT_EQ(m_outcome.error.detail, QStringLiteral("broken"));
}

TEST_F(TransferJobTest, AConnectionThatEndsBeforeReadyIsInterrupted) {
  auto [client, server] = test::streamPair();
  std::thread other([end = std::move(server)]() mutable { static_cast<void>(end->finish()); });
  makeJob(sendTask(kName))->runConnecting(handing(std::move(client)), kTicket);
  other.join();
  expectEnd(codes::kInterrupted);
}

TEST_F(TransferJobTest, SilenceIsAnInterruption) {
  m_limits.transfer_silence = std::chrono::milliseconds(20);
  auto [client, server] = test::streamPair();
  makeJob(receiveTask(kName, 10))->runConnecting(handing(std::move(client)), kTicket);
  expectEnd(codes::kInterrupted);
}

TEST_F(TransferJobTest, CancelledBeforeItsRunItDoesNothing) {
  auto [client, server] = test::streamPair();
  const std::shared_ptr<TransferJob> job = makeJob(receiveTask(kName, 10));
  job->cancel();
  job->cancel();
  job->runConnecting(handing(std::move(client)), kTicket);
  expectEnd(codes::kCancelled);
}

// The other side goes along up to some point, cancels the job by its own hand, and then goes on as if nothing were. A
// job that did not notice would wait for ever, or store.
struct Phase {
  const char* name;
  bool sends;
  std::function<void(FrameStream&, const std::function<void()>& cancel)> other_side;
};

void PrintTo(const Phase& phase, std::ostream* out) {
  *out << phase.name;
}

void say(FrameStream& frames, const wire::DataMessage& message) {
  static_cast<void>(frames.write(message));
}

class TransferCancel : public TransferJobTest, public ::testing::WithParamInterface<Phase> {};

TEST_P(TransferCancel, EndsAtOnceInEveryPhase) {
  const int size = 5000;
  writeSource(kName, someOctets(size));
  test::PipeBehaviour narrow;
  narrow.capacity = 256;
  auto [client, server] = test::streamPair(narrow, narrow);
  const std::shared_ptr<TransferJob> job =
      GetParam().sends ? makeJob(sendTask(kName)) : makeJob(receiveTask(kName, size));
  std::thread other([&, end = std::move(server)]() mutable {
    FrameStream frames(*end, m_limits);
    ASSERT_TRUE(frames.expect<wire::Ticket>());
    GetParam().other_side(frames, [&] { job->cancel(); });
    // Stays until the job has gone: it is the cancel that ends it, not the end of the connection.
    for (;;) {
      const Result<FrameStream::Event> event = frames.next();
      if (!event || event->kind == FrameStream::Kind::Closed) {
        return;
      }
    }
  });
  job->runConnecting(handing(std::move(client)), kTicket);
  other.join();
  expectEnd(codes::kCancelled);
}

using Cancel = std::function<void()>;

INSTANTIATE_TEST_SUITE_P(Phases, TransferCancel,
                         ::testing::Values(Phase{"WaitingForReady", true,
                                                 [](FrameStream&, const Cancel& cancel) { cancel(); }},
                                           Phase{"WaitingForWant", true,
                                                 [](FrameStream& frames, const Cancel& cancel) {
                                                   say(frames, wire::Ready{});
                                                   ASSERT_TRUE(frames.expect<wire::Manifest>());
                                                   cancel();
                                                 }},
                                           Phase{"Sending", true,
                                                 [](FrameStream& frames, const Cancel& cancel) {
                                                   say(frames, wire::Ready{});
                                                   ASSERT_TRUE(frames.expect<wire::Manifest>());
                                                   say(frames, wire::Want{});
                                                   ASSERT_TRUE(frames.expect<wire::FileStart>());
                                                   cancel();
                                                 }},
                                           Phase{"WaitingForStored", true,
                                                 [](FrameStream& frames, const Cancel& cancel) {
                                                   say(frames, wire::Ready{});
                                                   ASSERT_TRUE(frames.expect<wire::Manifest>());
                                                   say(frames, wire::Want{});
                                                   for (;;) {
                                                     const Result<FrameStream::Event> event = frames.next();
                                                     ASSERT_TRUE(event.ok());
                                                     if (event->kind == FrameStream::Kind::Message &&
                                                         std::holds_alternative<wire::End>(event->message)) {
                                                       break;
                                                     }
                                                   }
                                                   cancel();
                                                 }},
                                           Phase{"WaitingForTheManifest", false,
                                                 [](FrameStream& frames, const Cancel& cancel) {
                                                   say(frames, wire::Ready{});
                                                   cancel();
                                                 }},
                                           Phase{"WaitingForTheFile", false,
                                                 [](FrameStream& frames, const Cancel& cancel) {
                                                   say(frames, wire::Ready{});
                                                   say(frames, manifestOf(kName, 5000));
                                                   ASSERT_TRUE(frames.expect<wire::Want>());
                                                   cancel();
                                                 }},
                                           Phase{"Receiving", false,
                                                 [](FrameStream& frames, const Cancel& cancel) {
                                                   say(frames, wire::Ready{});
                                                   say(frames, manifestOf(kName, 5000));
                                                   ASSERT_TRUE(frames.expect<wire::Want>());
                                                   say(frames, wire::FileStart{0, 0});
                                                   writePiece(frames, kName, someOctets(100));
                                                   cancel();
                                                 }}),
                         [](const auto& tested) { return std::string(tested.param.name); });

/// Calls `then` when a flush begins.
class WatchedFileSystem final : public files::FileSystem {
 public:
  explicit WatchedFileSystem(std::function<void()> then) : m_then(std::move(then)) {}
  int flush(int descriptor) override {
    m_then();
    return FileSystem::flush(descriptor);
  }

 private:
  std::function<void()> m_then;
};

TEST_F(TransferJobTest, CancelledWhileItFlushesTheFileIsWholeOrNotThere) {
  const QByteArray octets = someOctets(500);
  writeSource(kName, octets);
  std::shared_ptr<TransferJob> job;
  WatchedFileSystem disk([&] { job->cancel(); });
  ReceiveTask task = receiveTask(kName, octets.size());
  task.file_system = &disk;
  job = makeJob(task);
  auto [client, server] = test::streamPair();
  TransferOutcome sent;
  TransferJob sender(sendTask(kName), m_limits, [&](const TransferOutcome& outcome) { sent = outcome; });
  std::thread other([&, end = std::move(server)]() mutable {
    FrameStream frames(*end, m_limits);
    ASSERT_TRUE(frames.expect<wire::Ticket>());
    sender.runAccepted(*end, frames);
  });
  job->runConnecting(handing(std::move(client)), kTicket);
  other.join();
  EXPECT_EQ(m_ends, 1);
  EXPECT_FALSE(m_outcome.agreed);
  EXPECT_EQ(sent.error.code, QString(codes::kInterrupted));
  // A flush that was begun is not undone: what it makes safe is published, and then the run says so.
  ASSERT_EQ(saved(), QStringList{kName});
  EXPECT_EQ(contentOf(savedPath(kName)), octets);
  EXPECT_TRUE(m_outcome.ok());
  EXPECT_EQ(parts(), QStringList());
}

TEST_F(TransferJobTest, CancelsFromManyThreadsAtAnyTimeAreOne) {
  writeSource(kName, someOctets(5000));
  for (int round = 0; round < 50; ++round) {
    m_ends = 0;
    auto [client, server] = test::streamPair();
    TransferJob receiver(receiveTask(kName, 5000), m_limits, [](const TransferOutcome&) {});
    const std::shared_ptr<TransferJob> job = makeJob(sendTask(kName));
    std::thread other([&, end = std::move(server)]() mutable {
      FrameStream frames(*end, m_limits);
      if (frames.expect<wire::Ticket>()) {
        receiver.runAccepted(*end, frames);
      }
    });
    std::thread first([&] { job->cancel(); });
    std::thread second([&] { receiver.cancel(); });
    job->runConnecting(handing(std::move(client)), kTicket);
    first.join();
    second.join();
    other.join();
    EXPECT_EQ(m_ends, 1);
    // Whatever won: no file, or the whole one.
    for (const QString& name : saved()) {
      EXPECT_EQ(contentOf(savedPath(name)).size(), 5000);
      QFile::remove(savedPath(name));
    }
  }
}

}  // namespace
}  // namespace landline::session
