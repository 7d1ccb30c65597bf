#pragma once

#include <QByteArray>
#include <QHostAddress>
#include <QString>
#include <QStringList>
#include <QVector>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/limits.h"
#include "core/rate_limit.h"
#include "net/incoming.h"
#include "net/plain_connection.h"
#include "session/plain_news.h"
#include "session/plain_output.h"
#include "session/plain_receiver.h"
#include "session/plain_sender.h"
#include "wire/plain_reader.h"

namespace landline::session {

/// One plain peer: what its worker thread does from the first octet to the last, and the handle by which the desk
/// (plain_desk.h) speaks to it. One of the two run functions is called, once, in the worker.
///
/// The worker is one loop over poll(): it reads, cuts what has come into messages, saves a body that is coming, writes
/// texts and a body that is going, so that waiting to write never stops reading. Three things do stop it, so that they
/// cost the sender and not this side's memory: texts that were told and not taken, an offer that was not answered, a
/// disk that is slow.
///
/// The wire cannot tell `ok` from a body where both sides announce a file at the same moment. The side that connected
/// then goes on waiting for its `ok` and does not look at the other's header; the one that was connected to takes its
/// header back, answers, and announces its file again when the other's is through.
class PlainPeer {
 public:
  using OnTls = std::function<void(net::Incoming incoming)>;

  /// `id` names the sender of parts. `limit` may be null.
  PlainPeer(const PeerId& id, const Limits& limits, std::shared_ptr<RateLimit> limit, PlainSink sink);

  /// The two ways to begin. The last news is PlainGone, whatever happens. `on_tls` as PlainDesk::onTls.
  void runAccepted(net::Incoming incoming, const OnTls& on_tls) noexcept;
  void runConnecting(const QVector<QHostAddress>& addresses, quint16 port) noexcept;

  // --- Any thread. Carried out by the worker. ------------------------------------------------------------------------

  /// Whether a message `name&size` is a header; for messages to come.
  void setTakesFiles(bool takes);

  /// `octets` end with LF. Answered by PlainDelivered. Where more than Limits::unsent_control_data would wait, the peer
  /// does not read: it is ended with `slow-reader`; but where they wait for a file, or for the peer to turn out plain,
  /// the text is refused with `busy`.
  void sendText(const QString& id, const QByteArray& octets);

  /// The same for what is said to everyone. Not answered. Who has been silent so far may be slow to begin TLS, or look
  /// for open ports: it gets nothing of this until it has said something, was written to, or Limits::handshake is over.
  void sendRelayed(const QByteArray& octets);

  /// PlainTexts may come again.
  void textsTaken();

  /// One at a time: the next one after PlainFileEnded.
  void upload(const PlainUpload& task);

  /// The answers to PlainOffered.
  void accept(const PlainDownload& task);
  void decline(const Error& why);

  /// Ends a transfer that was given, and the connection with it where the wire leaves no other way: in the middle of a
  /// body.
  void cancelTransfer(const QString& transfer, const Error& why);

  /// Ends the connection. `politely`: texts that wait still leave, within Limits::goodbye.
  void end(const Error& why, bool politely);

 private:
  using Time = net::PlainConnection::Time;
  using Order = std::function<void()>;
  static constexpr std::chrono::milliseconds kLookAgain{5};  // at what the other side's system has acknowledged
  struct Ending {
    Error why;
    bool politely = false;
  };

  void give(Order order);
  bool reserve(const QString& id, const QByteArray& octets);

  // The worker: the loop (plain_peer.cpp)
  void run(const std::function<Result<void>()>& open) noexcept;
  void serve();
  void carryOutOrders();
  void waitForMore();
  Time wakeUpAt(Time now, bool to_read, bool to_write) const;
  void readSome();
  bool goesToTls();
  Time quietAt() const;
  void onQuiet();
  void endMessages();
  void onEnd();
  void checkSilences(Time now, bool to_read, bool to_write);
  bool isThrough() const;
  void leave(const Error& why);
  void closeDown();
  void tell(PlainNews news) { m_sink(std::move(news)); }

  // The worker: writing (plain_peer_writing.cpp)
  void writeSome();
  void letRelayedGo(Time now);
  void writeFailed(const Error& why);
  void tellLeft();
  void checkAcknowledged(Time now);
  void finishPolitely();

  // The worker: messages and files (plain_peer_files.cpp)
  void feed(std::string_view octets);
  std::string_view takeAnswer(std::string_view octets);
  void takeItems();
  void takeText(const QString& text, QStringList& texts);
  void takeHeader(const wire::PlainReader::FileHeader& header);
  void takeBody(const wire::PlainReader::Body& body);
  void answerOffer();
  void beginDownload(const PlainDownload& task);
  void refuseDownload(const Error& why);
  void endDownload(const PlainFileEnded& ended);
  void beginUpload();
  void takeOk();
  void giveUpAsking(const Error& why);
  void endUpload(const PlainFileEnded& ended);
  void cancelHere(const QString& transfer, const Error& why);
  void comesTooLate();
  bool isOfferLost() const;
  std::chrono::milliseconds silenceBefore() const;
  void updateHold();
  bool sendsBody() const;
  bool drains() const;

  const PeerId m_id;
  const Limits m_limits;
  const std::shared_ptr<RateLimit> m_limit;
  const PlainSink m_sink;
  net::PlainConnection m_connection;

  std::atomic<std::size_t> m_text_octets{0};  // of texts that were given and have not left
  std::atomic<bool> m_holds_text{false};      // they wait for a file, or for the first octet
  std::mutex m_mutex;
  std::vector<Order> m_orders;     // this and the following are guarded by m_mutex
  std::optional<Ending> m_ending;  // the first counts

  // Of the worker
  OnTls m_on_tls;                                     // while it may turn out to be TLS
  Time m_surely_plain;                                // from then on relayed texts need not wait for that
  std::vector<QByteArray> m_relayed;                  // those that wait
  std::shared_ptr<net::ConnectionGate::Slot> m_slot;  // its place among the plain peers, kept to the end
  bool m_connected_out = false;
  wire::PlainReader m_reader;
  PlainOutput m_output;
  std::unique_ptr<char[]> m_in;
  std::size_t m_in_size = 0;
  bool m_texts_told = false;  // and not taken

  std::optional<wire::PlainReader::FileHeader> m_asked;          // the offer that waits for its answer
  std::optional<std::variant<PlainDownload, Error>> m_decision;  // how to answer it
  bool m_refusing = false;                                       // it is being answered
  std::optional<PlainReceiver> m_receiver;

  std::optional<PlainUpload> m_upload;  // was not begun
  std::optional<PlainSender> m_sender;
  std::string m_answer;      // what may be the beginning of `ok`
  bool m_behind_ok = false;  // a line end is no message
  bool m_gave_way = false;
  bool m_unanswered = false;  // an upload was given up that the peer may still say `ok` to
  std::size_t m_unacknowledged = 0;

  bool m_write_failed = false;
  bool m_broken = false;  // the system has given the connection up
  Time m_last_read;
  Time m_last_quiet;
  Time m_last_body;  // octets of the body that is coming
  Time m_moved_out;  // octets left, or there were none to leave
  bool m_over = false;
  bool m_polite = false;
  Error m_why;
};

}  // namespace landline::session
