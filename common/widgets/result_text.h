#pragma once

#include <QString>

namespace landline::widgets {

/// The beginning of a result file, fit for a text view, and the failures among the rest: a batch may have a million
/// files, of which three are what matters.
struct ResultText {
  static constexpr int kMostLines = 10'000;
  static constexpr qint64 kMostOctets = 4 * 1024 * 1024;
  static constexpr int kMostFailures = 1'000;  ///< of those beyond

  bool readable = false;
  QString text;       ///< whole lines; what could reorder or imitate others is made visible
  int lines = 0;      ///< of the beginning
  int failures = 0;   ///< behind it: those of the rest
  bool more = false;  ///< the file goes on

  /// Reads the file: not in the thread of a window.
  static ResultText read(const QString& path);
};

/// Copies a result to where the person wants it; what is there is replaced. False: it could not be written. Not in the
/// thread of a window.
bool saveResultAs(const QString& result_path, const QString& path);

}  // namespace landline::widgets
