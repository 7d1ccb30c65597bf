#include "widgets/attach_button.h"

#include <QMenu>

#include "models/format.h"
#include "widgets/icons.h"

namespace landline::widgets {

AttachButton::AttachButton(QWidget* parent) : QToolButton(parent) {
  setObjectName(QStringLiteral("sendFileButton"));
  setAccessibleName(tr("Send files"));
  setIcon(widgets::icon(Icon::Attach));
  setFocusPolicy(Qt::StrongFocus);
  setPopupMode(QToolButton::MenuButtonPopup);
  auto* const menu = new QMenu(this);
  // The keys for these are in the window's menu.
  menu->addAction(widgets::icon(Icon::File), tr("Send files..."), this, &AttachButton::filesWanted)
      ->setObjectName(QStringLiteral("attachFilesAction"));
  menu->addAction(widgets::icon(Icon::Folder), tr("Send a folder..."), this, &AttachButton::folderWanted)
      ->setObjectName(QStringLiteral("attachFolderAction"));
  setMenu(menu);
  connect(this, &QToolButton::clicked, this, &AttachButton::filesWanted);
  setRefusal({});
}

void AttachButton::setRefusal(const QString& why_not) {
  setEnabled(why_not.isEmpty());
  setAccessibleDescription(why_not);
  setToolTip(why_not.isEmpty() ? tr("Send files (Ctrl+O) or a folder (Ctrl+Shift+O)") : models::toolTipText(why_not));
}

}  // namespace landline::widgets
