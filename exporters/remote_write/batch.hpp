// Samples on their way to the receiver, and the request that contains a part of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/model/coverage.hpp"
#include "exporters/remote_write/label_sets.hpp"
#include "exporters/remote_write/segment.hpp"

namespace commune::remote_write {

struct Batch {
  struct Item {
    std::uint32_t series = 0;  ///< Position in `labels`.
    LedgerTime time{};
    ValueBits value = 0;
  };
  /// A block that is completely in the batch.
  struct Part {
    std::uint64_t seq = 0;
    std::uint32_t samples = 0;
  };

  LabelSets labels;
  std::vector<Item> items;   ///< By series, then by time.
  std::vector<Part> blocks;  ///< By seq.

  bool empty() const { return blocks.empty(); }
};

/// Makes a batch of blocks of one segment.
class BatchMaker {
 public:
  explicit BatchMaker(const Segment& segment) : segment_(&segment) {}

  /// False: the block cannot be read.
  bool add(const Block& block, LedgerTime time);
  std::size_t size() const { return batch_.items.size(); }
  Batch finish();

 private:
  const Segment* segment_;
  Batch batch_;
};

/// Items from `begin` up to, not including, `end`.
struct Stretch {
  std::size_t begin = 0, end = 0;

  std::size_t size() const { return end - begin; }
};

/// The body of a request: remote.proto's WriteRequest, compressed by Snappy's block format.
std::string write_request(const Batch& batch, Stretch stretch);

}  // namespace commune::remote_write
