#include "widgets/doctor_dialog.h"

#include <QAccessible>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include "core/host_and_port.h"
#include "models/display_text.h"
#include "models/doctor_text.h"
#include "widgets/doctor_row.h"
#include "widgets/icons.h"

namespace landline::widgets {

using models::DoctorText;
using session::DoctorReport;
using Mark = session::DoctorLine::Mark;

namespace {
constexpr std::chrono::milliseconds kSayCopied{2'000};
}  // namespace

DoctorDialog::DoctorDialog(QWidget* parent)
    : QDialog(parent),
      m_icon(new QLabel(this)),
      m_verdict(new QLabel(this)),
      m_target(new QLabel(this)),
      m_progress(new QProgressBar(this)) {
  setObjectName(QStringLiteral("doctorDialog"));
  setWindowTitle(tr("Why can't I connect?"));
  setWindowIcon(icon(Icon::Help));

  m_icon->setObjectName(QStringLiteral("doctorIcon"));
  m_verdict->setObjectName(QStringLiteral("doctorVerdict"));
  m_verdict->setTextFormat(Qt::PlainText);
  m_verdict->setWordWrap(true);
  QFont large = font();
  large.setBold(true);
  large.setPointSizeF(large.pointSizeF() * 1.15);
  m_verdict->setFont(large);
  m_target->setObjectName(QStringLiteral("doctorTarget"));
  m_target->setTextFormat(Qt::PlainText);
  m_progress->setObjectName(QStringLiteral("doctorProgress"));
  m_progress->setAccessibleName(tr("The network doctor is at work"));
  m_progress->setRange(0, 0);
  m_progress->setTextVisible(false);
  m_progress->setMaximumHeight(fontMetrics().height() / 2);

  auto* const words = new QVBoxLayout;
  words->setSpacing(2);
  words->addWidget(m_verdict);
  words->addWidget(m_target);
  auto* const top = new QHBoxLayout;
  top->setSpacing(12);
  top->addWidget(m_icon, 0, Qt::AlignTop);
  top->addLayout(words, 1);
  auto* const column = new QVBoxLayout(this);
  column->addLayout(top);
  column->addWidget(m_progress);
  column->addWidget(makeRows(), 1);
  column->addWidget(makeButtons());
  resize(fontMetrics().averageCharWidth() * 96, fontMetrics().height() * 34);

  m_copied.setSingleShot(true);
  m_copied.setInterval(kSayCopied);
  connect(&m_copied, &QTimer::timeout, this, &DoctorDialog::updateButtons);
  showReport({});
}

DoctorDialog::~DoctorDialog() = default;

QWidget* DoctorDialog::makeRows() {
  auto* const content = new QWidget;
  content->setBackgroundRole(QPalette::Base);
  m_rows = new QVBoxLayout(content);
  m_rows->setContentsMargins(12, 12, 12, 12);
  m_rows->setSpacing(10);
  m_rows->addStretch(1);
  m_scroll = new QScrollArea;
  m_scroll->setObjectName(QStringLiteral("doctorRows"));
  m_scroll->setAccessibleName(tr("What was found"));
  m_scroll->setWidgetResizable(true);
  m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_scroll->setFocusPolicy(Qt::StrongFocus);
  m_scroll->setWidget(content);
  // The rows get their places one after the other; a person who scrolls meanwhile is not disturbed.
  const QScrollBar* const bar = m_scroll->verticalScrollBar();
  connect(bar, &QScrollBar::rangeChanged, this, &DoctorDialog::showTrouble);
  connect(bar, &QScrollBar::actionTriggered, this, [this] { m_seeks_trouble = false; });
  return m_scroll;
}

QWidget* DoctorDialog::makeButtons() {
  auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Close);
  m_copy = buttons->addButton(QString(), QDialogButtonBox::ActionRole);
  m_copy->setObjectName(QStringLiteral("copyDoctorButton"));
  m_copy->setIcon(icon(Icon::Copy));
  m_run = buttons->addButton(QString(), QDialogButtonBox::ActionRole);
  m_run->setObjectName(QStringLiteral("runDoctorButton"));
  buttons->button(QDialogButtonBox::Close)->setObjectName(QStringLiteral("closeDoctorButton"));
  connect(buttons, &QDialogButtonBox::rejected, this, &DoctorDialog::reject);
  connect(m_copy, &QPushButton::clicked, this, &DoctorDialog::copy);
  connect(m_run, &QPushButton::clicked, this, [this] {
    if (m_report.finished) {
      Q_EMIT runRequested();
    } else {
      Q_EMIT stopRequested();
    }
  });
  return buttons;
}

void DoctorDialog::showReport(const DoctorReport& report) {
  const bool was_finished = m_report.finished;
  m_report = report;
  updateVerdict();
  updateRows();
  updateButtons();
  m_seeks_trouble = m_seeks_trouble && report.finished;
  if (report.finished && !was_finished) {
    announce();
    m_seeks_trouble = true;
    QTimer::singleShot(0, this, &DoctorDialog::showTrouble);
  }
}

void DoctorDialog::updateVerdict() {
  const session::DoctorLine* const trouble = models::mainTrouble(m_report);
  const Mark mark = !m_report.finished            ? Mark::Running
                    : trouble != nullptr          ? trouble->mark
                    : models::isAllWell(m_report) ? Mark::Good
                                                  : Mark::NotTried;
  m_icon->setPixmap(doctorMark(mark, 2 * fontMetrics().height(), *this));
  m_icon->setAccessibleName(DoctorText::mark(mark));
  m_verdict->setText(DoctorText::verdict(m_report));
  const QString server = models::displayLine(HostAndPort::join(m_report.host, m_report.port));
  m_target->setText(m_report.host.isEmpty() ? QString() : tr("Server: %1").arg(server));
  m_progress->setVisible(!m_report.finished);
}

void DoctorDialog::updateRows() {
  const QVector<DoctorText::Row> rows = DoctorText::rows(m_report);
  while (m_shown.size() > rows.size()) {
    delete m_shown.takeLast();
  }
  while (m_shown.size() < rows.size()) {
    auto* const row = new DoctorRow;
    row->setObjectName(QStringLiteral("doctorRow%1").arg(m_shown.size()));
    m_rows->insertWidget(static_cast<int>(m_shown.size()), row);
    m_shown.append(row);
  }
  for (int i = 0; i < rows.size(); ++i) {
    m_shown.at(i)->setRow(rows.at(i));
  }
}

void DoctorDialog::updateButtons() {
  m_copy->setText(tr("&Copy"));
  m_copy->setEnabled(!m_report.lines.isEmpty());
  m_run->setText(m_report.finished ? tr("&Run again") : tr("&Stop"));
  m_run->setIcon(icon(m_report.finished ? Icon::Retry : Icon::Stop));
}

QString DoctorDialog::plainText() const {
  return DoctorText::plainText(m_report);
}

void DoctorDialog::copy() {
  QGuiApplication::clipboard()->setText(plainText());
  m_copy->setText(tr("Copied"));
  m_copied.start();
}

void DoctorDialog::announce() {
  QAccessibleEvent alert(m_verdict, QAccessible::Alert);
  QAccessible::updateAccessibility(&alert);
}

void DoctorDialog::showTrouble() {
  if (!m_seeks_trouble) {
    return;
  }
  const QVector<DoctorText::Row> rows = DoctorText::rows(m_report);
  for (int i = 0; i < rows.size(); ++i) {
    if (rows.at(i).mark == Mark::Bad || rows.at(i).mark == Mark::Warning) {
      m_scroll->ensureWidgetVisible(m_shown.at(i));
      return;
    }
  }
}

void DoctorDialog::reject() {
  if (!m_report.finished) {
    Q_EMIT stopRequested();
  }
  QDialog::reject();
}

void DoctorDialog::changeEvent(QEvent* event) {
  QDialog::changeEvent(event);
  if (m_run != nullptr && (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)) {
    updateVerdict();
  }
}

}  // namespace landline::widgets
