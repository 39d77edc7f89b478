// Records in a queue's file, each with a checksum: what is damaged is found, and what follows it is
// found again.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace commune::remote_write {

/// The numbers are what stands on disk.
enum class RecordType : std::uint8_t {
  head = 'H',    ///< What segment this is.
  series = 'S',  ///< Label sets, and their values that others are written against.
  block = 'B',   ///< The samples of one moment.
};

struct Record {
  RecordType type = RecordType::block;
  std::string_view payload;
};

/// Adds "CWQ", the type, length and CRC-32 (both little endian), and the payload.
void append_record(RecordType type, std::string_view payload, std::string& bytes);

/// Goes through the bytes of a file, which outlive it.
class RecordReader {
 public:
  explicit RecordReader(std::string_view bytes) : rest_(bytes) {}

  /// The next record that is whole; nothing at the end.
  std::optional<Record> next();

  /// Whether bytes were passed over so far that are no whole record, zeros apart: records may have
  /// some before them. Half a record at the end is none: a power cut leaves it.
  bool damaged() const { return damaged_; }

 private:
  std::string_view rest_;
  bool damaged_ = false;
};

}  // namespace commune::remote_write
