#pragma once

#include <QAbstractTableModel>

#include <deque>

#include "session/datagram_values.h"

namespace landline::models {

/// The last datagrams that came and went, oldest first: at most `capacity`, and as many of them as have at most
/// `octets` octets together. Lives in the UI thread.
class DatagramLogModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { TimeColumn, DirectionColumn, AddressColumn, SizeColumn, ContentColumn, ColumnCount };
  enum Role { DirectionRole = Qt::UserRole + 1 /* Direction as int */ };
  enum class Direction { Received, Sent, Echoed };

  static constexpr int kCapacity = 5000;
  static constexpr qint64 kOctets = 16 * 1024 * 1024;
  static constexpr int kOctetsInRow = 256;  ///< so many of a datagram are shown; all of it is copied

  explicit DatagramLogModel(int capacity = kCapacity, qint64 octets = kOctets, QObject* parent = nullptr);

  const session::Datagram& at(int row) const { return m_datagrams[static_cast<std::size_t>(row)]; }
  /// "2026-01-31 10:02:03.456  received  192.168.1.5:6666  5  Hello", in local time: what Copy gives.
  QString lineText(int row) const;
  bool showsHex() const { return m_shows_hex; }

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 public Q_SLOTS:
  void append(const QVector<landline::session::Datagram>& datagrams);
  void setShowsHex(bool shows);
  void clear();

 private:
  QString contentOf(const session::Datagram& datagram, int most_octets) const;
  QVariant display(const session::Datagram& datagram, int column) const;
  void makeRoomFor(int rows, qint64 octets);

  std::deque<session::Datagram> m_datagrams;
  int m_capacity;
  qint64 m_most_octets;
  qint64 m_octets = 0;
  bool m_shows_hex = false;
};

/// "192.168.1.5:6666", "[fe80::1%eth0]:6666".
QString datagramEndpoint(const QString& address, quint16 port);

QString directionText(DatagramLogModel::Direction direction);

}  // namespace landline::models
