#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace landline {

/// Every bound that the programs keep, in one place. Passed in by value when an object is built: tests shorten
/// the times and the sizes. PROTOCOL.md quotes the figures that the other side can notice.
struct Limits {
  using Milliseconds = std::chrono::milliseconds;

  // Frames, in octets
  std::size_t header_line = 4096;
  std::size_t message_body = 64 * 1024;
  std::size_t message_body_before_admission = 4 * 1024;
  std::int64_t file_piece = 4 * 1024 * 1024;

  // Text
  std::size_t chat_text = 16 * 1024;  ///< octets of UTF-8
  int name_code_points = 64;
  int remembered_messages = 4096;                 ///< per node, for telling a repeat
  int chat_at_once = 100;                         ///< messages of one peer that the server passes on at once ...
  int chat_per_second = 100;                      ///< ... and so many later; more wait ...
  int chat_waiting = 1000;                        ///< ... so many, an outbox full, ...
  std::size_t chat_waiting_octets = 1024 * 1024;  ///< ... and so many octets at most; the rest is dropped

  // Control connections
  std::size_t unsent_control_data = 1024 * 1024;  ///< more than this waiting for one reader closes it
  std::size_t control_read_buffer = 1024 * 1024;
  Milliseconds handshake{10'000};  ///< from accept to a valid hello, or the ticket
  Milliseconds connect{10'000};    ///< from the client's attempt to welcome or waiting
  Milliseconds heartbeat{15'000};  ///< silence after which a ping is sent
  Milliseconds silence{30'000};    ///< silence, or no progress in sending, after which a connection is closed
  Milliseconds goodbye{1'000};     ///< how long a `bye` may take to leave before the connection is cut
  Milliseconds reconnect_first{1'000};
  Milliseconds reconnect_longest{30'000};
  int unauthenticated_connections = 64;
  int unauthenticated_per_address = 8;
  int arrivals_at_once = 256;    ///< control connections and plain peers from one address: so many together ...
  int arrivals_per_second = 50;  ///< ... and so many later
  int connections = 4096;        ///< admitted ones and those that wait for a person

  // Plain peers
  Milliseconds plain_first_octet{1'000};  ///< silence after which a connection is listed as a plain peer
  Milliseconds plain_quiet{100};          ///< silence that ends a message, and a burst
  Milliseconds plain_answer{30'000};      ///< from `name&size` to `ok`
  std::size_t plain_message = 16 * 1024;  ///< a longer one is cut into several
  int plain_texts_per_second = 1000;      ///< that a client reads from a plain server
  int plain_peers = 64;                   ///< at once
  int plain_peers_per_address = 16;

  // Transfers
  Milliseconds ticket_life{30'000};
  Milliseconds transfer_ping{10'000};  ///< how often a side that is busy with itself says so
  Milliseconds transfer_silence{30'000};
  Milliseconds progress_interval{100};  ///< how often a running transfer is reported
  int transfers_per_peer = 4;           ///< running at once with one peer, both ways together
  int transfers_in_all = 16;            ///< running at once
  int queued_offers_per_peer = 64;
  Milliseconds resume_first{1'000};     ///< after an interruption a new ticket comes after this long ...
  Milliseconds resume_longest{30'000};  ///< ... doubled each time, up to this
  int manifest_page_entries = 512;
  int manifest_page_blocks = 16'384;  ///< the blocks (files/block_digests.h) of all files of a page together
  int open_manifest_pages = 4;
  std::size_t transfer_block = 512 * 1024;  ///< one read of the source, one write of the part
  int transfer_blocks_ahead = 4;            ///< how many of them wait between the disk's and the network's thread
  int flush_group_files = 256;              ///< small files are flushed together: so many ...
  std::int64_t flush_group_bytes = 32 * 1024 * 1024;  ///< ... or so large at most

  // Discovery
  Milliseconds announce_first{1'000};    ///< the first announcements follow each other so ...
  Milliseconds announce{4'000};          ///< ... and later ones so
  Milliseconds server_vanished{13'000};  ///< without an announcement a server is gone
  Milliseconds server_news{500};         ///< how often a server's change is told at most
  int servers_found = 256;
  int announcements_per_second = 200;  ///< of all senders together; the rest is dropped before it is read
  int announcements_per_sender = 40;   ///< a second, of one address

  // Datagrams
  Milliseconds datagram_news{100};                    ///< how often faces are told of them at most ...
  int datagrams_at_once = 256;                        ///< ... of so many ...
  std::size_t datagram_octets_at_once = 1024 * 1024;  ///< ... and so many octets each time; others are only counted
  Milliseconds echo_memory{2'000};  ///< for so long what comes back from where it was sent to is taken for an answer

  // The network doctor
  Milliseconds doctor_lookup{5'000};     ///< of a name
  Milliseconds doctor_connect{5'000};    ///< to one address
  Milliseconds doctor_handshake{5'000};  ///< from the TCP connection to the server's key
  Milliseconds doctor_person{30'000};    ///< how long it waits for a person to let it in
  int doctor_addresses = 4;              ///< of one name
  Milliseconds probe_spacing{150};       ///< between the datagrams of one kind
  Milliseconds probe_listen{1'500};      ///< how long either side listens for the other's
  Milliseconds probe_pause{3'000};       ///< from one request of a peer to its next
  int probes_at_once = 8;                ///< at a server
};

}  // namespace landline
