#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <utility>

#include "session/received_log.h"

namespace landline::session {

/// A memory of received files that outlives the runs of a test, and may be looked into.
class MemoryLog {
 public:
  ReceivedLogMaker maker() {
    return [this] { return std::make_unique<Access>(*this); };
  }

  QVector<ReceivedFile> files() const {
    const std::lock_guard lock(m_mutex);
    return m_files;
  }
  void forget() {
    const std::lock_guard lock(m_mutex);
    m_files.clear();
  }

  std::function<Result<void>()> on_add;  ///< before files are added; an error is the answer

 private:
  class Access final : public ReceivedLog {
   public:
    explicit Access(MemoryLog& log) : m_log(log) {}

    QVector<Copy> copiesFrom(const PeerId& sender, const QString& folder, const QString& announced) override {
      const std::lock_guard lock(m_log.m_mutex);
      QVector<Copy> copies;
      for (const ReceivedFile& file : std::as_const(m_log.m_files)) {
        if (file.sender == sender && file.folder == folder && file.announced == announced) {
          copies.append({file.name, file.transfer, file.digest, file.bytes});
        }
      }
      return copies;
    }

    Result<void> add(const QVector<ReceivedFile>& files) override {
      if (m_log.on_add) {
        if (Result<void> allowed = m_log.on_add(); !allowed) {
          return allowed;
        }
      }
      const std::lock_guard lock(m_log.m_mutex);
      for (const ReceivedFile& file : files) {
        for (int i = m_log.m_files.size() - 1; i >= 0; --i) {
          if (m_log.m_files.at(i).folder == file.folder && m_log.m_files.at(i).name == file.name) {
            m_log.m_files.removeAt(i);
          }
        }
        m_log.m_files.append(file);
      }
      return {};
    }

   private:
    MemoryLog& m_log;
  };

  mutable std::mutex m_mutex;
  QVector<ReceivedFile> m_files;
};

}  // namespace landline::session
