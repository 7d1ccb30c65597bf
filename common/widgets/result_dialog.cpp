#include "widgets/result_dialog.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFontDatabase>
#include <QFormLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "models/display_text.h"
#include "models/format.h"
#include "models/transfer_text.h"
#include "widgets/background.h"
#include "widgets/error_text.h"
#include "widgets/icons.h"
#include "widgets/transfer_icon.h"

namespace landline::widgets {

using session::TransferInfo;

namespace {

QLabel* plainLabel(const QString& text) {
  auto* const label = new QLabel(text);
  label->setTextFormat(Qt::PlainText);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  label->setWordWrap(true);
  return label;
}

}  // namespace

ResultDialog::ResultDialog(const TransferInfo& info, QWidget* parent) : QDialog(parent), m_info(info) {
  setObjectName(QStringLiteral("resultDialog"));
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("Result"));

  auto* const mark = new QLabel;
  const int side = 2 * fontMetrics().height();
  mark->setPixmap(icon(transferIcon(info)).pixmap(side, side));
  auto* const form = new QFormLayout;
  addSummary(*form);
  auto* const top = new QHBoxLayout;
  top->addWidget(mark, 0, Qt::AlignTop);
  top->addLayout(form, 1);

  auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Close);
  QPushButton* const copy_button = buttons->addButton(tr("Copy"), QDialogButtonBox::ActionRole);
  copy_button->setObjectName(QStringLiteral("copyResultButton"));
  copy_button->setIcon(icon(Icon::Copy));
  m_save = buttons->addButton(tr("Save as..."), QDialogButtonBox::ActionRole);
  m_save->setObjectName(QStringLiteral("saveResultButton"));
  m_save->setIcon(icon(Icon::Folder));
  m_save->setEnabled(false);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(copy_button, &QPushButton::clicked, this, &ResultDialog::copy);
  connect(m_save, &QPushButton::clicked, this, &ResultDialog::saveAs);

  auto* const column = new QVBoxLayout(this);
  column->addLayout(top);
  column->addWidget(makeList(), 1);
  column->addWidget(m_note);
  column->addWidget(buttons);
  resize(fontMetrics().averageCharWidth() * 110, fontMetrics().height() * 30);
}

void ResultDialog::addRow(QFormLayout& form, const QString& label, const QString& value) {
  if (value.isEmpty()) {
    return;
  }
  QLabel* const shown = plainLabel(value);
  shown->setAccessibleName(label + QLatin1Char(' ') + value);
  form.addRow(label, shown);
  m_summary << label + QLatin1Char(' ') + value;
}

void ResultDialog::addSummary(QFormLayout& form) {
  const QString peer = models::isolated(models::displayName(m_info.peer_name));
  const bool up = m_info.direction == TransferInfo::Direction::Up;
  const QString title = models::formatTitle(m_info.title);
  addRow(form, tr("What:"), up ? tr("%1, sent to %2").arg(title, peer) : tr("%1, received from %2").arg(title, peer));
  addRow(form, tr("Result:"), models::TransferText::status(m_info));
  if (!m_info.error.code.isEmpty()) {
    addRow(form, tr("Why:"), describeWithDetail(m_info.error));
  }
  const auto count = [](qint64 files) { return files > 0 ? QLocale().toString(files) : QString(); };
  // Over the plain wire nobody tells what became of it at the other side.
  addRow(form, m_info.plain && up ? tr("Sent:") : tr("Stored:"), QLocale().toString(m_info.stored));
  addRow(form, tr("There already:"), count(m_info.identical));
  addRow(form, tr("Renamed:"), count(m_info.renamed));
  addRow(form, tr("Skipped:"), count(m_info.skipped));
  addRow(form, tr("Failed:"), count(m_info.failed));
  addRow(form, tr("Size:"),
         m_info.bytes_found > 0
             ? tr("%1, of which %2 did not have to be sent again")
                   .arg(models::formatBytes(m_info.bytes_done), models::formatBytes(m_info.bytes_found))
             : models::formatBytes(m_info.bytes_done));
  if (m_info.seconds > 0) {
    const QString seconds = tr("%1 s").arg(QLocale().toString(m_info.seconds, 'f', m_info.seconds < 10 ? 2 : 0));
    const double rate = models::averageRate(m_info);
    addRow(form, tr("Time:"), rate > 0 ? tr("%1, on average %2").arg(seconds, models::formatRate(rate)) : seconds);
  }
  addRow(form, tr("Saved to:"), up ? QString() : models::displayText(m_info.path));
  addRow(form, tr("XXH3-128:"), m_info.digest);
  if (m_info.plain) {
    addRow(form, tr("Note:"),
           up ? tr("Sent over a plain connection, unencrypted. Whether all of it arrived, only the other side can see.")
              : tr("Received over a plain connection, unencrypted. It is as long as was announced; nothing else about "
                   "it was verified."));
  }
}

QWidget* ResultDialog::makeList() {
  m_list = new QPlainTextEdit;
  m_list->setObjectName(QStringLiteral("resultText"));
  m_list->setAccessibleName(tr("What became of each file"));
  m_list->setReadOnly(true);
  m_list->setLineWrapMode(QPlainTextEdit::NoWrap);
  m_list->setTabChangesFocus(true);
  m_list->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  m_note = plainLabel({});
  m_note->setObjectName(QStringLiteral("resultNote"));
  if (m_info.result_path.isEmpty()) {
    m_list->hide();
    m_note->setText(tr("No list of the files was kept."));
  } else {
    m_note->setText(tr("Reading the list..."));
    inBackground(
        this, [path = m_info.result_path] { return ResultText::read(path); },
        [this](const ResultText& list) { showList(list); });
  }
  return m_list;
}

void ResultDialog::showList(const ResultText& list) {
  m_list->setPlainText(list.text);
  m_save->setEnabled(list.readable);
  if (!list.readable) {
    m_note->setText(tr("The list of the files is not there any more."));
  } else if (list.more) {
    m_note->setText(tr("The list goes on: these are its first %1 lines, and %2 that failed of the others. Save it to "
                       "see all of it.")
                        .arg(QLocale().toString(list.lines), QLocale().toString(list.failures)));
  } else {
    m_note->clear();
  }
  m_note->setVisible(!m_note->text().isEmpty());
}

QString ResultDialog::plainText() const {
  QStringList parts = m_summary;
  parts << QString() << m_list->toPlainText() << m_note->text();
  return parts.join(QLatin1Char('\n')).trimmed();
}

void ResultDialog::copy() {
  QGuiApplication::clipboard()->setText(plainText());
}

void ResultDialog::saveAs() {
  auto* const dialog = new QFileDialog(this, tr("Save the result as"));
  dialog->setObjectName(QStringLiteral("saveResultDialog"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(QStringLiteral("txt"));
  dialog->selectFile(tr("landline-result") + QStringLiteral(".txt"));
  connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
    inBackground(
        this, [from = m_info.result_path, path] { return saveResultAs(from, path); },
        [this, path](bool saved) {
          const QString shown = models::displayText(path);
          m_note->setText(saved ? tr("Saved as %1.").arg(shown) : tr("It could not be written to %1.").arg(shown));
          m_note->show();
        });
  });
  dialog->open();
}

}  // namespace landline::widgets
