#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include "core/peer_id.h"

namespace landline::files {

/// What stands for a sender and a path in the names of parts: the first 24 hex digits of SHA-256(sender's hex form,
/// NUL, components joined by `/`).
QByteArray partKey(const PeerId& sender, const QStringList& components);

/// The name under which a file is written until it is complete: `.landline-KEY.part`. After a crash the part is found
/// again by computing its name: there is no journal. `writer` is 1, or 2, 3... (`.landline-KEY-2.part`) for those who
/// write under the same key at the same time.
QByteArray partName(const QByteArray& key, int writer = 1);
QByteArray partName(const PeerId& sender, const QStringList& components, int writer = 1);

/// Whether `name` looks like one of the above, in any case of letters: no peer may name a file so.
bool isPartName(const QString& name);

/// Whether partName() may have given exactly this name.
bool isExactPartName(const QByteArray& name);

}  // namespace landline::files
