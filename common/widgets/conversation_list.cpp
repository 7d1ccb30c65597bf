#include "widgets/conversation_list.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QSortFilterProxyModel>
#include <QVBoxLayout>

#include "widgets/icons.h"
#include "widgets/peer_delegate.h"

namespace landline::widgets {

using models::PeerModel;

ConversationList::ConversationList(PeerModel& peers, QWidget* parent)
    : QWidget(parent),
      m_peers(peers),
      m_filtered(new QSortFilterProxyModel(this)),
      m_filter(new QLineEdit(this)),
      m_list(new QListView(this)) {
  m_filter->setObjectName(QStringLiteral("conversationFilter"));
  m_filter->setAccessibleName(tr("Find a conversation"));
  m_filter->setPlaceholderText(tr("Find a conversation"));
  m_filter->setClearButtonEnabled(true);
  m_filter->installEventFilter(this);

  m_filtered->setFilterRole(PeerModel::LabelRole);
  m_filtered->setFilterCaseSensitivity(Qt::CaseInsensitive);
  m_filtered->setSourceModel(&m_peers);
  m_list->setObjectName(QStringLiteral("conversationList"));
  m_list->setAccessibleName(tr("Conversations"));
  m_list->setModel(m_filtered);
  m_list->setItemDelegate(new PeerDelegate(m_list));
  m_list->setUniformItemSizes(true);
  m_list->setTabKeyNavigation(false);
  m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
  m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_list->setContextMenuPolicy(Qt::CustomContextMenu);

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(m_filter);
  column->addWidget(m_list, 1);

  connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& text) {
    m_setting = true;  // a view whose current row is narrowed away takes another by itself
    m_filtered->setFilterFixedString(text);
    setCurrent(m_current);
  });
  connect(m_filter, &QLineEdit::returnPressed, this, [this] {
    const QString key = m_filtered->index(0, 0).data(PeerModel::KeyRole).toString();
    m_filter->clear();
    if (!key.isEmpty()) {
      Q_EMIT activated(key);
    }
  });
  connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& index) {
    if (index.isValid() && !m_setting) {
      Q_EMIT chosen(index.data(PeerModel::KeyRole).toString());
    }
  });
  connect(m_list, &QListView::activated, this,
          [this](const QModelIndex& index) { Q_EMIT activated(index.data(PeerModel::KeyRole).toString()); });
  connect(m_list, &QListView::customContextMenuRequested, this, &ConversationList::showMenu);
}

void ConversationList::setCurrent(const QString& key) {
  m_current = key;
  m_setting = true;
  const QModelIndex index = m_filtered->mapFromSource(m_peers.index(m_peers.rowOf(key)));
  if (index.isValid()) {
    m_list->setCurrentIndex(index);
  } else {
    m_list->selectionModel()->clear();  // narrowed away
  }
  m_setting = false;
}

void ConversationList::focusFilter() {
  m_filter->setFocus(Qt::ShortcutFocusReason);
  m_filter->selectAll();
}

bool ConversationList::eventFilter(QObject* watched, QEvent* event) {
  if (watched == m_filter && event->type() == QEvent::KeyPress) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Down || key == Qt::Key_Up) {
      const int row = m_list->currentIndex().isValid() ? m_list->currentIndex().row() : -1;
      m_list->setCurrentIndex(m_filtered->index(key == Qt::Key_Down ? row + 1 : row - 1, 0));
      return true;
    }
    if (key == Qt::Key_Escape && !m_filter->text().isEmpty()) {
      m_filter->clear();
      return true;
    }
  }
  return QWidget::eventFilter(watched, event);
}

void ConversationList::showMenu(const QPoint& position) {
  const QModelIndex index = m_list->indexAt(position);
  const auto peer = PeerId::fromHex(index.data(PeerModel::KeyRole).toString());
  if (!m_can_disconnect || !peer || !index.data(PeerModel::PresentRole).toBool()) {
    return;
  }
  auto* menu = new QMenu(this);
  menu->setObjectName(QStringLiteral("peerMenu"));
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(icon(Icon::Disconnect), tr("Disconnect"), this, [this, peer] { Q_EMIT disconnectRequested(*peer); });
  menu->popup(m_list->viewport()->mapToGlobal(position));
}

}  // namespace landline::widgets
