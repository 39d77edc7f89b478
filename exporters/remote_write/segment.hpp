// A self-contained part of the queue: its series, and blocks of samples encoded against their first
// values. A damaged block loses only that block.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "core/model/coverage.hpp"
#include "core/model/result.hpp"
#include "core/model/time.hpp"
#include "exporters/remote_write/label_sets.hpp"
#include "exporters/remote_write/scrape.hpp"
#include "exporters/remote_write/value_codec.hpp"

namespace commune::remote_write {

/// When samples were taken: always on the monotonic clock, on the wall clock if that is trusted.
struct Taken {
  Milliseconds mono{};  ///< Since boot.
  std::optional<LedgerTime> wall;
};

/// The samples of one moment.
struct Block {
  std::uint64_t seq = 0;  ///< One more than the block before.
  Taken taken;
  std::uint32_t samples = 0;
  std::uint32_t series = 0;        ///< How many series the segment had then.
  std::uint64_t saved_before = 0;  ///< Samples written to disk before this block; set when saved.
  bool saved = false;
  std::string values;  ///< From encode_values().
};

struct SegmentHead {
  std::string boot_id;
  std::uint64_t first_seq = 0;
  std::uint64_t saved_before = 0;
};

/// A segment in memory. Not thread-safe.
struct Segment {
  SegmentHead head;
  LabelSets labels;             ///< By series.
  std::vector<ValueBits> base;  ///< By series.
  std::deque<Block> blocks;     ///< By seq.
};

/// By series of the segment; nothing if the block is invalid.
std::optional<std::vector<ValueBits>> values_of(const Segment& segment, const Block& block);

/// The segment that is being written.
class OpenSegment {
 public:
  /// `before`: the previous segment; the series of its last moment are known here from the start.
  OpenSegment(SegmentHead head, const OpenSegment* before);
  OpenSegment(const OpenSegment&) = delete;
  OpenSegment& operator=(const OpenSegment&) = delete;

  /// Adds a block. A series that had a sample in the block before and has none now ends: it gets a
  /// staleness marker.
  void add(const Scrape& scrape, std::uint64_t seq, Taken taken);

  Segment& data() { return data_; }
  const Segment& data() const { return data_; }

  /// Records that are not on disk yet: the head, series and blocks. Series are written twice,
  /// because blocks are useless without them. Numbers the blocks starting from `saved_before`.
  std::string unsaved_records(std::uint64_t saved_before);
  /// They are on disk now.
  void saved();

  /// Whether another segment should begin.
  bool full() const;

 private:
  /// Series are found by their label sets, which are stored only in `labels`.
  struct Hash {
    using is_transparent = void;
    const LabelSets* labels;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
    std::size_t operator()(std::uint32_t series) const { return (*this)((*labels)[series]); }
  };
  struct Equal {
    using is_transparent = void;
    const LabelSets* labels;
    bool operator()(std::uint32_t a, std::uint32_t b) const { return a == b; }
    bool operator()(std::string_view text, std::uint32_t series) const {
      return text == (*labels)[series];
    }
    bool operator()(std::uint32_t series, std::string_view text) const {
      return text == (*labels)[series];
    }
  };

  std::uint32_t index_of(std::string_view labels, ValueBits value);

  Segment data_;
  std::unordered_set<std::uint32_t, Hash, Equal> index_{0, Hash{&data_.labels},
                                                        Equal{&data_.labels}};
  std::vector<ValueBits> last_;  ///< By series, in the last block; kAbsent if there is none.
  std::size_t block_count_ = 0, block_bytes_ = 0;
  bool head_saved_ = false;
  std::size_t saved_series_ = 0;
};

/// The content of a file. Damaged records are left out, and `damaged` is true. Errors: a newer
/// agent wrote it.
struct ReadSegment {
  Segment segment;
  bool damaged = false;
};
Result<ReadSegment> read_segment(std::string_view bytes, const std::string& path);

/// From the first record; nothing if it is damaged. Errors: as above.
Result<std::optional<SegmentHead>> read_head(std::string_view bytes, const std::string& path);

}  // namespace commune::remote_write
