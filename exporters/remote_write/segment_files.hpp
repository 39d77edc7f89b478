// The files of one queue: segments that grow at their end, and the reader's position. Does not know
// their content.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/result.hpp"

namespace commune::remote_write {

/// The unit in which flash is written: a write to a part of a block writes all of it.
inline constexpr std::uint64_t kDiskBlock = 4096;

/// How many blocks `length` bytes from `at` touch.
inline std::uint64_t blocks_touched(std::uint64_t at, std::uint64_t length) {
  return (at + length + kDiskBlock - 1) / kDiskBlock - at / kDiskBlock;
}

/// Not thread-safe. Appended bytes are on disk when the call returns without an error; after an
/// error the file is as before.
class SegmentFiles {
 public:
  explicit SegmentFiles(std::string directory) : directory_(std::move(directory)) {}
  virtual ~SegmentFiles() = default;

  /// Makes the directory. Errors: it cannot be used.
  Result<void> open();

  struct File {
    std::uint64_t number = 0;
    std::uint64_t bytes = 0;
  };
  /// By number.
  std::vector<File> list() const;

  struct Failure {
    Error error;
    bool no_room = false;  ///< The disk is full: deleting files would help.
  };
  /// `at`: the end of the file, or somewhat after it, with zeros in the gap; 0: the file does not
  /// exist yet.
  virtual tl::expected<void, Failure> append(std::uint64_t number, std::uint64_t at,
                                             std::string_view bytes);

  /// At most this many bytes from its beginning.
  Result<std::string> read(std::uint64_t number, std::size_t at_most = SIZE_MAX) const;

  void remove(std::uint64_t number);
  /// Keeps a damaged file as "damaged", replacing an earlier one.
  void set_aside(std::uint64_t number);

  /// The first undelivered block.
  void save_position(std::uint64_t seq);
  std::optional<std::uint64_t> position() const;

  /// Adds to the list of samples that a receiver refused for good, which is kept short.
  void note_refused(std::string_view lines);

  std::string path(std::uint64_t number) const;
  const std::string& directory() const { return directory_; }

  /// Since the start, in whole blocks of the file system: this wears flash out.
  std::uint64_t written_bytes() const { return written_bytes_; }

 private:
  std::string directory_;
  std::uint64_t written_bytes_ = 0;
};

}  // namespace commune::remote_write
