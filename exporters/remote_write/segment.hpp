// A stretch of the queue that stands by itself: the series it knows, and the blocks of samples
// written against their first values. A damaged block costs that block alone.
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

/// When samples were taken: on the monotonic clock always, on the wall clock once that is believed.
struct Taken {
  Milliseconds mono{};  ///< Since the boot.
  std::optional<LedgerTime> wall;
};

/// The samples of one moment.
struct Block {
  std::uint64_t seq = 0;  ///< One more than the block before.
  Taken taken;
  std::uint32_t samples = 0;
  std::uint32_t series = 0;        ///< How many the segment knew then.
  std::uint64_t saved_before = 0;  ///< Samples put on disk ever, before this one; set when saved.
  bool saved = false;
  std::string values;  ///< As encode_values() gives them.
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

/// By series of the segment; nothing where the block is not what it should be.
std::optional<std::vector<ValueBits>> values_of(const Segment& segment, const Block& block);

/// The segment that is being written.
class OpenSegment {
 public:
  /// `before`: the last one, whose series of its last moment are known here from the start.
  OpenSegment(SegmentHead head, const OpenSegment* before);
  OpenSegment(const OpenSegment&) = delete;
  OpenSegment& operator=(const OpenSegment&) = delete;

  /// Adds a block. A series of the moment before that has no sample now ends: it gets a staleness
  /// marker.
  void add(const Scrape& scrape, std::uint64_t seq, Taken taken);

  Segment& data() { return data_; }
  const Segment& data() const { return data_; }

  /// Records of what is not on disk yet: the head, series and blocks. Series are written twice, as
  /// blocks are worth nothing without them. Numbers the blocks on from `saved_before`.
  std::string unsaved_records(std::uint64_t saved_before);
  /// They are on disk now.
  void saved();

  /// Whether it is time to begin another one.
  bool full() const;

 private:
  /// Series are found by their label sets, which stand in `labels` alone.
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
  std::vector<ValueBits> last_;  ///< By series, of the last moment; kAbsent where there is none.
  std::size_t block_count_ = 0, block_bytes_ = 0;
  bool head_saved_ = false;
  std::size_t saved_series_ = 0;
};

/// A file's content. What is damaged is left out; `damaged` says that something is. Errors: a newer
/// agent wrote it.
struct ReadSegment {
  Segment segment;
  bool damaged = false;
};
Result<ReadSegment> read_segment(std::string_view bytes, const std::string& path);

/// Of the first record; nothing where it is damaged. Errors: as above.
Result<std::optional<SegmentHead>> read_head(std::string_view bytes, const std::string& path);

}  // namespace commune::remote_write
