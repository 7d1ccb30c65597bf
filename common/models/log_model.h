#pragma once

#include <QAbstractTableModel>
#include <QMetaType>
#include <QString>

#include <deque>

namespace landline::models {

enum class Severity { Debug, Info, Warning, Error };

struct LogLine {
  qint64 at_ms = 0;  ///< since 1970, UTC
  Severity severity = Severity::Info;
  QString source;  ///< logging category, or what the line is about
  QString text;
};

/// The last `capacity` lines of the log, oldest first. Lives in the UI thread; append() may be connected to signals of
/// any thread.
class LogModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { TimeColumn, SeverityColumn, SourceColumn, TextColumn, ColumnCount };
  enum Role { SeverityRole = Qt::UserRole + 1 /* int */ };

  static constexpr int kCapacity = 5000;

  explicit LogModel(int capacity = kCapacity, QObject* parent = nullptr);

  const LogLine& at(int row) const { return m_lines[static_cast<std::size_t>(row)]; }
  /// "2026-01-31 10:02:03.456  warning  landline.net  text", in local time: what Copy gives.
  QString lineText(int row) const;

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 public Q_SLOTS:
  void append(const landline::models::LogLine& line);
  void clear();

 private:
  std::deque<LogLine> m_lines;
  int m_capacity;
};

QString severityText(Severity severity);

}  // namespace landline::models

Q_DECLARE_METATYPE(landline::models::LogLine)
