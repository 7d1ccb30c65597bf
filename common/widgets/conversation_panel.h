#pragma once

#include <QHash>
#include <QWidget>

#include <functional>

#include "models/conversations.h"

class QComboBox;
class QImage;
class QLabel;
class QPushButton;
class QSettings;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace landline::widgets {

class Composer;
class ConversationList;
class ConversationView;

/// The middle of both windows: the list of conversations, the one that is read, and the line to write. Knows the
/// models, knows no node: what the person wants leaves as a signal.
///
/// Names: `conversationList`, `conversationFilter`, `chatView`, `peerCombo`, `messageEdit`, `sendFileButton`,
/// `sendButton`, `composeHint`, `emptyStateText`, `emptyStateButton`.
class ConversationPanel : public QWidget {
  Q_OBJECT

 public:
  /// Why files cannot go to this conversation, in words for people; empty: they can.
  using FilesRefusal = std::function<QString(const QString& key)>;

  explicit ConversationPanel(models::Conversations& conversations, QWidget* parent = nullptr);

  /// Whether anything can be sent at all; `why_not` is shown beside the disabled controls.
  void setOnline(bool online, const QString& why_not = {});
  void setFilesRefusal(FilesRefusal refusal) { m_files_refusal = std::move(refusal); }
  /// The folder for pictures that are pasted; made when one is.
  void setPictureFolder(const QString& folder) { m_picture_folder = folder; }
  /// What an empty conversation says instead, and the button below it (empty: none), which emits emptyStateAction().
  void setEmptyState(const QString& text, const QString& button = {});
  /// A server's: "Disconnect" in the context menu of a peer.
  void setCanDisconnectPeers(bool can);
  /// Where the dialog of "Save as" begins.
  void setSaveFolder(const QString& folder) { m_save_folder = folder; }

  /// Drafts, the splitter and the chosen conversation; keys below "conversations/".
  void saveSettings(QSettings& settings) const;
  void restoreSettings(QSettings& settings);

  /// Drop, paste and "send file" all end here; says why not where files cannot go.
  void offerFiles(const QStringList& paths);
  /// What offerFiles() would make of this drag.
  QString dropText() const;
  bool canSendFiles() const;

 public Q_SLOTS:
  void chooseFiles();
  void focusFilter();
  void focusMessage();

 Q_SIGNALS:
  void messageSubmitted(const QString& to, const QString& text);
  void filesSubmitted(const QString& to, const QStringList& paths);
  void offerAccepted(const landline::PeerId& offerer, const QString& transfer, const QString& save_as);
  void offerDeclined(const landline::PeerId& offerer, const QString& transfer);
  void admitRequested(const landline::PeerId& peer);
  void denyRequested(const landline::PeerId& peer);
  void disconnectRequested(const landline::PeerId& peer);
  /// Something that the person tried does not work, in words for people; for the message bar.
  void problemOccurred(const QString& text);
  /// Files cannot go to this conversation, by the rule of setFilesRefusal(): they may have another place to go to.
  /// `paths` is empty where none were chosen yet.
  void filesRefused(const QString& why, const QStringList& paths);
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
  void offerPicture(const QImage& picture);
  void refuseFiles(const QStringList& paths);
  void saveAs(const PeerId& offerer, const QString& transfer, const QString& title);
  QString whyNoMessage() const;
  QString whyNoFiles() const;

  models::Conversations& m_conversations;
  FilesRefusal m_files_refusal;
  bool m_online = false;
  QString m_why_not;
  QString m_picture_folder;
  QString m_save_folder;
  QString m_last_folder;  ///< from which files were sent last
  QMetaObject::Connection m_rows_connection;
  QString m_shown;                   ///< key of the conversation whose draft is in the composer
  QHash<QString, QString> m_drafts;  ///< by key

  QSplitter* m_splitter = nullptr;
  ConversationList* m_list = nullptr;
  QStackedWidget* m_pages = nullptr;
  ConversationView* m_view = nullptr;
  QLabel* m_empty_text = nullptr;
  QPushButton* m_empty_button = nullptr;
  QComboBox* m_to = nullptr;
  Composer* m_composer = nullptr;
  QLabel* m_hint = nullptr;
  QToolButton* m_attach = nullptr;
  QPushButton* m_send = nullptr;
};

}  // namespace landline::widgets
