#include "support/tun_link.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <thread>

#include "core/error.h"
#include "core/file_descriptor.h"

namespace landline::test {

namespace {

using Time = TunLinkQueue::Time;
using std::chrono::nanoseconds;

constexpr char kDevice[] = "landline0";
constexpr std::size_t kLargestPacket = 65536;
constexpr int kMostInOneTurn = 256;   // then what is due gets its turn
constexpr int kDeviceQueue = 10'000;  // packets: the queue that drops is to be ours

Error failure(const char* what) {
  return {codes::kInternal,
          QStringLiteral("%1: %2").arg(QLatin1String(what), QString::fromLocal8Bit(std::strerror(errno)))};
}

ifreq request(const char* device) {
  ifreq result{};
  std::strncpy(result.ifr_name, device, IFNAMSIZ - 1);
  return result;
}

sockaddr addressOf(const char* text) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  ::inet_pton(AF_INET, text, &address.sin_addr);
  sockaddr result{};
  std::memcpy(&result, &address, sizeof(result));
  return result;
}

bool setUp(int socket, const char* device) {
  ifreq flags = request(device);
  if (::ioctl(socket, SIOCGIFFLAGS, &flags) != 0) {
    return false;
  }
  flags.ifr_flags = static_cast<short>(flags.ifr_flags | IFF_UP);
  return ::ioctl(socket, SIOCSIFFLAGS, &flags) == 0;
}

/// In the namespace of the thread that calls.
Result<FileDescriptor> openDevice(const char* own_address) {
  FileDescriptor device(::open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC));
  if (!device) {
    return failure("/dev/net/tun cannot be opened");
  }
  ifreq settings = request(kDevice);
  settings.ifr_flags = IFF_TUN | IFF_NO_PI;
  if (::ioctl(device.get(), TUNSETIFF, &settings) != 0) {
    return failure("The TUN device cannot be made");
  }
  const FileDescriptor socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  ifreq address = request(kDevice);
  address.ifr_addr = addressOf(own_address);
  ifreq mask = request(kDevice);
  mask.ifr_netmask = addressOf("255.255.255.0");
  ifreq queue = request(kDevice);
  queue.ifr_qlen = kDeviceQueue;
  if (!socket || ::ioctl(socket.get(), SIOCSIFADDR, &address) != 0 ||
      ::ioctl(socket.get(), SIOCSIFNETMASK, &mask) != 0 || ::ioctl(socket.get(), SIOCSIFTXQLEN, &queue) != 0 ||
      !setUp(socket.get(), kDevice) || !setUp(socket.get(), "lo")) {
    return failure("The TUN device cannot be set up");
  }
  return device;
}

Result<FileDescriptor> openDeviceIn(int network_namespace, const char* own_address) {
  Result<FileDescriptor> device = failure("");
  std::thread([&] {  // of its own: a thread does not always find back into the namespace that it came from
    device = ::setns(network_namespace, CLONE_NEWNET) == 0 ? openDevice(own_address)
                                                           : failure("The network namespace cannot be entered");
  })
      .join();
  return device;
}

bool isIpv4(const char* packet, std::size_t size) {
  return size >= 20 && (static_cast<unsigned char>(packet[0]) >> 4) == 4;
}

}  // namespace

/// Carries packets from one device to another, in a thread of its own.
class TunLink::Direction {
 public:
  Direction(int from, int to, const LinkQuality& quality)
      : m_from(from), m_to(to), m_queue(quality), m_stop(::eventfd(0, EFD_CLOEXEC)), m_thread([this] { run(); }) {}

  ~Direction() {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(m_stop.get(), &one, sizeof(one));
    m_thread.join();
  }
  Direction(const Direction&) = delete;
  Direction& operator=(const Direction&) = delete;

  template <typename Call>
  auto locked(Call call) {
    const std::lock_guard<std::mutex> lock(m_mutex);
    return call(m_queue);
  }

 private:
  enum class Until { Time, TimeOrPacket };

