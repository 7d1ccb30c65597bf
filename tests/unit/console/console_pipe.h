#pragma once

#include <QByteArray>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <thread>

namespace landline::test {

/// A pipe of the operating system: what standard input and output of a program under a script are.
class Pipe {
 public:
  Pipe() {
    if (::pipe2(m_ends, O_CLOEXEC) != 0) {
      qFatal("no pipe");
    }
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    closeReader();
    closeWriter();
  }

  int reader() const { return m_ends[0]; }
  int writer() const { return m_ends[1]; }
  void closeReader() { closeEnd(m_ends[0]); }
  void closeWriter() { closeEnd(m_ends[1]); }

  void write(const QByteArray& octets) const {
    for (int done = 0; done < octets.size();) {
      const ssize_t count =
          ::write(writer(), octets.constData() + done, static_cast<std::size_t>(octets.size() - done));
      if (count <= 0) {
        return;
      }
      done += static_cast<int>(count);
    }
  }

  /// What is there, without waiting.
  QByteArray readAvailable() const {
    QByteArray result;
    char octets[4096];
    pollfd entry{reader(), POLLIN, 0};
    while (::poll(&entry, 1, 0) > 0) {
      const ssize_t count = ::read(reader(), octets, sizeof octets);
      if (count <= 0) {
        break;
      }
      result.append(octets, static_cast<int>(count));
    }
    return result;
  }

  QByteArray readExactly(int size) const {
    QByteArray result(size, '\0');
    for (int done = 0; done < size;) {
      const ssize_t count = ::read(reader(), result.data() + done, static_cast<std::size_t>(size - done));
      if (count <= 0) {
        return result.left(done);
      }
      done += static_cast<int>(count);
    }
    return result;
  }

 private:
  static void closeEnd(int& end) {
    if (end >= 0) {
      ::close(end);
      end = -1;
    }
  }

  int m_ends[2] = {-1, -1};
};

}  // namespace landline::test
