#include "widgets/conversation_view.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>
#include <QTimer>

#include "models/display_text.h"
#include "widgets/card_buttons.h"
#include "widgets/conversation_delegate.h"
#include "widgets/icons.h"

namespace landline::widgets {

namespace {
constexpr int kNearEnd = 8;          // pixels that still count as the end
constexpr int kNearBeginning = 200;  // pixels before the first row at which older ones are fetched

using Model = models::ConversationModel;
}  // namespace

ConversationView::ConversationView(QWidget* parent) : QListView(parent), m_delegate(new ConversationDelegate(this)) {
  setItemDelegate(m_delegate);
  setSelectionMode(QAbstractItemView::ExtendedSelection);
  setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);  // coming and going it would change the width of every row
  setResizeMode(QListView::Adjust);
  setEditTriggers(QAbstractItemView::NoEditTriggers);
  setTabKeyNavigation(false);
  setWordWrap(true);
  setFrameShape(QFrame::NoFrame);
  verticalScrollBar()->setSingleStep(fontMetrics().height() * 2);
  connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &ConversationView::onScrolled);
  connect(verticalScrollBar(), &QScrollBar::rangeChanged, this, [this](int, int maximum) {
    if (m_following) {
      verticalScrollBar()->setValue(maximum);
    }
  });
  updateStyle();
}

void ConversationView::setConversation(models::ConversationModel* conversation) {
  if (conversation == m_conversation) {
    return;
  }
  if (m_conversation != nullptr) {
    m_conversation->setFollowing(true);
  }
  m_conversation = conversation;
  m_delegate->forgetAll();
  m_following = true;
  setModel(conversation);
  if (conversation != nullptr) {
    updateCards(0, conversation->rowCount() - 1);
    followEnd();
    showUnreadMark();
  }
}

void ConversationView::showUnreadMark() {
  if (!m_conversation->hasUnreadMark()) {
    return;
  }
  for (int row = m_conversation->rowCount() - 1; row >= 0; --row) {
    const QModelIndex index = m_conversation->index(row);
    if (index.data(Model::UnreadMarkRole).toBool()) {
      if (visualRect(index).top() < 0) {
        scrollTo(index, QAbstractItemView::PositionAtTop);
      }
      return;
    }
  }
}

void ConversationView::followEnd() {
  setFollowing(true);
  scrollToBottom();
}

void ConversationView::setFollowing(bool following) {
  if (following == m_following) {
    return;
  }
  m_following = following;
  // Not at once: this may be the middle of a layout, and the model drops rows.
  QTimer::singleShot(0, this, [this] {
    if (m_conversation != nullptr) {
      m_conversation->setFollowing(m_following);
    }
  });
}

void ConversationView::onScrolled(int value) {
  if (m_fetching) {
    return;
  }
  setFollowing(value >= verticalScrollBar()->maximum() - kNearEnd);
  if (value < kNearBeginning && !m_following && m_conversation != nullptr && m_conversation->canFetchOlder()) {
    QTimer::singleShot(0, this, &ConversationView::fetchOlder);
  }
}

void ConversationView::fetchOlder() {
  if (m_conversation == nullptr || m_following || !m_conversation->canFetchOlder() ||
      verticalScrollBar()->value() >= kNearBeginning) {
    return;
  }
  m_fetching = true;
  // What the reader looks at stays where it is.
  const QPersistentModelIndex anchor = indexAt(QPoint(viewport()->width() / 2, 1));
  const int before = visualRect(anchor).top();
  m_conversation->setFollowing(false);
  m_conversation->fetchOlder();
  executeDelayedItemsLayout();
  updateGeometries();
  verticalScrollBar()->setValue(verticalScrollBar()->value() + visualRect(anchor).top() - before);
  m_fetching = false;
}

void ConversationView::updateStyle() {
  ConversationRow::Style style;
  style.font = font();
  style.width = viewport()->width();
  style.offer_buttons = CardButtons(CardButtons::Kind::Offer).neededSize();
  style.join_buttons = CardButtons(CardButtons::Kind::Join).neededSize();
  m_delegate->setStyle(style);
}

