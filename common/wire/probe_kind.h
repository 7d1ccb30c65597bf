#pragma once

#include <string_view>

#include "wire/messages.h"

namespace landline::wire {

/// The words for ways of datagrams, which a message and a datagram share. `Fields` as in message_codec.h.
template <typename Fields>
void describeProbeKind(Fields& fields, typename Fields::template Ref<ProbeKind> kind) {
  using Kind = ProbeKind;
  fields.template oneOf<Kind>(
      "kind", {{"unicast", Kind::Unicast}, {"broadcast", Kind::Broadcast}, {"multicast", Kind::Multicast}}, kind);
}

}  // namespace landline::wire
