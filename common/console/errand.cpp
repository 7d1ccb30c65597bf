#include "console/errand.h"

#include <algorithm>
#include <memory>

#include "console/post.h"
#include "wire/messages.h"

namespace landline::console {

using session::LinkState;
using session::Node;
using session::TransferInfo;

Errand::Errand(Node& node, Orders orders, QObject* parent)
    : QObject(parent), m_node(node), m_orders(std::move(orders)), m_peers(node) {
  m_time.setSingleShot(true);
  m_grace.setSingleShot(true);
  m_gather.setSingleShot(true);
  connect(&m_time, &QTimer::timeout, this, &Errand::onTimeUp);
  connect(&m_grace, &QTimer::timeout, this, [this] { begin(); });
  connect(&m_gather, &QTimer::timeout, this, [this] {
    m_gathered = m_online;
    if (m_online) {
      begin();
    }
  });
  connect(&node, &Node::stateChanged, this, &Errand::onState);
  connect(&node, &Node::deliveryChanged, this, &Errand::onDelivery);
  connect(&node, &Node::transferChanged, this, &Errand::onTransfer);
  connect(&node, &Node::filesFinished, this, &Errand::onFiles);
  connect(&node, &Node::errorOccurred, this, &Errand::onError);
  connect(&m_peers, &PeerBook::changed, this, [this] {
    if (m_online) {
      begin();
    }
  });
  if (m_orders.timeout) {
    m_time.start(*m_orders.timeout);
  }
}

void Errand::onState(const LinkState& state) {
  using Phase = LinkState::Phase;
  const bool lost = state.phase == Phase::Retrying || (state.phase == Phase::Idle && !state.error.code.isEmpty());
  m_online = state.phase == Phase::Online;
  if (m_online) {
    m_was_online = true;
    m_plain = state.plain;
    begin();
  } else if (state.phase == Phase::KeyChanged && !m_orders.can_answer) {
    finish(kExitRefused,
           {codes::kKeyChanged,
            QStringLiteral("The server at %1:%2 has another key (%3) than before (%4); it was not trusted.")
                .arg(state.address)
                .arg(state.port)
                .arg(state.server.fingerprint(), state.known.fingerprint())});
  } else if (lost && exitCodeFor(state.error) == kExitRefused) {
    finish(kExitRefused, state.error);
  } else if (lost && m_was_online && m_plain) {
    onPlainLost(state.error);
  } else if (lost) {
    ++m_retries;
    const bool on_the_way = m_sent && !m_orders.files.isEmpty();
    const bool may_go_on =
        state.phase == Phase::Retrying && (m_orders.stay || (m_was_online && (on_the_way || m_retries <= 1)));
    if (!may_go_on) {
      finish(kExitUnreachable, state.error);
    }
  }
}

void Errand::onPlainLost(const Error& error) {
  const bool all_done = m_sent && m_files_announced && m_open_messages.isEmpty() && m_open_transfers.isEmpty();
  if (!all_done || !error.is(codes::kClosing)) {
    noteFailure(error);
  }
  finish(exitCodeFor(m_worst), m_worst);
}

void Errand::begin() {
  if (m_sent || m_finished) {
    return;
  }
  const auto receiver = [this](const char* otherwise) {
    return m_peers.resolve(m_orders.to.isEmpty() ? QString::fromLatin1(otherwise) : m_orders.to);
  };
  const Result<QString> messages_to = m_orders.messages.isEmpty() ? Result<QString>(QString()) : receiver("everyone");
  const Result<QString> files_to = m_orders.files.isEmpty() ? Result<QString>(QString()) : receiver("server");
  if (messages_to && files_to) {
    if (*files_to == wire::kEveryone && !m_gathered) {
      if (!m_gather.isActive()) {
        m_gather.start(m_orders.gather);
      }
      return;
    }
    m_grace.stop();
    sendAll(*messages_to, *files_to);
  } else if (m_orders.stay) {
    return;  // whoever it is for may still come
  } else if (!m_grace_given) {
    // Who is here is told right after the connection is: a name that is missing now may stand in the next line.
    m_grace_given = true;
    m_grace.start(m_orders.peer_grace);
  } else if (!m_grace.isActive()) {
    finish(kExitFailed, messages_to ? files_to.error() : messages_to.error());
  }
}

void Errand::sendAll(const QString& messages_to, const QString& files_to) {
  m_sent = true;
  for (const QString& text : std::as_const(m_orders.messages)) {
    const QString id = wire::newUuid();
    m_open_messages.insert(id);
    post(m_node, [&node = m_node, id, messages_to, text] { node.sendMessage(id, messages_to, text); });
  }
  if (!m_orders.files.isEmpty()) {
    offerFiles(takeUp(files_to));
  }
  finishIfDone();
}

QStringList Errand::takeUp(const QString& files_to) {
  const bool to_all = files_to == wire::kEveryone;
  QSet<QString> taken;
  for (const TransferInfo& info : std::as_const(m_earlier)) {
    const QString peer = info.peer.hex();
    const bool is_meant = to_all ? m_peers.isHere(info.peer) : peer == files_to;
    if (!is_meant || info.roots != m_orders.files || taken.contains(peer)) {
      continue;
    }
    taken.insert(peer);
    m_our_transfers.insert(info.transfer);
    m_open_transfers.insert(info.transfer);
    if (info.paused_here) {
      const PeerId own = m_peers.own();
      post(m_node, [&node = m_node, own, transfer = info.transfer] { node.continueTransfer(own, transfer); });
    }
  }
  if (taken.isEmpty()) {
    return {files_to};
  }
  QStringList others;
  for (const PeerId& peer : m_peers.here()) {
    if (to_all && !taken.contains(peer.hex())) {
      others.append(peer.hex());
    }
  }
  return others;
}

void Errand::offerFiles(const QStringList& receivers) {
  m_files_announced = false;
  for (const QString& receiver : receivers) {
    post(m_node, [&node = m_node, receiver, files = m_orders.files] { node.sendFiles(receiver, files); });
  }
  // An echo: it comes back behind everything that sendFiles() had to say at once.
  const auto echo = std::make_shared<QObject>();
  connect(
      echo.get(), &QObject::destroyed, this,
      [this] {
        m_files_announced = true;
        finishIfDone();
      },
      Qt::QueuedConnection);
  post(m_node, [echo] { static_cast<void>(echo); });
}

void Errand::onDelivery(const QString& id, session::Delivery delivery, const Error& reason) {
  const bool sent_for_good = m_plain && delivery == session::Delivery::Sent;
  const bool answered =
      sent_for_good || delivery == session::Delivery::Received || delivery == session::Delivery::Rejected;
  if (!answered || !m_open_messages.remove(id)) {
    return;
  }
  if (delivery == session::Delivery::Rejected) {
    noteFailure(reason);
  }
  finishIfDone();
}

void Errand::onTransfer(const TransferInfo& info) {
  if (info.direction != TransferInfo::Direction::Up) {
    return;
  }
  const TransferLog::News news = m_transfers.note(info);
  if (!isOurs(info)) {
    return;
  }
  const bool goes_wrong = news.failed || (news.finished && info.state == TransferInfo::State::Incomplete);
  if (goes_wrong) {
    noteFailure(failureOf(info));
  }
  if (info.over()) {
    m_open_transfers.remove(info.transfer);
  }
  finishIfDone();
}

bool Errand::isOurs(const TransferInfo& info) {
  if (m_our_transfers.contains(info.transfer)) {
    return true;
  }
  if (!m_sent) {
    // From an earlier run, or of a script.
    if (info.over()) {
      m_earlier.remove(info.transfer);
    } else {
      m_earlier.insert(info.transfer, info);
    }
    return false;
  }
  // Over a plain connection each file is a transfer of its own.
  const auto is_ordered = [this](const QString& root) { return m_orders.files.contains(root); };
  const bool of_this_order =
      info.plain ? std::all_of(info.roots.cbegin(), info.roots.cend(), is_ordered) : info.roots == m_orders.files;
  const bool of_others = !info.roots.isEmpty() && !of_this_order;
  if (m_earlier.contains(info.transfer) || of_others) {
    return false;
  }
  m_our_transfers.insert(info.transfer);
  m_open_transfers.insert(info.transfer);
  return true;
}

void Errand::onFiles(const QString& transfer, const QVector<session::FileResult>& files) {
  if (!m_our_transfers.contains(transfer)) {
    return;
  }
  for (const session::FileResult& file : files) {
    // A batch tells the first thing that went wrong; this is worse than any other.
    if (file.error.is(codes::kDigestMismatch)) {
      noteFailure(file.error);
    }
  }
}

void Errand::onError(const Error& error) {
  // Only what is said while our files are being offered is about them.
  if (m_sent && !m_files_announced) {
    noteFailure(error);
  }
}

void Errand::noteFailure(const Error& error) {
  if (error.code.isEmpty()) {
    noteFailure({codes::kInternal, error.detail});
    return;
  }
  if (m_worst.code.isEmpty() || exitCodeFor(error) > exitCodeFor(m_worst)) {
    m_worst = error;
  }
}

void Errand::finishIfDone() {
  if (m_orders.stay || !m_sent || !m_files_announced || !m_open_messages.isEmpty() || !m_open_transfers.isEmpty()) {
    return;
  }
  if (!m_orders.files.isEmpty() && m_our_transfers.isEmpty() && m_worst.code.isEmpty()) {
    noteFailure({codes::kAbsent, QStringLiteral("There was nobody to send the files to.")});
  }
  finish(exitCodeFor(m_worst), m_worst);
}

void Errand::onTimeUp() {
  if (m_orders.stay && m_online) {
    finish(kExitDone, {});
    return;
  }
  finish(m_was_online ? kExitFailed : kExitUnreachable,
         {codes::kTimeout, QStringLiteral("It was not done within %1 seconds.").arg(m_time.interval() / 1000)});
}

void Errand::finish(int exit_code, const Error& why) {
  if (!m_finished) {
    m_finished = true;
    m_time.stop();
    m_grace.stop();
    m_gather.stop();
    Q_EMIT finished(exit_code, why);
  }
}

}  // namespace landline::console
