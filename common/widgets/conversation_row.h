#pragma once

#include <QCoreApplication>
#include <QDate>
#include <QFont>
#include <QModelIndex>
#include <QRectF>
#include <QSize>
#include <QString>
#include <QTextLayout>

#include <memory>

#include "widgets/icons.h"

class QPainter;

namespace landline::widgets {

/// One row of a conversation, laid out for a width: the strips above it, who wrote it, and the bubble. Coordinates are
/// relative to the row's upper left corner. Made for measuring and for painting by the same code.
class ConversationRow {
  Q_DECLARE_TR_FUNCTIONS(landline::widgets::ConversationRow)

 public:
  struct Style {
    QFont font;
    int width = 0;
    QSize offer_buttons;  ///< what the buttons of a card that waits for an answer need
    QSize join_buttons;
  };

  ConversationRow(const QModelIndex& index, const Style& style);

  /// Text in a rectangle of its own.
  struct Block {
    std::unique_ptr<QTextLayout> layout;
    QRectF rect;
    bool isEmpty() const { return layout == nullptr; }
  };

  int height() const { return m_height; }
  bool isOwn() const { return m_own; }
  bool isCard() const { return m_card; }
  bool isPending() const { return m_pending; }
  bool hasFailed() const { return m_failed; }

  const QString& dayText() const { return m_day; }  ///< empty: no day begins here
  const QRectF& dayRect() const { return m_day_rect; }
  bool isFirstUnread() const { return m_first_unread; }
  const QRectF& unreadRect() const { return m_unread_rect; }
  const Block& name() const { return m_name; }
  const QRectF& bubble() const { return m_bubble; }
  const Block& title() const { return m_title; }  ///< a card's first line
  const Block& body() const { return m_body; }
  const Block& more() const { return m_more; }    ///< a card's third line
  const Block& note() const { return m_note; }    ///< why something failed
  const QString& meta() const { return m_meta; }  ///< time and what has become of it
  const QRectF& metaRect() const { return m_meta_rect; }
  const QFont& metaFont() const { return m_meta_font; }
  bool hasMetaIcon() const { return m_has_meta_icon; }
  Icon metaIcon() const { return m_meta_icon; }
  const QRectF& metaIconRect() const { return m_meta_icon_rect; }
  Icon cardIcon() const { return m_card_icon; }
  const QRectF& cardIconRect() const { return m_card_icon_rect; }
  const QRectF& buttonsRect() const { return m_buttons_rect; }

  /// "Today", "Yesterday", or the date in full.
  static QString dayText(const QDate& day, const QDate& today);

 private:
  struct Content {
    QString name;
    QString title;
    QString body;
    QString more;  ///< of a card: what stands below in a line of its own
    QString note;
  };

  Content readMessage(const QModelIndex& index);
  Content readFile(const QModelIndex& index, const Style& style);
  Content readJoin(const QModelIndex& index, const Style& style);
  void layOut(const Content& content, const Style& style);
  double layOutStrips(const Style& style);
  static Block block(const QString& text, const QFont& font, double width);

  QSize m_buttons;  // pending: of this kind of card
  bool m_own = false;
  bool m_card = false;
  bool m_pending = false;
  bool m_failed = false;
  bool m_first_unread = false;
  bool m_has_meta_icon = false;
  Icon m_meta_icon = Icon::Done;
  Icon m_card_icon = Icon::File;
  QString m_day;
  QString m_meta;
  QFont m_meta_font;
  Block m_name;
  Block m_title;
  Block m_body;
  Block m_more;
  Block m_note;
  QRectF m_day_rect;
  QRectF m_unread_rect;
  QRectF m_bubble;
  QRectF m_meta_rect;
  QRectF m_meta_icon_rect;
  QRectF m_card_icon_rect;
  QRectF m_buttons_rect;
  int m_height = 0;
};

}  // namespace landline::widgets
