#include "widgets/save_as_dialog.h"

#include "models/display_text.h"

namespace landline::widgets {

SaveAsDialog::SaveAsDialog(const session::TransferInfo& offer, const QString& folder, QWidget* parent)
    : QFileDialog(parent, {}, folder) {
  setObjectName(QStringLiteral("saveAsDialog"));
  setAttribute(Qt::WA_DeleteOnClose);
  if (offer.files_total != 1 || offer.first.size() > 1) {
    setWindowTitle(tr("Save everything into a folder"));
    setFileMode(QFileDialog::Directory);
    setOption(QFileDialog::ShowDirsOnly);
    return;
  }
  setWindowTitle(tr("Save the file as"));
  setAcceptMode(QFileDialog::AcceptSave);
  // What happens to a file that is there was chosen beside the offer.
  setOption(QFileDialog::DontConfirmOverwrite);
  // The announced name only fills the field; its separators must not choose a folder there.
  QString name = models::displayName(offer.title);
  name.replace(QLatin1Char('/'), QLatin1Char('_')).replace(QLatin1Char('\\'), QLatin1Char('_'));
  selectFile(name);
}

}  // namespace landline::widgets
