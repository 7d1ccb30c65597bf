#pragma once

#include <QString>

namespace landline::widgets {

/// The beginning of a result file, fit for a text view. A batch may have a million files: more than what is shown is
/// not read.
struct ResultText {
  static constexpr int kMostLines = 10'000;
  static constexpr qint64 kMostOctets = 4 * 1024 * 1024;

  bool readable = false;
  QString text;  ///< whole lines; what could reorder or imitate others is made visible
  int lines = 0;
  bool more = false;  ///< the file goes on

  /// Reads the file: not in the thread of a window.
  static ResultText read(const QString& path);
};

/// Copies a result to where the person wants it; what is there is replaced. False: it could not be written. Not in the
/// thread of a window.
bool saveResultAs(const QString& result_path, const QString& path);

}  // namespace landline::widgets
