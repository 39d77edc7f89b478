// The file of faults and messages: opened, checked, its tables made.
#pragma once

#include <memory>
#include <string>

#include "core/model/result.hpp"
#include "core/runtime/database.hpp"

namespace commune::notify {

struct OpenedFile {
  std::unique_ptr<Database> database;
  std::string put_aside;  ///< Where a damaged file was moved to; empty: it was sound.
  std::string origin;     ///< Drawn at random when the file was made.
};

/// Power cuts lose nothing that was committed (WAL, synchronous = FULL). A damaged file is put
/// aside and a new one begun; one of a newer version, or in use, is an error.
Result<OpenedFile> open_fault_file(const std::string& path);

}  // namespace commune::notify
