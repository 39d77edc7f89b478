// A queue in a directory of its own, on a disk that fails when the test says so; and samples as
// lines that a test can compare.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "exporters/remote_write/queue.hpp"

namespace commune::remote_write::testing {

using namespace std::chrono_literals;

/// 2026-11-25T00:00:00Z.
constexpr LedgerTime kStart(1'795'564'800s);

/// This long after kStart, which was 1,000 s after the boot.
Clock at(Milliseconds since_start);
/// The same, while the wall clock is not trusted: it shows 1970.
Clock unbelieved_at(Milliseconds since_start);

/// `commune_x{device="ap-1"} 2.5 @60`: series, value or `stale`, seconds after kStart.
using Lines = std::vector<std::string>;
Lines lines_of(const Batch& batch);
Lines lines_of(const Batch& batch, Stretch stretch);
/// The lines of a request. Checks what holds for every request: whole, each series once, labels
/// sorted.
Lines lines_in(const std::string& body);

/// Series s0000 and so on, all with the same value.
std::string page_of(std::size_t series, double value);

/// A new directory; deleted with it.
class Directory {
 public:
  Directory();
  ~Directory();
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;

  const std::string& path() const { return path_; }
  std::string file(const std::string& name) const { return path_ + "/" + name; }
  /// Names, sorted.
  std::vector<std::string> files() const;

 private:
  std::string path_;
};

std::string content_of(const std::string& path);
void write_file(const std::string& path, const std::string& content);
/// Inverts the lowest bit of one byte.
void damage(const std::string& path, std::size_t at);

struct Disk {
  bool broken = false;
  std::uint64_t room = UINT64_MAX;  ///< For all segments.
  int appends = 0;                  ///< Attempts so far.
};

class Gateway {
 public:
  Gateway() { open(); }

  /// As after a crash, or in a new boot.
  void open();
  Queue& queue() { return *queue_; }

  void push(const std::string& page, const Clock& clock);
  /// Takes and delivers everything there is.
  Lines deliver_all(const Clock& clock, std::size_t most_samples = 1'000);

  RemoteWriteFigures figures() const;
  std::uint64_t pending() const { return figures().pending_samples; }
  std::uint64_t lost(RemoteWriteLoss why) const;
  std::uint64_t lost() const;  ///< For any reason.
  /// File of the segment that begins with this block.
  std::string segment(std::uint64_t first_seq) const;
  /// Where its record of this block begins, counted from 0; of blocks only.
  std::size_t place_of_block(std::uint64_t first_seq, std::size_t block) const;

  Directory directory;
  Disk disk;
  QueueOptions options;
  std::string boot = "boot-1";

 private:
  std::unique_ptr<Queue> queue_;
};

}  // namespace commune::remote_write::testing
