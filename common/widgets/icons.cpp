#include "widgets/icons.h"

#include <QGuiApplication>
#include <QIconEngine>
#include <QImageReader>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>

// Q_INIT_RESOURCE must stand outside every namespace. Without it the linker would leave the resource of a static
// library out.
static void initIconResource() {
  Q_INIT_RESOURCE(icons);
}

namespace landline::widgets {

namespace {

const char* fileName(Icon which) {
  switch (which) {
    case Icon::Accept:
      return "accept";
    case Icon::AddressBook:
      return "address_book";
    case Icon::Attach:
      return "attach";
    case Icon::Cancel:
      return "cancel";
    case Icon::Clear:
      return "clear";
    case Icon::Connect:
      return "connect";
    case Icon::Continue:
      return "continue";
    case Icon::Copy:
      return "copy";
    case Icon::Datagrams:
      return "datagrams";
    case Icon::Disconnect:
      return "disconnect";
    case Icon::Done:
      return "done";
    case Icon::Down:
      return "down";
    case Icon::Error:
      return "error";
    case Icon::Everyone:
      return "everyone";
    case Icon::File:
      return "file";
    case Icon::Folder:
      return "folder";
    case Icon::Help:
      return "help";
    case Icon::Info:
      return "info";
    case Icon::Listen:
      return "listen";
    case Icon::Lock:
      return "lock";
    case Icon::Log:
      return "log";
    case Icon::Network:
      return "network";
    case Icon::Open:
      return "open";
    case Icon::Pause:
      return "pause";
    case Icon::Peer:
      return "peer";
    case Icon::Queue:
      return "queue";
    case Icon::Result:
      return "result";
    case Icon::Retry:
      return "retry";
    case Icon::Send:
      return "send";
    case Icon::Server:
      return "server";
    case Icon::Settings:
      return "settings";
    case Icon::Skipped:
      return "skipped";
    case Icon::Stop:
      return "stop";
    case Icon::Top:
      return "top";
    case Icon::Transfers:
      return "transfers";
    case Icon::Unlocked:
      return "unlocked";
    case Icon::Up:
      return "up";
    case Icon::Verify:
      return "verify";
    case Icon::Waiting:
      return "waiting";
    case Icon::Warning:
      return "warning";
  }
  return "";
}

/// Draws one SVG file as a stencil for a colour of the palette, asked for anew at every painting.
class StencilEngine final : public QIconEngine {
 public:
  explicit StencilEngine(QString path) : m_path(std::move(path)) {}

  QIconEngine* clone() const override { return new StencilEngine(m_path); }

  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) override {
    const QColor colour = colourOf(mode);
    const QString key = QStringLiteral("landline:%1:%2x%3:%4")
                            .arg(m_path)
                            .arg(size.width())
                            .arg(size.height())
                            .arg(colour.name(QColor::HexArgb));
    QPixmap result;
    if (!QPixmapCache::find(key, &result)) {
      result = QPixmap::fromImage(drawn(size, colour));
      QPixmapCache::insert(key, result);
    }
    return result;
  }

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
    const qreal scale = painter->device()->devicePixelRatioF();
    painter->drawPixmap(rect, pixmap((QSizeF(rect.size()) * scale).toSize(), mode, state));
  }

 private:
  static QColor colourOf(QIcon::Mode mode) {
    const QPalette palette = QGuiApplication::palette();
    switch (mode) {
      case QIcon::Disabled:
        return palette.color(QPalette::Disabled, QPalette::ButtonText);
      case QIcon::Selected:
        return palette.color(QPalette::Active, QPalette::HighlightedText);
      case QIcon::Normal:
      case QIcon::Active:
        break;
    }
    return palette.color(QPalette::Active, QPalette::ButtonText);
  }

  QImage drawn(const QSize& size, const QColor& colour) const {
    QImageReader reader(m_path, "svg");
    reader.setScaledSize(size);
    QImage image = reader.read();
    if (image.isNull()) {
      return image;
    }
    image = image.convertToFormat(QImage::Format_ARGB32_Premultiplied);
    QPainter painter(&image);
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(image.rect(), colour);
    return image;
  }

  QString m_path;
};

}  // namespace

QIcon icon(Icon which) {
  initIconResource();
  if (!QImageReader::supportedImageFormats().contains("svg")) {
    return {};
  }
  return QIcon(new StencilEngine(QStringLiteral(":/landline/icons/%1.svg").arg(QLatin1String(fileName(which)))));
}

}  // namespace landline::widgets
