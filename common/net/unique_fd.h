#pragma once

#include "core/file_descriptor.h"

namespace landline::net {

using UniqueFd = FileDescriptor;

}  // namespace landline::net