void ConversationView::resizeEvent(QResizeEvent* event) {
  updateStyle();
  QListView::resizeEvent(event);
  scheduleDelayedItemsLayout();
}

void ConversationView::changeEvent(QEvent* event) {
  QListView::changeEvent(event);
  if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange ||
      event->type() == QEvent::LanguageChange) {
    updateStyle();
    m_delegate->forgetAll();
    scheduleDelayedItemsLayout();
  }
}

void ConversationView::rowsInserted(const QModelIndex& parent, int first, int last) {
  QListView::rowsInserted(parent, first, last);
  updateCards(first, last);
}

void ConversationView::dataChanged(const QModelIndex& first, const QModelIndex& last, const QVector<int>& roles) {
  for (int row = first.row(); row <= last.row(); ++row) {
    m_delegate->forget(model()->index(row, 0));
  }
  QListView::dataChanged(first, last, roles);
  updateCards(first.row(), last.row());
}

void ConversationView::updateCards(int first, int last) {
  for (int row = first; row <= last; ++row) {
    const QModelIndex index = model()->index(row, 0);
    const bool pending = index.data(Model::PendingRole).toBool();
    auto* shown = qobject_cast<CardButtons*>(indexWidget(index));
    if (pending && shown == nullptr) {
      setIndexWidget(index, makeCard(index));
    } else if (!pending && shown != nullptr) {
      const bool had_focus = shown->isAncestorOf(
          QGuiApplication::focusObject() != nullptr ? qobject_cast<QWidget*>(QGuiApplication::focusObject()) : nullptr);
      setIndexWidget(index, nullptr);
      if (had_focus) {
        setFocus();
      }
    }
  }
}

CardButtons* ConversationView::makeCard(const QModelIndex& index) {
  const bool offer = index.data(Model::KindRole).toInt() == static_cast<int>(Model::Kind::File);
  auto* card = new CardButtons(offer ? CardButtons::Kind::Offer : CardButtons::Kind::Join, viewport());
  const QPersistentModelIndex place(index);
  card->setPlacement([this, place] { return place.isValid() ? m_delegate->buttonsRect(place) : QRect(); });
  if (offer) {
    const auto info = index.data(Model::TransferRole).value<session::TransferInfo>();
    card->setSubject(models::displayName(info.title));
    card->setConflict(m_conflict);
    connect(card, &CardButtons::accepted, this, [this, card, info] {
      Q_EMIT offerAccepted(info.peer, info.transfer, {{}, card->conflict()});
    });
    connect(card, &CardButtons::saveAsRequested, this,
            [this, card, info] { Q_EMIT saveAsRequested(info, card->conflict()); });
    connect(card, &CardButtons::refused, this, [this, info] { Q_EMIT offerDeclined(info.peer, info.transfer); });
  } else {
    const auto request = index.data(Model::JoinRole).value<session::JoinRequest>();
    card->setSubject(index.data(Model::NameRole).toString());
    connect(card, &CardButtons::accepted, this, [this, request] { Q_EMIT admitRequested(request.id); });
    connect(card, &CardButtons::refused, this, [this, request] { Q_EMIT denyRequested(request.id); });
  }
  return card;
}

void ConversationView::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Copy)) {
    copySelection();
    event->accept();
    return;
  }
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
    if (auto* card = qobject_cast<CardButtons*>(indexWidget(currentIndex()))) {
      card->focusFirst();
      event->accept();
      return;
    }
  }
  QListView::keyPressEvent(event);
}

void ConversationView::copySelection() {
  if (m_conversation != nullptr && selectionModel()->hasSelection()) {
    QGuiApplication::clipboard()->setText(m_conversation->plainText(selectionModel()->selectedIndexes()));
  }
}

void ConversationView::contextMenuEvent(QContextMenuEvent* event) {
  if (m_conversation == nullptr) {
    return;
  }
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  QAction* copy = menu->addAction(icon(Icon::Copy), tr("Copy"), this, &ConversationView::copySelection);
  copy->setEnabled(selectionModel()->hasSelection());
  menu->addAction(tr("Select all"), this, &ConversationView::selectAll);
  menu->popup(event->globalPos());
}

}  // namespace landline::widgets
