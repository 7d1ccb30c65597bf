#pragma once

#include <string>
#include <vector>

#include "wire/messages.h"

/// One message or more of every kind, with the octets of its body as PROTOCOL.md has them.
namespace landline::wire::samples {

template <typename Message>
struct Sample {
  const char* name;  ///< of the case, for the test's name
  Message message;
  std::string body;
};

std::vector<Sample<ControlMessage>> control();
std::vector<Sample<DataMessage>> data();

/// The IDs, UUID and so on that the samples are made of.
PeerId peer();
QString uuid();
inline constexpr char kPeer[] = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
inline constexpr char kUuid[] = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";
inline constexpr char kDigest[] = "b5e9c1ad071b3e7fc779cfaa5e523818";

/// A stream of frames as one side of a connection sends them: every sample in turn; the data stream has pieces too.
std::string controlStream();
std::string dataStream();

}  // namespace landline::wire::samples
