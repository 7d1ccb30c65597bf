#pragma once

namespace landline::files {

/// What becomes of a file whose name is taken by another one when it is complete.
enum class OnTaken {
  Rename,     ///< it becomes `NAME (1)`, and what is there is kept
  Overwrite,  ///< it replaces what is there, if that is a regular file
  Skip,       ///< what is there is kept, and what has come is dropped
};

}  // namespace landline::files
