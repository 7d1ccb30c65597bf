#include "widgets/conversation_row.h"

#include <QDateTime>
#include <QFontMetricsF>
#include <QLocale>
#include <QTextOption>

#include <algorithm>
#include <cmath>

#include "models/conversation_model.h"
#include "models/display_text.h"
#include "models/format.h"
#include "models/transfer_text.h"
#include "widgets/error_text.h"
#include "widgets/transfer_icon.h"

namespace landline::widgets {

namespace {

using Model = models::ConversationModel;
using State = session::TransferInfo::State;
using models::TransferText;

constexpr double kSide = 12;    // from the edge of the view to a bubble
constexpr double kPadding = 9;  // inside a bubble, left and right
constexpr double kPaddingY = 6;
constexpr double kGap = 6;           // above the first row of a writer
constexpr double kGapContinued = 2;  // above the others, and below each
constexpr double kInner = 4;         // between the blocks of a bubble

QString timeText(const QModelIndex& index) {
  const QDateTime at = QDateTime::fromMSecsSinceEpoch(index.data(Model::TimeRole).toLongLong());
  return QLocale().toString(at.time(), QLocale::ShortFormat);
}

/// Lines in one block of text, whatever ends them: a QTextLayout knows only U+2028.
QString asOneParagraph(QString text) {
  return text.replace(QLatin1Char('\n'), QChar(QChar::LineSeparator));
}

double lastLineWidth(const ConversationRow::Block& block) {
  const int lines = block.layout->lineCount();
  return lines == 0 ? 0 : block.layout->lineAt(lines - 1).naturalTextWidth();
}

void moveTo(ConversationRow::Block& block, double x, double y) {
  if (!block.isEmpty()) {
    block.rect.moveTopLeft({x, y});
  }
}

}  // namespace

QString ConversationRow::dayText(const QDate& day, const QDate& today) {
  if (day == today) {
    return tr("Today");
  }
  if (day.addDays(1) == today) {
    return tr("Yesterday");
  }
  return QLocale().toString(day, QLocale::LongFormat);
}

ConversationRow::ConversationRow(const QModelIndex& index, const Style& style)
    : m_own(index.data(Model::OwnRole).toBool()),
      m_pending(index.data(Model::PendingRole).toBool()),
      m_first_unread(index.data(Model::UnreadMarkRole).toBool()) {
  const QDate day = index.data(Model::DayRole).toDate();
  if (day.isValid()) {
    m_day = dayText(day, QDate::currentDate());
  }
  m_meta_font = style.font;
  m_meta_font.setPointSizeF(style.font.pointSizeF() * 0.85);
  switch (static_cast<Model::Kind>(index.data(Model::KindRole).toInt())) {
    case Model::Kind::Message:
      layOut(readMessage(index), style);
      break;
    case Model::Kind::File:
      layOut(readFile(index, style), style);
      break;
    case Model::Kind::Join:
      layOut(readJoin(index, style), style);
      break;
  }
}

ConversationRow::Content ConversationRow::readMessage(const QModelIndex& index) {
  Content content;
  content.body = index.data(Model::TextRole).toString();
  if (!m_own && !index.data(Model::ContinuesRole).toBool()) {
    content.name = index.data(Model::NameRole).toString();
  }
  m_meta = timeText(index);
  if (!m_own) {
    return content;
  }
  m_has_meta_icon = true;
  switch (static_cast<session::Delivery>(index.data(Model::DeliveryRole).toInt())) {
    case session::Delivery::Sending:
      m_meta_icon = Icon::Waiting;
      m_meta += QLatin1Char(' ') + tr("sending");
      break;
    case session::Delivery::Sent:
      m_meta_icon = Icon::Up;
      m_meta += QLatin1Char(' ') + tr("sent");
      break;
    case session::Delivery::Received:
      m_meta_icon = Icon::Done;
      m_meta += QLatin1Char(' ') + tr("received");
      break;
    case session::Delivery::Rejected: {
      m_meta_icon = Icon::Error;
      m_failed = true;
      m_meta += QLatin1Char(' ') + tr("not delivered");
      const auto reason = index.data(Model::ReasonRole).value<Error>();
      if (!reason.code.isEmpty()) {
        content.note = models::displayText(describe(reason).sentence);
      }
      break;
    }
    case session::Delivery::Incoming:
      m_has_meta_icon = false;
      break;
  }
  return content;
}

ConversationRow::Content ConversationRow::readFile(const QModelIndex& index, const Style& style) {
  const auto transfer = index.data(Model::TransferRole).value<session::TransferInfo>();
  Content content;
  m_card = true;
  m_card_icon = transfer.files_total == 1 ? Icon::File : Icon::Folder;
  m_buttons = style.offer_buttons;
  if (!m_own) {
    content.name = index.data(Model::NameRole).toString();
  }
  content.title = models::formatTitle(transfer.title);
  content.more = TransferText::firstNames(transfer);
  const QString offer = TransferText::offer(transfer);
  m_meta = timeText(index);
  if (m_pending) {
    content.body = tr("%1, offered to you", "how many files, their size").arg(offer);
    return content;
  }
  QString state = TransferText::status(transfer);
  if (transfer.state == State::Running && transfer.bytes_total > 0) {
    state += QStringLiteral(" %1 %").arg(models::permille(transfer.bytes_done, transfer.bytes_total) / 10);
  }
  content.body = tr("%1, %2", "how many files, what has become of them").arg(offer, state);
  m_has_meta_icon = true;
  m_meta_icon = transferIcon(transfer);
  m_failed = transfer.state == State::Failed || transfer.state == State::Incomplete;
  if (!transfer.error.code.isEmpty() && (m_failed || transfer.state == State::Paused)) {
    content.note = models::displayText(describe(transfer.error).sentence);
  }
  return content;
}

ConversationRow::Content ConversationRow::readJoin(const QModelIndex& index, const Style& style) {
  const auto request = index.data(Model::JoinRole).value<session::JoinRequest>();
  Content content;
  m_card = true;
  m_card_icon = Icon::Peer;
  m_buttons = style.join_buttons;
  content.title = tr("%1 asks to join").arg(models::isolated(index.data(Model::NameRole).toString()));
  content.body = tr("%1, key %2").arg(request.address, request.id.fingerprint());
  m_meta = timeText(index);
  m_has_meta_icon = !m_pending;
  switch (static_cast<models::JoinAnswer>(index.data(Model::JoinAnswerRole).toInt())) {
    case models::JoinAnswer::Pending:
      break;
    case models::JoinAnswer::Admitted:
      m_meta_icon = Icon::Done;
      m_meta += QLatin1Char(' ') + tr("admitted");
      break;
    case models::JoinAnswer::Denied:
      m_meta_icon = Icon::Cancel;
      m_meta += QLatin1Char(' ') + tr("denied");
      break;
    case models::JoinAnswer::Gone:
      m_meta_icon = Icon::Cancel;
      m_meta += QLatin1Char(' ') + tr("left without an answer");
      break;
  }
  return content;
}

ConversationRow::Block ConversationRow::block(const QString& text, const QFont& font, double width) {
  Block result;
  if (text.isEmpty()) {
    return result;
  }
  result.layout = std::make_unique<QTextLayout>(asOneParagraph(text), font);
  QTextOption option;
  option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
  option.setTextDirection(Qt::LayoutDirectionAuto);
  result.layout->setTextOption(option);
  double y = 0;
  double natural = 0;
  result.layout->beginLayout();
  for (QTextLine line = result.layout->createLine(); line.isValid(); line = result.layout->createLine()) {
    line.setLineWidth(width);
    line.setPosition({0, y});
    y += line.height();
    natural = std::max(natural, line.naturalTextWidth());
  }
  result.layout->endLayout();
  if (text.isRightToLeft()) {
    natural = width;  // its lines stand at the right of the width that they were given
  }
  result.rect = QRectF(0, 0, std::ceil(natural), y);
  return result;
}

double ConversationRow::layOutStrips(const Style& style) {
  const double strip = QFontMetricsF(m_meta_font).height() + 12;
  double y = 0;
  if (!m_day.isEmpty()) {
    m_day_rect = QRectF(0, y, style.width, strip);
    y += strip;
  }
  if (m_first_unread) {
    m_unread_rect = QRectF(0, y, style.width, strip);
    y += strip;
  }
  return y;
}

void ConversationRow::layOut(const Content& content, const Style& style) {
  QFont bold = style.font;
  bold.setBold(true);
  const QFontMetricsF metrics(style.font);
  const double available = std::max(80.0, style.width - 2 * kSide);
  const double widest = std::min(available, std::max(available * 0.8, metrics.averageCharWidth() * 30));
  const double icon_size = std::ceil(QFontMetricsF(m_meta_font).height());
  const double card_icon = m_card ? std::ceil(metrics.height() * 1.6) : 0;
  const double indent = m_card ? card_icon + kPadding : 0;
  const double inner = widest - 2 * kPadding - indent;

  m_name = block(content.name, bold, available);
  m_title = block(content.title, bold, inner);
  m_body = block(content.body, style.font, inner);
  m_more = block(content.more, style.font, inner);
  m_note = block(content.note, style.font, inner);

  const double meta_width =
      std::ceil(QFontMetricsF(m_meta_font).horizontalAdvance(m_meta)) + 1 + (m_has_meta_icon ? icon_size + kInner : 0);
  double text_width = meta_width;
  for (const Block* part : {&m_title, &m_body, &m_more, &m_note}) {
    text_width = std::max(text_width, part->rect.width());
  }
  // The time stands behind the last words where there is room.
  const double beside = m_body.isEmpty() ? 0 : lastLineWidth(m_body) + 2 * kPadding + meta_width;
  const bool meta_beside =
      !m_card && m_note.isEmpty() && !m_body.isEmpty() && !content.body.isRightToLeft() && beside <= inner;
  if (meta_beside) {
    text_width = std::max(text_width, beside);
  }
  if (m_pending) {
    text_width = std::max(text_width, std::min<double>(m_buttons.width(), inner));
  }
  text_width = std::min(text_width, inner);

  double y = layOutStrips(style);
  const bool continued = m_name.isEmpty() && !m_own && !m_card;
  y += continued ? kGapContinued : kGap;
  if (!m_name.isEmpty()) {
    moveTo(m_name, kSide + kPadding, y);
    y += m_name.rect.height() + 2;
  }
  const double bubble_width = text_width + indent + 2 * kPadding;
  const double left = m_own ? style.width - kSide - bubble_width : kSide;
  const double text_left = left + kPadding + indent;
  const double top = y;
  y += kPaddingY;
  m_card_icon_rect = QRectF(left + kPadding, y + 2, card_icon, card_icon);
  for (Block* part : {&m_title, &m_body, &m_more, &m_note}) {
    if (!part->isEmpty()) {
      moveTo(*part, text_left, y);
      y += part->rect.height() + (part == &m_body && !m_card ? 0 : kInner);
    }
  }
  if (m_pending) {
    m_buttons_rect = QRectF(text_left, y, text_width, m_buttons.height());
    y += m_buttons.height() + kInner;
  }
  const double meta_height = QFontMetricsF(m_meta_font).height();
  const double meta_top = meta_beside ? y - meta_height : y;
  m_meta_rect = QRectF(text_left, meta_top, text_width, meta_height);
  m_meta_icon_rect =
      QRectF(m_meta_rect.right() - meta_width, meta_top + (meta_height - icon_size) / 2, icon_size, icon_size);
  y = meta_top + meta_height + kPaddingY;
  m_bubble = QRectF(left, top, bubble_width, y - top);
  m_height = static_cast<int>(std::ceil(y + kGapContinued));
}

}  // namespace landline::widgets
