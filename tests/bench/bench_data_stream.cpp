// How fast a data connection moves octets from memory to memory over loopback, with real TLS on both sides and a thread
// each, as a transfer uses it. Prints one line a run:
//
//     bench_data_stream [MEBIBYTES [BLOCK_KIB]]

#include <QCoreApplication>
#include <QElapsedTimer>
#include <sys/socket.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <thread>
#include <vector>

#include "net/data_stream.h"
#include "net/listener.h"

using namespace landline;

namespace {

double threadSeconds() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

void require(const Result<void>& result) {
  if (!result) {
    std::fprintf(stderr, "%s: %s\n", qPrintable(result.error().code), qPrintable(result.error().detail));
    std::exit(1);
  }
}

std::shared_ptr<const net::TlsContext> newContext() {
  const auto identity = trust::Identity::generate();
  if (!identity) {
    require(identity.error());
  }
  auto context = net::TlsContext::create(*identity);
  if (!context) {
    require(context.error());
  }
  return *context;
}

void sendAll(std::shared_ptr<const net::TlsContext> tls, quint16 port, PeerId server, std::int64_t total,
             std::size_t block) {
  net::DataStream stream(std::move(tls), Limits());
  require(stream.connectTo(QHostAddress(QHostAddress::LocalHost), port, server));
  const std::string octets(block, 'x');
  const double began = threadSeconds();
  for (std::int64_t sent = 0; sent < total; sent += static_cast<std::int64_t>(block)) {
    require(stream.write(octets));
  }
  require(stream.finish());
  char end = 0;
  (void)stream.read(&end, 1);  // until the other side has everything
  std::printf("sender   %.2f s of processor time\n", threadSeconds() - began);
}

void receiveAll(std::shared_ptr<const net::TlsContext> tls, net::Incoming incoming, std::size_t block) {
  net::DataStream stream(std::move(tls), Limits());
  require(stream.accept(std::move(incoming)));
  stream.setAdmitted();
  std::vector<char> buffer(block);
  QElapsedTimer watch;
  watch.start();
  const double began = threadSeconds();
  std::int64_t total = 0;
  std::int64_t reads = 0;
  for (;;) {
    const Result<std::size_t> got = stream.read(buffer.data(), buffer.size());
    if (!got) {
      require(got.error());
    }
    if (*got == 0) {
      break;
    }
    total += static_cast<std::int64_t>(*got);
    ++reads;
  }
  const double seconds = static_cast<double>(watch.nsecsElapsed()) / 1e9;
  std::printf("receiver %.2f s of processor time, %lld octets a read\n", threadSeconds() - began,
              static_cast<long long>(total / std::max<std::int64_t>(reads, 1)));
  std::printf("%lld octets in %.2f s: %.0f MB/s\n", static_cast<long long>(total), seconds,
              static_cast<double>(total) / seconds / 1e6);
  require(stream.finish());
}

}  // namespace

int main(int argc, char** argv) {
  const QCoreApplication application(argc, argv);
  const std::int64_t mebibytes = argc > 1 ? std::atoll(argv[1]) : 4096;
  const std::size_t block = (argc > 2 ? static_cast<std::size_t>(std::atoll(argv[2])) : 512) * 1024;
  const auto server = newContext();
  const auto client = newContext();
  std::thread receiver;
  net::Listener listener(Limits(), std::make_shared<net::ConnectionGate>(Limits()));
  listener.onData = [&](net::Incoming incoming) {
    receiver = std::thread(receiveAll, server, std::move(incoming), block);
    QCoreApplication::quit();
  };
  require(listener.listen(QHostAddress(QHostAddress::LocalHost), 0));
  std::thread sender(sendAll, client, listener.port(), server->own(), mebibytes * 1024 * 1024, block);
  QCoreApplication::exec();
  receiver.join();
  sender.join();
  return 0;
}
