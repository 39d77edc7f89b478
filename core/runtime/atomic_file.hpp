// Writes a file whole or not at all: neither a full disk nor a power cut leaves half of it, and the
// file that was there before stays until the new one is safe.
#pragma once

#include <functional>
#include <ostream>
#include <string>
#include <string_view>

#include "core/model/result.hpp"

#include <sys/types.h>

namespace commune {

/// Writes `content` beside `path` (`path` and ".new"), syncs it, renames it to `path` and syncs the
/// directory: when this returns without an error, the disk has it. After an error nothing is left
/// beside `path`, and `path` is as it was; only when the directory cannot be synced it is new
/// already. The directory must exist. Fails for an empty path. Blocks; one writer of a path at a
/// time.
Result<void> write_atomically(const std::string& path, std::string_view content, mode_t mode);

/// The same for content that is written piece by piece. An error that `write_content` returns is
/// passed on; an exception passes through. Both leave `path` as it was.
Result<void> write_atomically(const std::string& path, mode_t mode,
                              const std::function<Result<void>(std::ostream&)>& write_content);

}  // namespace commune
