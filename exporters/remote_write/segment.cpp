#include "exporters/remote_write/segment.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "exporters/remote_write/record.hpp"

#include <protozero/pbf_reader.hpp>
#include <protozero/pbf_writer.hpp>
#include <snappy.h>

namespace commune::remote_write {
namespace {

using protozero::tag_and_type;
using Tag = protozero::pbf_tag_type;
using Wire = protozero::pbf_wire_type;

constexpr std::uint32_t kVersion = 1;
// The tags of each record's fields on disk.
namespace head_field {
constexpr Tag kVersion = 1, kBootId = 2, kFirstSeq = 3, kSavedBefore = 4;
}
namespace series_field {
constexpr Tag kFirst = 1, kLabels = 2, kBase = 3;
}
namespace block_field {
constexpr Tag kSeq = 1, kMono = 2, kWall = 3, kSamples = 4, kSeries = 5, kSavedBefore = 6,
              kValues = 7;
}

// Two hours at one block per minute. Differences to older base values take more bytes, and series
// that are gone take memory.
constexpr std::size_t kMostBlocks = 128;
constexpr std::size_t kMostBlockBytes = 8U << 20U;
constexpr std::size_t kLargestSeriesRecord = 64U << 20U;

std::string head_payload(const SegmentHead& head) {
  std::string payload;
  protozero::pbf_writer record(payload);
  record.add_uint32(head_field::kVersion, kVersion);
  record.add_string(head_field::kBootId, head.boot_id);
  record.add_uint64(head_field::kFirstSeq, head.first_seq);
  record.add_uint64(head_field::kSavedBefore, head.saved_before);
  return payload;
}

Result<SegmentHead> parse_head(std::string_view payload, const std::string& path) {
  SegmentHead head;
  std::uint32_t version = 0;
  protozero::pbf_reader record(payload.data(), payload.size());
  while (record.next()) {
    switch (record.tag_and_type()) {
      case tag_and_type(head_field::kVersion, Wire::varint):
        version = record.get_uint32();
        break;
      case tag_and_type(head_field::kBootId, Wire::length_delimited):
        head.boot_id = record.get_string();
        break;
      case tag_and_type(head_field::kFirstSeq, Wire::varint):
        head.first_seq = record.get_uint64();
        break;
      case tag_and_type(head_field::kSavedBefore, Wire::varint):
        head.saved_before = record.get_uint64();
        break;
      default:
        record.skip();
    }
  }
  if (version > kVersion)
    return fail(path, "was written by a newer commune-agent (format {}, this one knows {})",
                version, kVersion);
  return head;
}

std::string series_payload(const Segment& segment, std::size_t first) {
  std::string plain;
  {
    protozero::pbf_writer record(plain);
    record.add_uint64(series_field::kFirst, first);
    for (std::size_t i = first; i < segment.labels.size(); ++i)
      record.add_bytes(series_field::kLabels, segment.labels[i].data(), segment.labels[i].size());
    record.add_packed_fixed64(series_field::kBase,
                              segment.base.begin() + static_cast<std::ptrdiff_t>(first),
                              segment.base.end());
  }
  std::string payload;
  snappy::Compress(plain.data(), plain.size(), &payload);
  return payload;
}

// Known series (the second copy of a record) are skipped. False: invalid.
bool parse_series(std::string_view payload, Segment& segment) {
  std::size_t length = 0;
  std::string plain;
  if (!snappy::GetUncompressedLength(payload.data(), payload.size(), &length) ||
      length > kLargestSeriesRecord || !snappy::Uncompress(payload.data(), payload.size(), &plain))
    return false;
  std::uint64_t first = 0;
  std::vector<std::string_view> labels;
  std::vector<ValueBits> base;
  protozero::pbf_reader record(plain.data(), plain.size());
  while (record.next()) {
    switch (record.tag_and_type()) {
      case tag_and_type(series_field::kFirst, Wire::varint):
        first = record.get_uint64();
        break;
      case tag_and_type(series_field::kLabels, Wire::length_delimited): {
        const auto view = record.get_view();
        labels.emplace_back(view.data(), view.size());
        break;
      }
      case tag_and_type(series_field::kBase, Wire::length_delimited): {
        const auto packed = record.get_packed_fixed64();
        base.assign(packed.begin(), packed.end());
        break;
      }
      default:
        record.skip();
    }
  }
  if (labels.size() != base.size() || first > segment.labels.size()) return false;
  for (std::size_t i = segment.labels.size() - first; i < labels.size(); ++i) {
    segment.labels.push_back(labels[i]);
    segment.base.push_back(base[i]);
  }
  return true;
}

std::string block_payload(const Block& block) {
  std::string payload;
  protozero::pbf_writer record(payload);
  record.add_uint64(block_field::kSeq, block.seq);
  record.add_int64(block_field::kMono, block.taken.mono.count());
  if (block.taken.wall)
    record.add_int64(block_field::kWall, block.taken.wall->time_since_epoch().count());
  record.add_uint32(block_field::kSamples, block.samples);
  record.add_uint32(block_field::kSeries, block.series);
  record.add_uint64(block_field::kSavedBefore, block.saved_before);
  record.add_bytes(block_field::kValues, block.values);
  return payload;
}

Block parse_block(std::string_view payload) {
  Block block;
  block.saved = true;
  protozero::pbf_reader record(payload.data(), payload.size());
  while (record.next()) {
    switch (record.tag_and_type()) {
      case tag_and_type(block_field::kSeq, Wire::varint):
        block.seq = record.get_uint64();
        break;
      case tag_and_type(block_field::kMono, Wire::varint):
        block.taken.mono = Milliseconds(record.get_int64());
        break;
      case tag_and_type(block_field::kWall, Wire::varint):
        block.taken.wall = LedgerTime(Milliseconds(record.get_int64()));
        break;
      case tag_and_type(block_field::kSamples, Wire::varint):
        block.samples = record.get_uint32();
        break;
      case tag_and_type(block_field::kSeries, Wire::varint):
        block.series = record.get_uint32();
        break;
      case tag_and_type(block_field::kSavedBefore, Wire::varint):
        block.saved_before = record.get_uint64();
        break;
      case tag_and_type(block_field::kValues, Wire::length_delimited):
        block.values = record.get_bytes();
        break;
      default:
        record.skip();
    }
  }
  return block;
}

// A record with a correct checksum but invalid content counts as damaged too.
Result<void> add_record(const Record& record, const std::string& path, ReadSegment& read) {
  Segment& segment = read.segment;
  switch (record.type) {
    case RecordType::head: {
      auto head = parse_head(record.payload, path);
      if (!head) return tl::unexpected(head.error());
      segment.head = std::move(*head);
      break;
    }
    case RecordType::series:
      if (!parse_series(record.payload, segment)) read.damaged = true;
      break;
    case RecordType::block: {
      Block block = parse_block(record.payload);
      const bool right = block.series <= segment.labels.size() &&
                         (segment.blocks.empty() || block.seq > segment.blocks.back().seq);
      if (right)
        segment.blocks.push_back(std::move(block));
      else
        read.damaged = true;
      break;
    }
    default:
      read.damaged = true;
  }
  return {};
}

}  // namespace

std::optional<std::vector<ValueBits>> values_of(const Segment& segment, const Block& block) {
  if (block.series > segment.base.size()) return std::nullopt;
  return decode_values(block.values, std::span(segment.base).first(block.series));
}

OpenSegment::OpenSegment(SegmentHead head, const OpenSegment* before) {
  data_.head = std::move(head);
  if (!before) return;
  for (std::size_t i = 0; i < before->last_.size(); ++i) {
    if (before->last_[i] == kAbsent) continue;
    last_[index_of(before->data_.labels[i], before->last_[i])] = before->last_[i];
  }
}

std::uint32_t OpenSegment::index_of(std::string_view labels, ValueBits value) {
  if (const auto known = index_.find(labels); known != index_.end()) return *known;
  const auto index = static_cast<std::uint32_t>(data_.labels.size());
  data_.labels.push_back(labels);
  data_.base.push_back(value);
  last_.push_back(kAbsent);
  index_.insert(index);
  return index;
}

void OpenSegment::add(const Scrape& scrape, std::uint64_t seq, Taken taken) {
  std::vector<ValueBits> values(last_.size(), kAbsent);
  for (const auto& sample : scrape.samples) {
    const auto bits = std::bit_cast<ValueBits>(sample.value);
    const auto index = index_of(scrape.labels_of(sample), bits);
    values.resize(last_.size(), kAbsent);
    values[index] = bits;
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    const bool ended = values[i] == kAbsent && last_[i] != kAbsent;
    last_[i] = values[i];
    if (ended) values[i] = kStale;
  }
  Block block;
  block.seq = seq;
  block.taken = taken;
  block.series = static_cast<std::uint32_t>(values.size());
  block.samples =
      block.series - static_cast<std::uint32_t>(std::count(values.begin(), values.end(), kAbsent));
  block.values = encode_values(values, data_.base);
  ++block_count_;
  block_bytes_ += block.values.size();
  data_.blocks.push_back(std::move(block));
}

std::string OpenSegment::unsaved_records(std::uint64_t saved_before) {
  std::string bytes;
  if (!head_saved_) {
    data_.head.saved_before = saved_before;
    append_record(RecordType::head, head_payload(data_.head), bytes);
  }
  if (saved_series_ < data_.labels.size()) {
    const std::string payload = series_payload(data_, saved_series_);
    append_record(RecordType::series, payload, bytes);
    append_record(RecordType::series, payload, bytes);
  }
  for (Block& block : data_.blocks) {
    if (block.saved) continue;
    block.saved_before = saved_before;
    saved_before += block.samples;
    append_record(RecordType::block, block_payload(block), bytes);
  }
  return bytes;
}

void OpenSegment::saved() {
  head_saved_ = true;
  saved_series_ = data_.labels.size();
  for (Block& block : data_.blocks)
    block.saved = true;
}

bool OpenSegment::full() const {
  return block_count_ >= kMostBlocks || block_bytes_ >= kMostBlockBytes;
}

Result<ReadSegment> read_segment(std::string_view bytes, const std::string& path) {
  ReadSegment read;
  RecordReader reader(bytes);
  while (const auto record = reader.next()) {
    try {
      if (auto taken = add_record(*record, path, read); !taken)
        return tl::unexpected(taken.error());
    } catch (const protozero::exception&) {
      read.damaged = true;
    }
  }
  read.damaged = read.damaged || reader.damaged();
  return read;
}

Result<std::optional<SegmentHead>> read_head(std::string_view bytes, const std::string& path) {
  try {
    const auto record = RecordReader(bytes).next();
    if (!record || record->type != RecordType::head) return std::nullopt;
    auto head = parse_head(record->payload, path);
    if (!head) return tl::unexpected(head.error());
    return std::optional(std::move(*head));
  } catch (const protozero::exception&) {
    return std::nullopt;
  }
}

}  // namespace commune::remote_write
