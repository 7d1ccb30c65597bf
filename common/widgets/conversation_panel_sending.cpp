// What is sent to the conversation, and where what is offered is saved. A part of ConversationPanel.

#include <QDir>
#include <QFileDialog>
#include <QPushButton>

#include <algorithm>

#include "models/display_text.h"
#include "widgets/composer.h"
#include "widgets/conversation_panel.h"
#include "widgets/conversation_view.h"
#include "widgets/picture_saver.h"
#include "widgets/save_as_dialog.h"

namespace landline::widgets {

namespace {
bool isShorter(const QString& left, const QString& right) {
  return left.size() < right.size();
}
}  // namespace

bool ConversationPanel::canSendFiles() const {
  return whyNot().isEmpty();
}

bool ConversationPanel::canSendOrSay() {
  const QString why_not = whyNot();
  if (!why_not.isEmpty()) {
    Q_EMIT problemOccurred(why_not);
  }
  return why_not.isEmpty();
}

QString ConversationPanel::dropText() const {
  const QString why_not = whyNot();
  return why_not.isEmpty()
             ? tr("Drop to send to %1").arg(models::isolated(m_conversations.label(m_conversations.current())))
             : why_not;
}

void ConversationPanel::submit() {
  if (!m_send->isEnabled()) {
    return;
  }
  const QString text = m_composer->message();
  m_composer->clear();
  m_view->followEnd();
  Q_EMIT messageSubmitted(m_conversations.current(), text);
}

void ConversationPanel::chooseFiles() {
  choose(tr("Send files"), QFileDialog::ExistingFiles, "sendFilesDialog");
}

void ConversationPanel::chooseFolder() {
  choose(tr("Send a folder"), QFileDialog::Directory, "sendFolderDialog");
}

void ConversationPanel::choose(const QString& title, QFileDialog::FileMode mode, const char* object_name) {
  if (!canSendOrSay()) {
    return;
  }
  auto* const dialog = new QFileDialog(this, title, m_last_folder);
  dialog->setObjectName(QLatin1String(object_name));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(mode);
  dialog->setOption(QFileDialog::ShowDirsOnly, mode == QFileDialog::Directory);
  connect(dialog, &QFileDialog::filesSelected, this, [this, dialog, mode](QStringList paths) {
    m_last_folder = dialog->directory().absolutePath();
    if (mode == QFileDialog::Directory && paths.size() > 1) {
      // One folder is chosen; Qt 5 also names those that its completion passed on the way there.
      paths = QStringList{*std::max_element(paths.cbegin(), paths.cend(), isShorter)};
    }
    offerFiles(paths);
  });
  dialog->open();
}

void ConversationPanel::offerFiles(const QStringList& paths) {
  if (!paths.isEmpty() && canSendOrSay()) {
    Q_EMIT filesSubmitted(m_conversations.current(), paths);
  }
}

void ConversationPanel::offerPicture(const QImage& picture) {
  if (!canSendOrSay()) {
    return;
  }
  // It goes to whom it was pasted for, whoever is chosen by the time it is written.
  savePicture(picture, m_picture_folder, this, [this, to = m_conversations.current()](const QString& path) {
    if (path.isEmpty()) {
      Q_EMIT problemOccurred(
          tr("The picture could not be written to %1.").arg(QDir::toNativeSeparators(m_picture_folder)));
    } else {
      Q_EMIT filesSubmitted(to, {path});
    }
  });
}

void ConversationPanel::saveAs(const session::TransferInfo& offer, session::Conflict conflict) {
  auto* const dialog = new SaveAsDialog(offer, m_save_folder, this);
  connect(dialog, &QFileDialog::fileSelected, this,
          [this, offerer = offer.peer, transfer = offer.transfer, conflict](const QString& path) {
            Q_EMIT offerAccepted(offerer, transfer, {path, conflict});
          });
  dialog->open();
}

}  // namespace landline::widgets
