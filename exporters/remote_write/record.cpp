#include "exporters/remote_write/record.hpp"

#include <zlib.h>

namespace commune::remote_write {
namespace {

constexpr std::string_view kMark = "CWQ";
constexpr std::size_t kTypeAt = 3, kLengthAt = 4, kSumAt = 8, kPayloadAt = 12;

void append_number(std::uint32_t number, std::string& bytes) {
  for (unsigned shift = 0; shift < 32; shift += 8)
    bytes += static_cast<char>(number >> shift & 0xff);
}

std::uint32_t number_at(std::string_view bytes, std::size_t place) {
  std::uint32_t number = 0;
  for (unsigned i = 0; i < 4; ++i)
    number |= std::uint32_t{static_cast<unsigned char>(bytes[place + i])} << (8 * i);
  return number;
}

std::uint32_t checksum(RecordType type, std::string_view payload) {
  const auto kind = static_cast<Bytef>(type);
  const auto sum = crc32(crc32(0, nullptr, 0), &kind, 1);
  return static_cast<std::uint32_t>(crc32(sum, reinterpret_cast<const Bytef*>(payload.data()),
                                          static_cast<uInt>(payload.size())));
}

std::optional<Record> whole_record(std::string_view bytes) {
  if (bytes.size() < kPayloadAt || !bytes.starts_with(kMark)) return std::nullopt;
  const auto length = number_at(bytes, kLengthAt);
  if (length > bytes.size() - kPayloadAt) return std::nullopt;
  const Record record{static_cast<RecordType>(bytes[kTypeAt]), bytes.substr(kPayloadAt, length)};
  if (checksum(record.type, record.payload) != number_at(bytes, kSumAt)) return std::nullopt;
  return record;
}

}  // namespace

void append_record(RecordType type, std::string_view payload, std::string& bytes) {
  bytes += kMark;
  bytes += static_cast<char>(type);
  append_number(static_cast<std::uint32_t>(payload.size()), bytes);
  append_number(checksum(type, payload), bytes);
  bytes += payload;
}

std::optional<Record> RecordReader::next() {
  std::string_view at = rest_;
  while (!at.empty()) {
    if (const auto record = whole_record(at)) {
      const auto passed_over = rest_.substr(0, rest_.size() - at.size());
      damaged_ = damaged_ || passed_over.find_first_not_of('\0') != std::string_view::npos;
      rest_ = at.substr(kPayloadAt + record->payload.size());
      return record;
    }
    const auto mark = at.find(kMark, 1);
    at = mark == std::string_view::npos ? std::string_view() : at.substr(mark);
  }
  rest_ = {};
  return std::nullopt;
}

}  // namespace commune::remote_write
