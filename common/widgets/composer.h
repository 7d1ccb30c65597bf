#pragma once

#include <QImage>
#include <QPlainTextEdit>
#include <QStringList>

namespace landline::widgets {

/// The line to write: grows to five lines, Return sends, Shift+Return breaks the line. While an input method composes,
/// Return belongs to it (bad-input 57). Files and pictures that are pasted come out as signals.
class Composer : public QPlainTextEdit {
  Q_OBJECT

 public:
  static constexpr int kMostLines = 5;
  /// A clipboard with more than this is not taken in at all: laying it out would stop the window.
  static constexpr int kLargestPaste = 256 * 1024;

  explicit Composer(QWidget* parent = nullptr);

  bool isComposing() const;
  /// What sending would send: the text without blank lines at its ends.
  QString message() const;
  /// Octets of UTF-8 of message().
  qint64 messageSize() const;

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void submitted();
  void filesPasted(const QStringList& paths);
  void picturePasted(const QImage& picture);
  /// More than kLargestPaste characters were pasted or dropped.
  void pasteRefused(qint64 characters);

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  /// Files that are dragged are the window's affair: see DropTarget.
  void dragEnterEvent(QDragEnterEvent* event) override;
  bool canInsertFromMimeData(const QMimeData* source) const override;
  void insertFromMimeData(const QMimeData* source) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  int heightForLines(int lines) const;
  int shownLines() const;  ///< at most kMostLines + 1
  void grow();
};

}  // namespace landline::widgets
