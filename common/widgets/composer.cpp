#include "widgets/composer.h"

#include <QDragEnterEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QTextBlock>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

#include "widgets/drop_target.h"

namespace landline::widgets {

Composer::Composer(QWidget* parent) : QPlainTextEdit(parent) {
  setTabChangesFocus(true);
  setLineWrapMode(QPlainTextEdit::WidgetWidth);
  setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  connect(this, &QPlainTextEdit::textChanged, this, &Composer::grow);
  grow();
}

bool Composer::isComposing() const {
  const QTextLayout* layout = textCursor().block().layout();
  return layout != nullptr && !layout->preeditAreaText().isEmpty();
}

QString Composer::message() const {
  const QString text = toPlainText();
  int begin = 0;
  int end = static_cast<int>(text.size());
  while (end > begin && text.at(end - 1).isSpace()) {
    --end;
  }
  // Leading spaces may be meant (code), blank lines are not.
  for (int i = 0; i < end && text.at(i).isSpace(); ++i) {
    if (text.at(i) == QLatin1Char('\n')) {
      begin = i + 1;
    }
  }
  return text.mid(begin, end - begin);
}

qint64 Composer::messageSize() const {
  return message().toUtf8().size();
}

void Composer::keyPressEvent(QKeyEvent* event) {
  const bool is_return = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
  if (!is_return) {
    QPlainTextEdit::keyPressEvent(event);
    return;
  }
  if (isComposing()) {
    event->ignore();
    return;
  }
  if (event->modifiers().testFlag(Qt::ShiftModifier)) {
    textCursor().insertBlock();
    ensureCursorVisible();
  } else if (!event->isAutoRepeat()) {
    Q_EMIT submitted();
  }
  event->accept();
}

void Composer::dragEnterEvent(QDragEnterEvent* event) {
  if (DropTarget::localFiles(event->mimeData()).isEmpty()) {
    QPlainTextEdit::dragEnterEvent(event);
  } else {
    event->ignore();
  }
}

bool Composer::canInsertFromMimeData(const QMimeData* source) const {
  return source->hasImage() || source->hasUrls() || QPlainTextEdit::canInsertFromMimeData(source);
}

void Composer::insertFromMimeData(const QMimeData* source) {
  const QStringList files = DropTarget::localFiles(source);
  if (!files.isEmpty()) {
    Q_EMIT filesPasted(files);
    return;
  }
  // A spreadsheet or a browser gives a picture of the text beside the text: then the text is meant.
  if (source->hasImage() && !source->hasText()) {
    const QImage picture = qvariant_cast<QImage>(source->imageData());
    if (!picture.isNull()) {
      Q_EMIT picturePasted(picture);
    }
    return;
  }
  const QString text = source->text();
  if (text.size() > kLargestPaste) {
    Q_EMIT pasteRefused(text.size());
    return;
  }
  insertPlainText(text);
  ensureCursorVisible();
}

int Composer::heightForLines(int lines) const {
  const double around = 2 * document()->documentMargin() + 2 * frameWidth() + 2;  // air for the caret
  return static_cast<int>(std::ceil(lines * QFontMetricsF(font()).lineSpacing() + around));
}

int Composer::shownLines() const {
  int lines = 0;
  for (QTextBlock block = document()->begin(); block.isValid() && lines <= kMostLines; block = block.next()) {
    blockBoundingRect(block);  // lays the block out where that was not done yet
    lines += std::max(1, block.layout()->lineCount());
  }
  return lines;
}

void Composer::grow() {
  const int lines = shownLines();
  setFixedHeight(heightForLines(std::clamp(lines, 1, kMostLines)));
  setVerticalScrollBarPolicy(lines > kMostLines ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
}

void Composer::resizeEvent(QResizeEvent* event) {
  QPlainTextEdit::resizeEvent(event);
  if (event->oldSize().width() != event->size().width()) {
    grow();
  }
}

void Composer::changeEvent(QEvent* event) {
  QPlainTextEdit::changeEvent(event);
  if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
    grow();
  }
}

QSize Composer::sizeHint() const {
  return {fontMetrics().averageCharWidth() * 30, height()};
}

QSize Composer::minimumSizeHint() const {
  return {fontMetrics().averageCharWidth() * 18, heightForLines(1)};
}

}  // namespace landline::widgets
