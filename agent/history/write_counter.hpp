// Counts the bytes that SQLite writes to disk, which decide how fast flash wears out.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

namespace commune::history {

/// A SQLite file system that passes everything on to another one and counts the bytes written.
/// Outlives all databases opened through it.
class WriteCounter {
 public:
  /// `below`: SQLite's name of the file system that does the work; empty: the default.
  explicit WriteCounter(const std::string& below = "");
  ~WriteCounter();
  WriteCounter(const WriteCounter&) = delete;
  WriteCounter& operator=(const WriteCounter&) = delete;

  /// The file system name to pass to Database::open.
  const std::string& name() const { return name_; }

  /// Thread-safe.
  std::uint64_t bytes() const { return bytes_; }

 private:
  struct FileSystem;

  std::string name_;
  std::atomic<std::uint64_t> bytes_ = 0;
  std::unique_ptr<FileSystem> file_system_;
};

}  // namespace commune::history
