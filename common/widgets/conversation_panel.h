#pragma once

#include <QFileDialog>
#include <QHash>
#include <QWidget>

#include "models/conversations.h"

class QComboBox;
class QImage;
class QLabel;
class QPushButton;
class QSettings;
class QSplitter;
class QStackedWidget;

namespace landline::widgets {

class AttachButton;
class Composer;
class ConversationList;
class ConversationView;

/// The middle of both windows: the list of conversations, the one that is read, and the line to write. Knows the
/// models, knows no node: what the person wants leaves as a signal.
///
/// Names: `conversationList`, `conversationFilter`, `chatView`, `peerCombo`, `messageEdit`, `sendFileButton` (with a
/// menu), `sendButton`, `composeHint`, `emptyStateText`, `emptyStateButton`.
class ConversationPanel : public QWidget {
  Q_OBJECT

 public:
  explicit ConversationPanel(models::Conversations& conversations, QWidget* parent = nullptr);

  /// Whether anything can be sent at all; `why_not` is shown beside the disabled controls.
  void setOnline(bool online, const QString& why_not = {});
  /// Why nothing can be sent to Everyone although there is a connection; empty: it can.
  void setNoEveryone(const QString& why_not);
  /// The folder for pictures that are pasted; made when one is.
  void setPictureFolder(const QString& folder) { m_picture_folder = folder; }
  /// What an empty conversation says instead, and the button below it (empty: none), which emits emptyStateAction().
  void setEmptyState(const QString& text, const QString& button = {});
  /// Puts `widget` above the list of conversations, with a handle between them. Its place in the order of tabs is the
  /// caller's affair.
  void putAboveList(QWidget* widget);
  /// A server's: "Disconnect" in the context menu of a peer.
  void setCanDisconnectPeers(bool can);
  /// What the cards of offers propose where names are taken.
  void setConflict(session::Conflict conflict);
  /// Where the dialog of "Save as" begins.
  void setSaveFolder(const QString& folder) { m_save_folder = folder; }

  /// Drafts, the splitter and the chosen conversation; keys below "conversations/".
  void saveSettings(QSettings& settings) const;
  void restoreSettings(QSettings& settings);

  /// Files and folders, as one batch. Drop, paste and the dialogs all end here; says why not where they cannot go.
  void offerFiles(const QStringList& paths);
  /// What offerFiles() would make of this drag.
  QString dropText() const;
  bool canSendFiles() const;

 public Q_SLOTS:
  void chooseFiles();
  void chooseFolder();
  void focusFilter();
  void focusMessage();

 Q_SIGNALS:
  void messageSubmitted(const QString& to, const QString& text);
  void filesSubmitted(const QString& to, const QStringList& paths);
  void offerAccepted(const landline::PeerId& offerer, const QString& transfer,
                     const landline::session::AcceptChoice& choice);
  void offerDeclined(const landline::PeerId& offerer, const QString& transfer);
  void admitRequested(const landline::PeerId& peer);
  void denyRequested(const landline::PeerId& peer);
  void disconnectRequested(const landline::PeerId& peer);
  /// Something that the person tried does not work, in words for people; for the message bar.
  void problemOccurred(const QString& text);
  void emptyStateAction();
  /// Something was written that saveSettings() would keep.
  void draftsChanged();

 private:
  void build();
  void connectParts();
  void select(const QString& key);
  void onCurrentChanged(const QString& key);
  void onPeersChanged();
  void updateSending();
  void updateEmptyState();
  void submit();
  void choose(const QString& title, QFileDialog::FileMode mode, const char* object_name);
  void offerPicture(const QImage& picture);
  void saveAs(const session::TransferInfo& offer, session::Conflict conflict);
  /// Whether something can be sent; says why not.
  bool canSendOrSay();
  QString whyNot() const;

  models::Conversations& m_conversations;
  bool m_online = false;
  QString m_why_not;
  QString m_no_everyone;
  QString m_picture_folder;
  QString m_save_folder;
  QString m_last_folder;  ///< from which files were sent last
  QMetaObject::Connection m_rows_connection;
  QString m_shown;                   ///< key of the conversation whose draft is in the composer
  QHash<QString, QString> m_drafts;  ///< by key

  QSplitter* m_splitter = nullptr;
  QSplitter* m_list_splitter = nullptr;  ///< where something stands above the list
  ConversationList* m_list = nullptr;
  QStackedWidget* m_pages = nullptr;
  ConversationView* m_view = nullptr;
  QLabel* m_empty_text = nullptr;
  QPushButton* m_empty_button = nullptr;
  QComboBox* m_to = nullptr;
  Composer* m_composer = nullptr;
  QLabel* m_hint = nullptr;
  AttachButton* m_attach = nullptr;
  QPushButton* m_send = nullptr;
};

}  // namespace landline::widgets
