#pragma once

#include <QSet>
#include <QString>
#include <QStringList>
#include <QVector>

namespace landline::test {

/// Which headers belong to which module of Qt, as their include folders on this computer list them.
struct QtHeaders {
  QSet<QString> network;
  QSet<QString> widgets;
  QSet<QString> gui;
  QSet<QString> sql;

  /// Reads the include folders of the modules.
  static QtHeaders read(const QString& network, const QString& widgets, const QString& gui, const QString& sql);
};

/// The rules of the layers, checked on the text of the sources:
///
/// * every `#include "..."` names a file from the top of `common/`, `client/`, `server/`, and a folder includes only
///   itself and what stands to its left; client and server do not include each other;
/// * each layer uses only the libraries that it is there for (sockets in net, SQL in history, widgets in widgets ...);
/// * wire is sans I/O: no QObject, socket, file, clock or log;
/// * no source is over 400 lines.
class LayerRules {
 public:
  static constexpr int kMostLines = 400;

  explicit LayerRules(QtHeaders qt) : m_qt(std::move(qt)) {}

  /// `file:line: what is wrong` for each breach below `root`, which holds common, client, server, tests.
  QStringList breaches(const QString& root) const;

  /// How many files the last-named folders hold; so that a check that found nothing can show that it looked.
  static int sourceCount(const QString& root);

 private:
  QStringList includeBreaches(const QString& folder, const QString& header, bool quoted) const;
  QStringList ownHeaderBreaches(const QString& folder, const QString& header) const;
  QStringList foreignHeaderBreaches(const QString& folder, const QString& header) const;

  QtHeaders m_qt;
};

}  // namespace landline::test
