#include "widgets/save_folder_row.h"

#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QUrl>

#include "widgets/icons.h"

namespace landline::widgets {

SaveFolderRow::SaveFolderRow(QWidget* parent) : QWidget(parent), m_edit(new QLineEdit) {
  m_edit->setObjectName(QStringLiteral("saveFolderEdit"));
  m_edit->setAccessibleName(tr("Save received files to"));
  m_edit->setMinimumWidth(160);
  auto* const label = new QLabel(tr("S&ave to"));
  label->setBuddy(m_edit);
  auto* const browse_button = new QPushButton(icon(Icon::Folder), tr("Browse..."));
  browse_button->setObjectName(QStringLiteral("browseSaveFolderButton"));
  browse_button->setAccessibleName(tr("Choose the folder for received files"));
  auto* const open_button = new QPushButton(icon(Icon::Open), tr("Open"));
  open_button->setObjectName(QStringLiteral("openSaveFolderButton"));
  open_button->setAccessibleName(tr("Open the folder for received files"));

  auto* const layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(label);
  layout->addWidget(m_edit, 1);
  layout->addWidget(browse_button);
  layout->addWidget(open_button);

  connect(m_edit, &QLineEdit::editingFinished, this, &SaveFolderRow::takeTyped);
  connect(browse_button, &QPushButton::clicked, this, &SaveFolderRow::browse);
  connect(open_button, &QPushButton::clicked, this, &SaveFolderRow::openFolder);
}

void SaveFolderRow::setFolder(const QString& folder) {
  if (folder.isEmpty()) {
    return;
  }
  m_folder = QDir::cleanPath(folder);
  m_edit->setText(QDir::toNativeSeparators(m_folder));
  m_edit->setCursorPosition(0);
}

void SaveFolderRow::takeTyped() {
  QString typed = QDir::fromNativeSeparators(m_edit->text().trimmed());
  if (typed == QLatin1String("~") || typed.startsWith(QLatin1String("~/"))) {
    typed.replace(0, 1, QDir::homePath());
  }
  // A relative path would mean another folder on each start.
  if (typed.isEmpty() || QDir::isRelativePath(typed)) {
    setFolder(m_folder);
    return;
  }
  if (QDir::cleanPath(typed) != m_folder) {
    setFolder(typed);
    Q_EMIT folderChanged(m_folder);
  }
}

void SaveFolderRow::browse() {
  auto* const dialog = new QFileDialog(this, tr("Save received files to"), m_folder);
  dialog->setObjectName(QStringLiteral("saveFolderDialog"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::Directory);
  dialog->setOption(QFileDialog::ShowDirsOnly);
  connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& chosen) {
    setFolder(chosen);
    Q_EMIT folderChanged(m_folder);
  });
  dialog->open();
}

void SaveFolderRow::openFolder() {
  QDesktopServices::openUrl(QUrl::fromLocalFile(m_folder));
}

}  // namespace landline::widgets
