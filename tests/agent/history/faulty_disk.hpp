// A file system of SQLite's that fails when a test says so, and forgets what was not synced when a
// test cuts its power.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace commune::history::testing {

/// Passes everything on to the usual file system. Not thread-safe but for fail_*(): one database at
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

  /// Files as they were when they were last synced: what a power cut leaves. Written into `to`.
  void leave_what_is_synced(const std::string& to) const;

 private:
  struct FileSystem;

  std::string name_;
  std::unique_ptr<FileSystem> file_system_;
};

}  // namespace commune::history::testing
