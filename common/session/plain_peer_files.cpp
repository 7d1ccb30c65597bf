// Messages and files. A part of PlainPeer.

#include <QFileInfo>

#include <utility>

#include "core/overloaded.h"
#include "session/plain_peer.h"
#include "wire/plain_text.h"

namespace landline::session {

using std::chrono::steady_clock;

namespace {

/// After both sides have announced a file at once, ours is announced again, or answered, only when the other side has
/// seen from a silence that its own header is complete.
constexpr int kSilencesAfterGivingWay = 3;

PlainFileEnded failed(const QString& transfer, const QString& name, const Error& why) {
  PlainFileEnded ended;
  ended.transfer = transfer;
  ended.file.state = FileResult::State::Failed;
  ended.file.path = name;
  ended.file.error = why;
  return ended;
}

/// The whole answer to a header that is not taken. Details of errors name folders of this computer: they stay here.
QByteArray declinedLine(const Error& why) {
  static const std::pair<QLatin1String, const char*> reasons[] = {
      {codes::kDeclined, "not wanted"},
      {codes::kCancelled, "not wanted"},
      {codes::kUnsafeName, "no file can be saved under this name"},
      {codes::kNoSpace, "there is no room for it"},
      {codes::kExists, "a file of this name is here already"},
      {codes::kUnsupported, "no files are taken here"},
      {codes::kUnexpected, "something else came before the answer"},
  };
  const char* reason = "it cannot be saved";
  for (const auto& [code, text] : reasons) {
    reason = why.is(code) ? text : reason;
  }
  return wire::encodePlainText(QStringLiteral("declined"), QLatin1String(reason));
}

}  // namespace

bool PlainPeer::sendsBody() const {
  return m_sender && m_sender->step() == PlainSender::Step::Body;
}

bool PlainPeer::drains() const {
  return m_sender && m_sender->step() == PlainSender::Step::Draining;
}

/// Before what stands alone.
std::chrono::milliseconds PlainPeer::silenceBefore() const {
  return (m_gave_way ? kSilencesAfterGivingWay : 1) * m_limits.plain_quiet;
}

void PlainPeer::updateHold() {
  const bool held = m_asked || m_receiver || sendsBody() || (m_sender && m_sender->isAsked());
  m_output.setHeld(held);
  m_holds_text = held || m_on_tls;
}

// --- What has come ---------------------------------------------------------------------------------------------------

void PlainPeer::feed(std::string_view octets) {
  octets = takeAnswer(octets);
  if (!octets.empty() && !m_over) {
    m_reader.feed(octets);
    takeItems();
  }
}

/// Takes an `ok` from the beginning of `octets`, without waiting for the silence that would end it as a message.
std::string_view PlainPeer::takeAnswer(std::string_view octets) {
  const bool asked = m_sender && m_sender->isAsked() && m_output.isThrough();
  if (std::exchange(m_behind_ok, false)) {
    // Some end it like a text, or send a whole buffer of the C tutorial.
    const bool buffer = octets[0] == '\0' && octets.size() >= wire::kPlainBuffer - wire::kPlainOk.size();
    const std::size_t first = octets.find_first_not_of(std::string_view("\r\n\0", 3));
    return octets.substr(buffer ? wire::kPlainBuffer - wire::kPlainOk.size() : std::min(first, octets.size()));
  }
  if ((!asked && !m_unanswered) || m_reader.wantsQuiet() || m_reader.bodyLeft() > 0) {
    return octets;
  }
  const std::string begun = std::exchange(m_answer, {});
  const std::string whole = begun + std::string(octets.substr(0, wire::kPlainOk.size() + 1));
  if (whole == wire::kPlainOk.substr(0, 1)) {
    m_answer = whole;
    return {};
  }
  const bool is_ok = whole.compare(0, wire::kPlainOk.size(), wire::kPlainOk) == 0;
  const bool ends = whole.size() == wire::kPlainOk.size() ||
                    (whole.size() > wire::kPlainOk.size() &&
                     std::string_view("\r\n\0", 3).find(whole[wire::kPlainOk.size()]) != std::string_view::npos);
  if (asked && is_ok && ends) {
    takeOk();
    m_behind_ok = true;
    const std::string_view rest = octets.substr(wire::kPlainOk.size() - begun.size());
    return rest.empty() ? rest : takeAnswer(rest);
  }
  if (is_ok && ends) {
    comesTooLate();
    return {};
  }
  if (!begun.empty()) {
    m_reader.feed(begun);
    takeItems();
  }
  return octets;
}

/// Who says `ok` to a file that was given up waits for a body, and would take the next text for one.
void PlainPeer::comesTooLate() {
  leave({codes::kUnexpected, QStringLiteral("\"ok\" came too late for a file that was given up.")});
}

void PlainPeer::takeItems() {
  QStringList texts;
  const auto tell_texts = [&] {
    if (!texts.isEmpty()) {
      m_texts_told = true;
      tell(PlainTexts{std::exchange(texts, {})});
    }
  };
  while (!m_over) {
    const std::optional<wire::PlainReader::Item> item = m_reader.next();
    if (!item) {
      break;
    }
    std::visit(Overloaded{
                   [&](const wire::PlainReader::Text& text) { takeText(text.text, texts); },
                   [&](const wire::PlainReader::FileHeader& header) {
                     tell_texts();
                     takeHeader(header);
                   },
                   [&](const wire::PlainReader::Body& body) { takeBody(body); },
               },
               *item);
  }
  tell_texts();
}

void PlainPeer::takeText(const QString& text, QStringList& texts) {
  const bool is_ok = text == QLatin1String(wire::kPlainOk.data(), static_cast<int>(wire::kPlainOk.size()));
  if (m_unanswered && is_ok) {
    return comesTooLate();  // behind an empty line
  }
  if (m_sender && m_sender->isAsked() && m_output.isThrough()) {  // what came before the header left is no answer
    if (is_ok) {
      return takeOk();  // behind other messages
    }
    if (m_sender->otherAnswer(text, steady_clock::now())) {
      return;
    }
  }
  m_unanswered = false;
  texts.append(text);
}

// --- Files that come -------------------------------------------------------------------------------------------------

void PlainPeer::takeHeader(const wire::PlainReader::FileHeader& header) {
  if (m_sender && m_sender->isAsked()) {
    if (m_connected_out) {
      return m_reader.refuseBody();
    }
    m_output.takeBack();
    m_sender->giveWay();
    m_gave_way = true;
    tell(PlainUploadDelayed{m_sender->transfer()});
  }
  m_asked = header;
  tell(PlainOffered{header.name, header.size});
}

/// Where the connection is broken: a person need not be asked any more, for the file cannot come. What has come of it
/// may be all of it.
bool PlainPeer::isOfferLost() const {
  const bool answered = m_decision || m_refusing;
  return m_asked && !answered && m_asked->size > 0 && !m_reader.keepsOctets() && !m_connection.firstOctet();
}

/// Answers stand alone, and each waits for the one before it to have left. Meanwhile nothing is read: who sends one
/// header after the other does not make this side remember answers.
void PlainPeer::answerOffer() {
  if (!m_asked || !m_output.isThrough()) {
    return;
  }
  if (m_refusing) {
    m_refusing = false;
    m_asked.reset();
    m_reader.refuseBody();
    return takeItems();
  }
  const auto decision = std::exchange(m_decision, std::nullopt);
  if (decision) {
    std::visit(Overloaded{
                   [&](const PlainDownload& task) { beginDownload(task); },
                   [&](const Error& why) { refuseDownload(why); },
               },
               *decision);
  }
}

void PlainPeer::beginDownload(const PlainDownload& task) {
  // Who ends a header by a silence waits for `ok`. What came before it cannot be told from a body, and is none: the
  // sender has lost patience, and goes on with something else.
  if (m_asked->ended_by_quiet && m_connection.firstOctet()) {
    const Error why{codes::kUnexpected, QStringLiteral("The other side sent something before it was answered.")};
    tell(failed(task.transfer, m_asked->name, why));
    return refuseDownload(why);
  }
  Result<PlainReceiver> receiver = PlainReceiver::begin(task, m_id, m_asked->name, m_asked->size);
  if (!receiver) {
    tell(failed(task.transfer, m_asked->name, receiver.error()));
    return refuseDownload(receiver.error());
  }
  m_receiver.emplace(*std::move(receiver));
  m_asked.reset();
  m_last_body = steady_clock::now();
  m_output.sayAlone(std::string(wire::kPlainOk), silenceBefore());
  m_reader.takeBody();
  takeItems();
}

void PlainPeer::refuseDownload(const Error& why) {
  m_refusing = true;
  m_output.sayAlone(declinedLine(why).toStdString(), silenceBefore());
}

void PlainPeer::takeBody(const wire::PlainReader::Body& body) {
  if (!m_receiver) {
    return;
  }
  if (!body.octets.empty()) {
    if (const Result<void> written = m_receiver->write(body.octets); !written) {
      const QByteArray line = declinedLine(written.error());
      m_text_octets += static_cast<std::size_t>(line.size());
      m_output.addText({}, line);
      m_polite = true;
      return leave(written.error());
    }
  }
  if (body.last) {
    endDownload(m_receiver->finish());
  }
}

void PlainPeer::endDownload(const PlainFileEnded& ended) {
  m_receiver.reset();
  tell(ended);
}

// --- Files that go ---------------------------------------------------------------------------------------------------

void PlainPeer::beginUpload() {
  const bool waits = m_upload || (m_sender && m_sender->step() == PlainSender::Step::Ready);
  if (!waits || m_asked || m_receiver || m_write_failed || m_reader.wantsQuiet() || !m_output.isEmpty()) {
    return;  // also until the texts are out that were said before
  }
  if (m_upload) {
    const PlainUpload task = *std::exchange(m_upload, std::nullopt);
    const QString name = QFileInfo(task.path).fileName();
    if (m_unanswered) {
      return tell(failed(task.transfer, name,
                         {codes::kNoAnswer, QStringLiteral("An \"ok\" for the file before may still come, and would be "
                                                           "taken for this one. Connect again to go on.")}));
    }
    Result<PlainSender> sender = PlainSender::begin(task, m_limits);
    if (!sender) {
      return tell(failed(task.transfer, name, sender.error()));
    }
    m_sender.emplace(*std::move(sender));
  }
  m_output.sayAlone(m_sender->header(), silenceBefore());
  m_gave_way = false;
  m_sender->setAsked(steady_clock::now());
  tell(PlainUploadMoved{m_sender->transfer(), m_sender->size(), false});
}

void PlainPeer::takeOk() {
  m_sender->setTaken();
  tell(PlainUploadMoved{m_sender->transfer(), m_sender->size(), true});
}

void PlainPeer::giveUpAsking(const Error& why) {
  // After other words `ok` may still come: they may have been talk.
  m_unanswered = !why.is(codes::kDeclined) && !why.is(codes::kConnectionLost);
  endUpload(m_sender->giveUp(why));
}

void PlainPeer::endUpload(const PlainFileEnded& ended) {
  m_sender.reset();
  tell(ended);
}

void PlainPeer::cancelHere(const QString& transfer, const Error& why) {
  if (m_upload && m_upload->transfer == transfer) {
    m_upload.reset();
    tell(failed(transfer, QString(), why));
  } else if (m_sender && m_sender->transfer() == transfer) {
    if (m_sender->isAsked() && !m_output.takeBack()) {
      giveUpAsking(why);
    } else if (sendsBody()) {
      leave(why);
    } else if (!drains()) {
      endUpload(m_sender->giveUp(why));
    }
  } else if (m_receiver && m_receiver->transfer() == transfer) {
    leave(why);
  } else if (const auto* task = m_decision ? std::get_if<PlainDownload>(&*m_decision) : nullptr;
             task != nullptr && task->transfer == transfer) {
    tell(failed(transfer, m_asked ? m_asked->name : QString(), why));
    m_decision = why;
  }
}

}  // namespace landline::session
