#pragma once

#include <QStringList>

#include <optional>
#include <string_view>
#include <vector>

#include "core/limits.h"
#include "net/control_channel.h"
#include "wire/frame_decoder.h"

namespace landline::test {

/// A control connection without a network. What the session under test sends is kept in `sent`; what the other side
/// does is told by the functions below:
///
///     FakeChannel channel;
///     PeerSession session(1, &channel, limits);
///     channel.secure(peer);
///     channel.say(wire::Hello{...});
///     EXPECT_TRUE(channel.sent<wire::Welcome>());
class FakeChannel final : public net::ControlChannel {
 public:
  using net::ControlChannel::ControlChannel;

  // The other side
  void secure(const PeerId& peer) {
    m_peer = peer;
    Q_EMIT secured(peer);
  }
  void say(const wire::ControlMessage& message) { Q_EMIT messageReceived(message); }
  void hangUp(const Error& reason, bool by_peer = true) { Q_EMIT closed(reason, by_peer); }

  // What the session did
  template <typename T>
  std::optional<T> sent() const {
    for (auto it = m_sent.rbegin(); it != m_sent.rend(); ++it) {
      if (const T* message = std::get_if<T>(&*it)) {
        return *message;
      }
    }
    return std::nullopt;
  }
  std::size_t sentCount() const { return m_sent.size(); }
  bool isClosed() const { return m_close_reason.has_value(); }
  QString closeCode() const { return m_close_reason ? m_close_reason->code : QString(); }
  bool isAdmitted() const { return m_admitted; }
  bool isWaiting() const { return m_waiting; }

  // ControlChannel
  PeerId peer() const override { return m_peer; }
  QString address() const override { return QStringLiteral("192.0.2.1:50000"); }
  void send(const wire::ControlMessage& message) override {
    if (!isClosed()) {
      m_sent.push_back(message);
    }
  }
  void sendEncoded(const QByteArray& frame) override {
    wire::FrameDecoder decoder(Limits(), wire::FrameDecoder::Pieces::Refused);
    decoder.setAdmitted(true);
    std::string_view input(frame.constData(), static_cast<std::size_t>(frame.size()));
    const wire::FrameDecoder::Event event = decoder.next(input);
    if (Result<wire::ControlMessage> message = wire::parseControl(event.name, event.octets)) {
      send(*message);
    }
  }
  void setWaiting() override { m_waiting = true; }
  void setAdmitted() override { m_admitted = true; }
  void close(const Error& reason) override {
    if (!isClosed()) {
      m_close_reason = reason;
      QMetaObject::invokeMethod(
          this, [this] { Q_EMIT closed(*m_close_reason, false); }, Qt::QueuedConnection);
    }
  }

 private:
  PeerId m_peer;
  std::vector<wire::ControlMessage> m_sent;
  std::optional<Error> m_close_reason;
  bool m_admitted = false;
  bool m_waiting = false;
};

}  // namespace landline::test
