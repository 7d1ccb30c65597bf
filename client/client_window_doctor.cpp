// The client's window and the network doctor.

#include <QMenu>

#include "client/client_window.h"
#include "client/connection_bar.h"
#include "widgets/doctor_dialog.h"
#include "widgets/message_bar.h"

namespace landline::client {

using widgets::DoctorDialog;

void ClientWindow::addDoctor(QMenu* help) {
  QAction* const about = help->actions().constLast();
  QAction* const action =
      addEntry(help, widgets::Icon::Verify, tr("&Why can't I connect?"), {}, [this] { runDoctor(); });
  action->setObjectName(QStringLiteral("doctorAction"));
  help->insertAction(about, action);  // "About" is the last one everywhere
}

/// Beside the problem that the message bar says just now.
void ClientWindow::offerDoctor() {
  m_message_bar->addButton(tr("Why can't I connect?"), [this] { runDoctor(); });
}

void ClientWindow::runDoctor() {
  if (!m_doctor) {
    m_doctor = new DoctorDialog(this);
    m_doctor->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_doctor, &DoctorDialog::runRequested, this, &ClientWindow::runDoctor);
    connect(m_doctor, &DoctorDialog::stopRequested, &m_node, &ClientNodeInterface::cancelDiagnosis,
            Qt::QueuedConnection);
    connect(&m_node, &ClientNodeInterface::diagnosisChanged, m_doctor, &DoctorDialog::showReport, Qt::QueuedConnection);
  }
  ClientPreferences typed = m_preferences;
  m_connection_bar->storeIn(typed);
  m_doctor->showReport({typed.host, typed.port, {}, false});
  m_doctor->show();
  m_doctor->raise();
  m_doctor->activateWindow();
  tell(m_node, &ClientNodeInterface::diagnose, typed.host, typed.port);
}

}  // namespace landline::client