  void run() {
    ::prctl(PR_SET_TIMERSLACK, 1000);  // nanoseconds; the default is half a tick
    // While packets keep coming it looks after them once in a tick, so that each wake-up moves several; the device
    // holds them meanwhile. Only where nothing comes it is woken by the first.
    for (bool goes_on = true; goes_on;) {
      const Time next = std::chrono::steady_clock::now() + kTick;
      const bool took = take();
      const std::optional<Time> due = deliver();
      if (took) {
        goes_on = wait(next, Until::Time);
      } else {
        goes_on = wait(due ? std::optional<Time>(std::max(*due, next)) : due, Until::TimeOrPacket);
      }
    }
  }

  /// Whether anything came.
  bool take() {
    bool any = false;
    for (int i = 0; i < kMostInOneTurn; ++i) {
      const ssize_t size = ::read(m_from, m_packet.data(), m_packet.size());
      if (size <= 0) {
        break;
      }
      any = true;
      if (isIpv4(m_packet.data(), static_cast<std::size_t>(size))) {
        const std::lock_guard<std::mutex> lock(m_mutex);
        m_queue.offer(std::chrono::steady_clock::now(), {m_packet.data(), static_cast<std::size_t>(size)});
      }
    }
    return any;
  }

  /// Hands over what has arrived; returns when the next will.
  std::optional<Time> deliver() {
    const Time now = std::chrono::steady_clock::now();
    const std::lock_guard<std::mutex> lock(m_mutex);
    std::optional<Time> due = m_queue.due();
    while (due && *due <= now) {
      // Whatever the other system does not take is lost, as on any network.
      [[maybe_unused]] const ssize_t written = ::write(m_to, m_queue.front().data(), m_queue.front().size());
      m_queue.pop();
      due = m_queue.due();
    }
    return due;
  }

  /// False when it is time to stop.
  bool wait(std::optional<Time> until, Until what) {
    std::array<pollfd, 2> watched{{{m_stop.get(), POLLIN, 0}, {what == Until::Time ? -1 : m_from, POLLIN, 0}}};
    timespec left{};
    if (until) {
      const auto time = std::max(nanoseconds(0), nanoseconds(*until - std::chrono::steady_clock::now()));
      left = {static_cast<time_t>(time.count() / 1'000'000'000), static_cast<long>(time.count() % 1'000'000'000)};
    }
    ::ppoll(watched.data(), watched.size(), until ? &left : nullptr, nullptr);
    return watched[0].revents == 0;
  }

  const int m_from;
  const int m_to;
  std::mutex m_mutex;
  TunLinkQueue m_queue;
  std::array<char, kLargestPacket> m_packet;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled by read()
  FileDescriptor m_stop;
  std::thread m_thread;  // last: everything else is there when it begins
};

TunLink::TunLink() = default;
TunLink::~TunLink() = default;

Result<std::unique_ptr<TunLink>> TunLink::create(int left_namespace, int right_namespace, const LinkQuality& to_right,
                                                 const LinkQuality& to_left) {
  Result<FileDescriptor> left = openDeviceIn(left_namespace, kLeftAddress);
  if (!left) {
    return left.error();
  }
  Result<FileDescriptor> right = openDeviceIn(right_namespace, kRightAddress);
  if (!right) {
    return right.error();
  }
  std::unique_ptr<TunLink> link(new TunLink);
  link->m_left = *std::move(left);
  link->m_right = *std::move(right);
  link->m_to_right = std::make_unique<Direction>(link->m_left.get(), link->m_right.get(), to_right);
  link->m_to_left = std::make_unique<Direction>(link->m_right.get(), link->m_left.get(), to_left);
  return link;
}

void TunLink::setCut(bool cut) {
  for (Direction* direction : {m_to_right.get(), m_to_left.get()}) {
    direction->locked([cut](TunLinkQueue& queue) { queue.setCut(cut); });
  }
}

void TunLink::setLoss(double loss) {
  for (Direction* direction : {m_to_right.get(), m_to_left.get()}) {
    direction->locked([loss](TunLinkQueue& queue) { queue.setLoss(loss); });
  }
}

std::array<TunLinkQueue::Counts, 2> TunLink::counts() const {
  const auto of = [](Direction& direction) {
    return direction.locked([](const TunLinkQueue& queue) { return queue.counts(); });
  };
  return {of(*m_to_right), of(*m_to_left)};
}

}  // namespace landline::test
