#include "widgets/network_panel.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeView>
#include <QVBoxLayout>

#include "models/interface_model.h"
#include "widgets/copy_key.h"
#include "widgets/icons.h"

namespace landline::widgets {

using models::InterfaceModel;

NetworkPanel::NetworkPanel(models::InterfaceModel& model, const QString& host_name, QWidget* parent)
    : QWidget(parent), m_model(model), m_host_name(host_name), m_view(new QTreeView) {
  auto* const host_label = new QLabel(tr("This computer: %1").arg(host_name));
  host_label->setObjectName(QStringLiteral("hostNameLabel"));
  host_label->setTextFormat(Qt::PlainText);
  host_label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);

  auto* const ipv6 = new QCheckBox(tr("IPv6 addresses"));
  ipv6->setObjectName(QStringLiteral("ipv6Check"));
  ipv6->setChecked(m_model.showsIpv6());
  m_copy_value = new QPushButton(icon(Icon::Copy), tr("Copy value"));
  m_copy_value->setObjectName(QStringLiteral("copyValueButton"));
  auto* const copy_all = new QPushButton(icon(Icon::Copy), tr("Copy all"));
  copy_all->setObjectName(QStringLiteral("copyAllButton"));

  m_view->setObjectName(QStringLiteral("interfaceView"));
  m_view->setAccessibleName(tr("Network interfaces"));
  m_view->setModel(&m_model);
  m_view->setUniformRowHeights(true);
  m_view->setAlternatingRowColors(true);
  m_view->header()->setStretchLastSection(true);
  m_view->header()->resizeSection(InterfaceModel::NameColumn, m_view->fontMetrics().averageCharWidth() * 40);

  auto* const top = new QHBoxLayout;
  top->addWidget(host_label, 1);
  top->addWidget(ipv6);
  top->addWidget(m_copy_value);
  top->addWidget(copy_all);
  auto* const layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addLayout(top);
  layout->addWidget(m_view, 1);

  new CopyKey(m_view, [this] { copyValue(); });
  connect(m_copy_value, &QPushButton::clicked, this, &NetworkPanel::copyValue);
  connect(copy_all, &QPushButton::clicked, this, &NetworkPanel::copyAll);
  connect(ipv6, &QCheckBox::toggled, &m_model, &InterfaceModel::setShowsIpv6);
  connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &NetworkPanel::updateButtons);
  connect(&m_model, &InterfaceModel::rowsRemoved, this, &NetworkPanel::updateButtons);
  connect(&m_model, &InterfaceModel::rowsInserted, this, &NetworkPanel::expandNew);
  expandNew({}, 0, m_model.rowCount() - 1);
  updateButtons();
}

// What is new and in use is shown whole; what a person closed stays closed.
void NetworkPanel::expandNew(const QModelIndex& above, int first, int last) {
  for (int row = first; row <= last; ++row) {
    const QModelIndex index = m_model.index(row, 0, above);
    if (index.data(InterfaceModel::UpRole).toBool()) {
      m_view->expandRecursively(index);
    }
  }
}

void NetworkPanel::updateButtons() {
  m_copy_value->setEnabled(m_view->currentIndex().isValid());
}

void NetworkPanel::copyValue() {
  const QModelIndex current = m_view->currentIndex();
  if (!current.isValid()) {
    return;
  }
  const bool name = current.column() == InterfaceModel::NameColumn && !current.parent().isValid();
  const int column = name ? InterfaceModel::NameColumn : InterfaceModel::ValueColumn;
  QGuiApplication::clipboard()->setText(current.sibling(current.row(), column).data().toString());
}

void NetworkPanel::copyAll() {
  QGuiApplication::clipboard()->setText(m_host_name + QLatin1Char('\n') + m_model.allText());
}

}  // namespace landline::widgets
