#pragma once

#include "core/file_descriptor.h"
#include "core/result.h"

namespace landline::test {

/// A network namespace that lives as long as its descriptor; none where this user may not make one.
FileDescriptor makeNetworkNamespace();

/// Two hosts for a TunLink.
struct TwoNamespaces {
  FileDescriptor left;
  FileDescriptor right;

  /// An error is the reason for GTEST_SKIP(): this user may make no namespaces, or no TUN devices.
  static Result<TwoNamespaces> make();
};

}  // namespace landline::test
