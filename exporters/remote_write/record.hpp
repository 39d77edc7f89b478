// Records in a queue's file, each with a checksum: damage is detected, and reading continues with
// the next whole record.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace commune::remote_write {

/// These numbers are stored on disk.
enum class RecordType : std::uint8_t {
  head = 'H',    ///< Identifies the segment.
  series = 'S',  ///< Label sets, and the base values for the blocks.
  block = 'B',   ///< The samples of one moment.
};

struct Record {
  RecordType type = RecordType::block;
  std::string_view payload;
};

/// Adds "CWQ", the type, length and CRC-32 (both little endian), and the payload.
void append_record(RecordType type, std::string_view payload, std::string& bytes);

/// Reads the bytes of a file, which outlive it.
class RecordReader {
 public:
  explicit RecordReader(std::string_view bytes) : rest_(bytes) {}

  /// The next whole record; nothing at the end.
  std::optional<Record> next();

  /// Whether skipped bytes were not a whole record. Zeros do not count, because records may have
  /// some before them. Nor does half a record at the end: a power cut leaves one.
  bool damaged() const { return damaged_; }

 private:
  std::string_view rest_;
  bool damaged_ = false;
};

}  // namespace commune::remote_write
