#include "widgets/picture_saver.h"

#include <QDateTime>
#include <QDir>
#include <QPointer>
#include <QRunnable>
#include <QThreadPool>

#include <memory>

namespace landline::widgets {

namespace {

constexpr int kKeptDays = 7;

void removeOld(const QDir& folder) {
  const QDateTime limit = QDateTime::currentDateTime().addDays(-kKeptDays);
  const QFileInfoList files = folder.entryInfoList({QStringLiteral("picture-*.png")}, QDir::Files);
  for (const QFileInfo& file : files) {
    if (file.lastModified() < limit) {
      QFile::remove(file.absoluteFilePath());
    }
  }
}

/// Brings the answer back: lives in the thread of the one who asked, and goes with it.
class Answer final : public QObject {
 public:
  Answer(QObject* context, std::function<void(const QString&)> done) : QObject(context), m_done(std::move(done)) {}
  void give(const QString& path) {
    m_done(path);
    deleteLater();
  }

 private:
  std::function<void(const QString&)> m_done;
};

class Job final : public QRunnable {
 public:
  Job(QImage picture, QString folder, std::shared_ptr<QPointer<Answer>> answer, QObject* messenger)
      : m_picture(std::move(picture)),
        m_folder(std::move(folder)),
        m_answer(std::move(answer)),
        m_messenger(messenger) {}

  void run() override {
    const QDir folder(m_folder);
    QString path;
    if (folder.mkpath(QStringLiteral("."))) {
      removeOld(folder);
      path = freeName(folder);
      if (!m_picture.save(path, "PNG")) {
        QFile::remove(path);
        path.clear();
      }
    }
    // The messenger outlives the job: it is deleted by what is queued here, in its own thread.
    QObject* messenger = m_messenger;
    QMetaObject::invokeMethod(
        messenger,
        [answer = m_answer, path, messenger] {
          if (*answer != nullptr) {
            (*answer)->give(path);
          }
          messenger->deleteLater();
        },
        Qt::QueuedConnection);
  }

 private:
  static QString freeName(const QDir& folder) {
    const QString stem =
        QStringLiteral("picture-") + QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd-hhmmss"));
    QString name = stem + QStringLiteral(".png");
    for (int n = 2; folder.exists(name); ++n) {
      name = QStringLiteral("%1-%2.png").arg(stem).arg(n);
    }
    return folder.absoluteFilePath(name);
  }

  QImage m_picture;
  QString m_folder;
  std::shared_ptr<QPointer<Answer>> m_answer;
  QObject* m_messenger;
};

}  // namespace

void savePicture(const QImage& picture, const QString& folder, QObject* context,
                 std::function<void(const QString& path)> done) {
  const auto answer = std::make_shared<QPointer<Answer>>(new Answer(context, std::move(done)));
  auto* messenger = new QObject;
  QThreadPool::globalInstance()->start(new Job(picture, folder, answer, messenger));
}

}  // namespace landline::widgets
