#include "widgets/conversation_panel.h"

#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSettings>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "core/limits.h"
#include "models/display_text.h"
#include "widgets/attach_button.h"
#include "widgets/composer.h"
#include "widgets/conversation_list.h"
#include "widgets/conversation_view.h"
#include "widgets/elided_combo.h"
#include "widgets/icons.h"
#include "widgets/peer_icon_model.h"

namespace landline::widgets {

namespace {
using models::PeerModel;

constexpr int kDraftsKept = 64;

void name(QWidget* widget, const char* object_name, const QString& accessible_name) {
  widget->setObjectName(QLatin1String(object_name));
  widget->setAccessibleName(accessible_name);
}
}  // namespace

ConversationPanel::ConversationPanel(models::Conversations& conversations, QWidget* parent)
    : QWidget(parent), m_conversations(conversations) {
  build();
  connectParts();
  onCurrentChanged(m_conversations.current());
}

void ConversationPanel::build() {
  setObjectName(QStringLiteral("conversationPanel"));
  m_splitter = new QSplitter(Qt::Horizontal, this);
  m_splitter->setObjectName(QStringLiteral("conversationSplitter"));
  m_splitter->setChildrenCollapsible(false);

  m_list = new ConversationList(m_conversations.peers(), m_splitter);

  auto* right = new QWidget(m_splitter);
  m_view = new ConversationView(right);
  name(m_view, "chatView", tr("Messages"));
  auto* empty = new QWidget(right);
  empty->setBackgroundRole(QPalette::Base);
  empty->setAutoFillBackground(true);
  m_empty_text = new QLabel(empty);
  m_empty_text->setObjectName(QStringLiteral("emptyStateText"));
  m_empty_text->setTextFormat(Qt::PlainText);
  m_empty_text->setAlignment(Qt::AlignCenter);
  m_empty_text->setWordWrap(true);
  m_empty_button = new QPushButton(empty);
  m_empty_button->setObjectName(QStringLiteral("emptyStateButton"));
  m_empty_button->hide();
  auto* empty_column = new QVBoxLayout(empty);
  empty_column->addStretch(1);
  empty_column->addWidget(m_empty_text);
  empty_column->addWidget(m_empty_button, 0, Qt::AlignHCenter);
  empty_column->addStretch(1);
  m_pages = new QStackedWidget(right);
  m_pages->addWidget(empty);
  m_pages->addWidget(m_view);
  m_pages->setFrameShape(QFrame::StyledPanel);

  m_to = new ElidedCombo(right);
  name(m_to, "peerCombo", tr("To"));
  m_to->setModel(new PeerIconModel(m_conversations.peers(), m_to));
  m_to->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_to->setMinimumContentsLength(9);
  m_to->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  m_to->setMaximumWidth(fontMetrics().averageCharWidth() * 48);
  auto* to_label = new QLabel(tr("&To"), right);
  to_label->setBuddy(m_to);
  // Wider than measured: the mnemonic's underline undoes the kerning. As high as the combobox: they stand on one line.
  to_label->setMinimumSize(to_label->sizeHint().width() + 4, m_to->sizeHint().height());
  m_composer = new Composer(right);
  name(m_composer, "messageEdit", tr("Message"));
  m_composer->setPlaceholderText(tr("Message"));
  m_attach = new AttachButton(right);
  m_send = new QPushButton(tr("Send"), right);
  name(m_send, "sendButton", tr("Send the message"));
  m_send->setIcon(icon(Icon::Send));
  m_send->setAutoDefault(false);
  m_attach->setMinimumSize(m_send->sizeHint().height(), m_send->sizeHint().height());
  m_hint = new QLabel(right);
  m_hint->setObjectName(QStringLiteral("composeHint"));
  m_hint->setTextFormat(Qt::PlainText);
  m_hint->setWordWrap(true);
  m_hint->hide();
  auto* compose = new QHBoxLayout;
  compose->addWidget(to_label, 0, Qt::AlignBottom);
  compose->addWidget(m_to, 1, Qt::AlignBottom);
  compose->addWidget(m_composer, 1, Qt::AlignBottom);
  compose->addWidget(m_attach, 0, Qt::AlignBottom);
  compose->addWidget(m_send, 0, Qt::AlignBottom);
  auto* right_column = new QVBoxLayout(right);
  right_column->setContentsMargins(0, 0, 0, 0);
  right_column->addWidget(m_pages, 1);
  right_column->addWidget(m_hint);
  right_column->addLayout(compose);

  m_splitter->setStretchFactor(0, 0);
  m_splitter->setStretchFactor(1, 1);
  m_splitter->setSizes({fontMetrics().averageCharWidth() * 34, fontMetrics().averageCharWidth() * 100});
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(m_splitter);

  setTabOrder(m_list, m_view);
  setTabOrder(m_view, m_empty_button);
  setTabOrder(m_empty_button, m_to);
  setTabOrder(m_to, m_composer);
  setTabOrder(m_composer, m_attach);
  setTabOrder(m_attach, m_send);
  auto* find = new QShortcut(QKeySequence(QStringLiteral("Ctrl+F")), this);
  connect(find, &QShortcut::activated, this, &ConversationPanel::focusFilter);
}

void ConversationPanel::connectParts() {
  connect(m_list, &ConversationList::chosen, this, &ConversationPanel::select);
  connect(m_list, &ConversationList::activated, this, [this](const QString& key) {
    select(key);
    focusMessage();
  });
  connect(m_list, &ConversationList::disconnectRequested, this, &ConversationPanel::disconnectRequested);
  connect(m_to, qOverload<int>(&QComboBox::activated), this,
          [this](int row) { select(m_conversations.peers().keyAt(row)); });
  for (const auto signal : {&PeerModel::rowsInserted, &PeerModel::rowsRemoved}) {
    connect(&m_conversations.peers(), signal, this, &ConversationPanel::onPeersChanged);
  }
  connect(&m_conversations.peers(), &PeerModel::rowsMoved, this, &ConversationPanel::onPeersChanged);
  connect(&m_conversations.peers(), &PeerModel::dataChanged, this, &ConversationPanel::updateSending);
  connect(&m_conversations, &models::Conversations::currentChanged, this, &ConversationPanel::onCurrentChanged);

  connect(m_composer, &Composer::submitted, this, &ConversationPanel::submit);
  connect(m_composer, &Composer::textChanged, this, &ConversationPanel::updateSending);
  connect(m_composer, &Composer::textChanged, this, &ConversationPanel::draftsChanged);
  connect(m_composer, &Composer::filesPasted, this, &ConversationPanel::offerFiles);
  connect(m_composer, &Composer::picturePasted, this, &ConversationPanel::offerPicture);
  connect(m_composer, &Composer::pasteRefused, this, [this](qint64 characters) {
    Q_EMIT problemOccurred(tr("The clipboard holds %1 characters, too many for a message. Save them and send the file.")
                               .arg(QLocale().toString(characters)));
  });
  connect(m_send, &QPushButton::clicked, this, &ConversationPanel::submit);
  connect(m_attach, &AttachButton::filesWanted, this, &ConversationPanel::chooseFiles);
  connect(m_attach, &AttachButton::folderWanted, this, &ConversationPanel::chooseFolder);
  connect(m_empty_button, &QPushButton::clicked, this, &ConversationPanel::emptyStateAction);

  connect(m_view, &ConversationView::offerAccepted, this, &ConversationPanel::offerAccepted);
  connect(m_view, &ConversationView::offerDeclined, this, &ConversationPanel::offerDeclined);
  connect(m_view, &ConversationView::saveAsRequested, this, &ConversationPanel::saveAs);
  connect(m_view, &ConversationView::admitRequested, this, [this](const PeerId& peer) {
    m_conversations.noteJoinAnswer(peer, true);
    Q_EMIT admitRequested(peer);
  });
  connect(m_view, &ConversationView::denyRequested, this, [this](const PeerId& peer) {
    m_conversations.noteJoinAnswer(peer, false);
    Q_EMIT denyRequested(peer);
  });
}

void ConversationPanel::select(const QString& key) {
  if (!key.isEmpty()) {
    m_conversations.setCurrent(key);
    onPeersChanged();  // the list or the combobox may show another one, where the key is unknown by now
  }
}

void ConversationPanel::onCurrentChanged(const QString& key) {
  if (!m_shown.isEmpty()) {
    m_drafts.insert(m_shown, m_composer->toPlainText());
  }
  m_shown = key;
  models::ConversationModel& conversation = m_conversations.conversation(key);
  disconnect(m_rows_connection);
  m_rows_connection =
      connect(&conversation, &models::ConversationModel::rowsInserted, this, &ConversationPanel::updateEmptyState);
  m_view->setConversation(&conversation);
  m_composer->setPlainText(m_drafts.value(key));
  m_composer->moveCursor(QTextCursor::End);
  onPeersChanged();
}

void ConversationPanel::onPeersChanged() {
  const int row = m_conversations.peers().rowOf(m_conversations.current());
  m_to->setCurrentIndex(row);
  m_list->setCurrent(m_conversations.current());
  updateSending();
  updateEmptyState();
}

void ConversationPanel::putAboveList(QWidget* widget) {
  m_list_splitter = new QSplitter(Qt::Vertical);
  m_list_splitter->setObjectName(QStringLiteral("listSplitter"));
  m_list_splitter->setChildrenCollapsible(false);
  m_splitter->insertWidget(0, m_list_splitter);
  m_list_splitter->addWidget(widget);
  m_list_splitter->addWidget(m_list);
  m_list_splitter->setStretchFactor(1, 1);
  m_splitter->setStretchFactor(0, 0);
  m_splitter->setStretchFactor(1, 1);
  m_splitter->setSizes({widget->minimumSizeHint().width(), fontMetrics().averageCharWidth() * 100});
}

void ConversationPanel::setOnline(bool online, const QString& why_not) {
  m_online = online;
  m_why_not = why_not;
  updateSending();
}

void ConversationPanel::setNoEveryone(const QString& why_not) {
  m_no_everyone = why_not;
  updateSending();
}

void ConversationPanel::setEmptyState(const QString& text, const QString& button) {
  m_empty_text->setText(text);
  m_empty_text->setAccessibleName(text);
  m_empty_button->setText(button);
  m_empty_button->setVisible(!button.isEmpty());
}

void ConversationPanel::updateEmptyState() {
  const bool empty = m_view->conversation() == nullptr || m_view->conversation()->rowCount() == 0;
  m_pages->setCurrentIndex(empty ? 0 : 1);
}

QString ConversationPanel::whyNot() const {
  if (!m_online) {
    return m_why_not;
  }
  const QString key = m_conversations.current();
  const PeerModel& peers = m_conversations.peers();
  if (peers.index(peers.rowOf(key)).data(PeerModel::EveryoneRole).toBool()) {
    return m_no_everyone;
  }
  if (!peers.isPresent(key)) {
    return tr("%1 is away.").arg(models::isolated(m_conversations.label(key)));
  }
  return {};
}

void ConversationPanel::updateSending() {
  const QString why_not = whyNot();
  const qint64 size = m_composer->messageSize();
  const auto limit = static_cast<qint64>(Limits{}.chat_text);
  QString hint = why_not;
  if (size > limit) {
    hint = tr("Too long: %1 of %2 bytes. Shorten it, or send it as a file.")
               .arg(QLocale().toString(size), QLocale().toString(limit));
  }
  m_hint->setText(hint);
  m_hint->setVisible(!hint.isEmpty());
  m_send->setEnabled(why_not.isEmpty() && size > 0 && size <= limit);
  m_attach->setRefusal(why_not);
}

void ConversationPanel::setConflict(session::Conflict conflict) {
  m_view->setConflict(conflict);
}

void ConversationPanel::focusFilter() {
  m_list->focusFilter();
}

void ConversationPanel::setCanDisconnectPeers(bool can) {
  m_list->setCanDisconnectPeers(can);
}

void ConversationPanel::focusMessage() {
  m_composer->setFocus(Qt::ShortcutFocusReason);
}

void ConversationPanel::saveSettings(QSettings& settings) const {
  QHash<QString, QString> drafts = m_drafts;
  drafts.insert(m_shown, m_composer->toPlainText());
  settings.beginGroup(QStringLiteral("conversations"));
  settings.setValue(QStringLiteral("splitter"), m_splitter->saveState());
  if (m_list_splitter != nullptr) {
    settings.setValue(QStringLiteral("listSplitter"), m_list_splitter->saveState());
  }
  settings.setValue(QStringLiteral("sendFolder"), m_last_folder);
  settings.remove(QStringLiteral("drafts"));
  settings.beginWriteArray(QStringLiteral("drafts"));
  int count = 0;
  for (auto draft = drafts.cbegin(); draft != drafts.cend() && count < kDraftsKept; ++draft) {
    if (!draft.value().trimmed().isEmpty()) {
      settings.setArrayIndex(count++);
      settings.setValue(QStringLiteral("to"), draft.key());
      settings.setValue(QStringLiteral("text"), draft.value());
    }
  }
  settings.endArray();
  settings.endGroup();
}

void ConversationPanel::restoreSettings(QSettings& settings) {
  settings.beginGroup(QStringLiteral("conversations"));
  m_splitter->restoreState(settings.value(QStringLiteral("splitter")).toByteArray());
  if (m_list_splitter != nullptr) {
    m_list_splitter->restoreState(settings.value(QStringLiteral("listSplitter")).toByteArray());
  }
  m_last_folder = settings.value(QStringLiteral("sendFolder")).toString();
  const int count = settings.beginReadArray(QStringLiteral("drafts"));
  for (int i = 0; i < count && i < kDraftsKept; ++i) {
    settings.setArrayIndex(i);
    m_drafts.insert(settings.value(QStringLiteral("to")).toString(), settings.value(QStringLiteral("text")).toString());
  }
  settings.endArray();
  settings.endGroup();
  m_composer->setPlainText(m_drafts.value(m_shown));
  m_composer->moveCursor(QTextCursor::End);
}

}  // namespace landline::widgets
