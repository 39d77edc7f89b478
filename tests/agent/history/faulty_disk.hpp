// A SQLite file system that fails when a test says so, and loses unsynced data when a test cuts its
// power.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace commune::history::testing {

/// Passes everything on to the usual file system. Not thread-safe except fail_*(): one database at
/// a time.
class FaultyDisk {
 public:
  FaultyDisk();
  ~FaultyDisk();
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  const std::string& name() const { return name_; }

  enum class Fault { none, io_error, full };
  /// From the `after`-th write, sync or truncation from now on.
  void fail(Fault fault, int after = 0);

  /// Writes the files as they were at their last sync into `to`: the state after a power cut.
  void leave_what_is_synced(const std::string& to) const;

 private:
  struct FileSystem;

  std::string name_;
  std::unique_ptr<FileSystem> file_system_;
};

}  // namespace commune::history::testing
