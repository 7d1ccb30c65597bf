#include "models/log_model.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>

#include "models/display_text.h"
#include "models/format.h"

namespace landline::models {

QString severityText(Severity severity) {
  switch (severity) {
    case Severity::Debug:
      return LogModel::tr("detail");
    case Severity::Info:
      return LogModel::tr("note");
    case Severity::Warning:
      return LogModel::tr("warning");
    case Severity::Error:
      return LogModel::tr("error");
  }
  return {};
}

LogModel::LogModel(int capacity, QObject* parent) : QAbstractTableModel(parent), m_capacity(std::max(capacity, 1)) {}

QString LogModel::lineText(int row) const {
  const LogLine& line = at(row);
  const QString time = QDateTime::fromMSecsSinceEpoch(line.at_ms).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz"));
  const QStringList parts{time, severityText(line.severity), displayText(line.source), displayText(line.text)};
  return parts.join(QStringLiteral("  "));
}

int LogModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

int LogModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : ColumnCount;
}

QVariant LogModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
    return {};
  }
  const LogLine& line = at(index.row());
  if (role == SeverityRole) {
    return static_cast<int>(line.severity);
  }
  if (role == Qt::ToolTipRole && index.column() == TextColumn) {
    return toolTipText(displayText(line.text));
  }
  if (role != Qt::DisplayRole) {
    return {};
  }
  switch (index.column()) {
    case TimeColumn:
      return QDateTime::fromMSecsSinceEpoch(line.at_ms).toString(QStringLiteral("HH:mm:ss.zzz"));
    case SeverityColumn:
      return severityText(line.severity);
    case SourceColumn:
      return displayText(line.source);
    case TextColumn:
      return displayText(line.text);
    default:
      return {};
  }
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
    return {};
  }
  switch (section) {
    case TimeColumn:
      return tr("Time");
    case SeverityColumn:
      return tr("Severity");
    case SourceColumn:
      return tr("About");
    case TextColumn:
      return tr("What happened");
    default:
      return {};
  }
}

void LogModel::append(const LogLine& line) {
  if (m_lines.size() >= static_cast<std::size_t>(m_capacity)) {
    beginRemoveRows({}, 0, 0);
    m_lines.pop_front();
    endRemoveRows();
  }
  const int row = rowCount();
  beginInsertRows({}, row, row);
  m_lines.push_back(line);
  endInsertRows();
}

void LogModel::clear() {
  beginResetModel();
  m_lines.clear();
  endResetModel();
}

}  // namespace landline::models
