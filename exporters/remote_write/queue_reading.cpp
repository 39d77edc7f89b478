// The reading half of the queue: blocks are read back, dated, and removed after delivery.
#include <algorithm>
#include <utility>

#include "exporters/remote_write/queue.hpp"

#include <spdlog/spdlog.h>

namespace commune::remote_write {
namespace {

/// A receiver that accepted a sample from the future would refuse all samples of today.
constexpr Milliseconds kFarthestAhead{60'000};

LedgerTime to_ledger(WallTime time) {
  return std::chrono::floor<Milliseconds>(time);
}

}  // namespace

bool Queue::load(Part& part) {
  const std::string path = files_->path(part.first_seq);
  const auto bytes = files_->read(part.first_seq);
  auto read = bytes ? read_segment(*bytes, path) : tl::unexpected(bytes.error());
  if (!read) {
    spdlog::error("remote write: {}", read.error().message());
    return false;
  }
  if (read->damaged) spdlog::warn("remote write: {} is damaged; the undamaged part is used", path);
  part.read = std::make_unique<ReadSegment>(std::move(*read));
  part.boot_id = part.read->segment.head.boot_id;
  if (!part.read->segment.blocks.empty())
    part.first_time = part.read->segment.blocks.front().taken.wall;
  learn_offset(part.read->segment);
  return true;
}

void Queue::learn_offset(const Segment& segment) {
  for (const Block& block : segment.blocks)
    if (block.taken.wall)
      offsets_[segment.head.boot_id] = block.taken.wall->time_since_epoch() - block.taken.mono;
}

// The clock may have become known later in that boot, in a later segment.
std::optional<Milliseconds> Queue::offset_of(const std::string& boot_id) {
  if (const auto known = offsets_.find(boot_id); known != offsets_.end()) return known->second;
  for (Part& part : parts_) {
    if (part.boot_id != boot_id || part.segment()) continue;
    if (load(part)) part.read.reset();
    if (const auto known = offsets_.find(boot_id); known != offsets_.end()) return known->second;
  }
  return offsets_[boot_id] = std::nullopt;
}

std::optional<LedgerTime> Queue::date(const std::string& boot_id, const Block& block,
                                      const Clock& clock) {
  if (block.taken.wall) return block.taken.wall;
  if (boot_id == boot_id_)
    return to_ledger(clock.now.wall -
                     (clock.now.mono.time_since_epoch() - MonoTime::duration(block.taken.mono)));
  const auto offset = offset_of(boot_id);
  return offset ? std::optional(LedgerTime(block.taken.mono + *offset)) : std::nullopt;
}

std::optional<RemoteWriteLoss> Queue::reason_against(std::optional<LedgerTime> time,
                                                     const Clock& clock) const {
  if (!time) return RemoteWriteLoss::clock;
  const auto age = to_ledger(clock.now.wall) - *time;
  if (age < -kFarthestAhead) return RemoteWriteLoss::clock;
  const bool outside_window =
      options_.out_of_order_window > Milliseconds(0) && age > options_.out_of_order_window;
  if (age > options_.max_age || outside_window) return RemoteWriteLoss::too_old;
  return std::nullopt;
}

// Unreadable parts are skipped; remove_finished() counts their samples.
Queue::Part* Queue::next_to_read() {
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    Part& part = parts_[i];
    const bool last = i + 1 == parts_.size();
    const std::uint64_t end = last ? next_seq_ : parts_[i + 1].first_seq;
    if (end <= read_seq_) continue;
    if (part.segment() || load(part)) {
      const auto& blocks = part.segment()->blocks;
      if (!blocks.empty() && blocks.back().seq >= read_seq_) return &part;
    }
    read_seq_ = end;
  }
  return nullptr;
}

void Queue::read_part(Part& part, std::size_t most_samples, const Clock& clock, BatchMaker& batch) {
  for (const Block& block : part.segment()->blocks) {
    if (block.seq < read_seq_) continue;
    if (batch.size() > 0 && batch.size() + block.samples > most_samples) return;
    read_seq_ = block.seq + 1;
    if (ahead_.contains(block.seq)) continue;
    const auto time = date(part.boot_id, block, clock);
    auto against = reason_against(time, clock);
    if (!against && !batch.add(block, *time)) against = RemoteWriteLoss::damaged;
    if (!against) continue;
    lose(*against, block.samples);
    ahead_.insert(block.seq);
    // Its date came from a wrong clock, so later samples are not behind it.
    if (against == RemoteWriteLoss::clock) newest_time_.reset();
    part.pending -= std::min<std::uint64_t>(part.pending, block.samples);
  }
}

Batch Queue::oldest(std::size_t most_samples, const Clock& clock) {
  if (!clock.known) return {};
  while (Part* part = next_to_read()) {
    BatchMaker maker(*part->segment());
    read_part(*part, most_samples, clock, maker);
    if (maker.size() > 0) return maker.finish();
    // No block of it could be used.
    delivered_seq_ = read_seq_;
    remove_finished();
  }
  delivered_seq_ = read_seq_;
  remove_finished();
  return {};
}

Batch Queue::newest(const Clock& clock) const {
  const Segment& segment = parts_.back().open->data();
  if (!clock.known || segment.blocks.empty()) return {};
  const Block& block = segment.blocks.back();
  const bool only_one = block.seq <= read_seq_;
  if (only_one || !block.taken.wall || reason_against(block.taken.wall, clock)) return {};
  BatchMaker maker(segment);
  maker.add(block, *block.taken.wall);
  return maker.finish();
}

void Queue::strike_off(const Batch::Part& delivered) {
  // The last part that begins at or before it.
  const auto after = std::find_if(parts_.begin(), parts_.end(),
                                  [&](const Part& part) { return part.first_seq > delivered.seq; });
  if (after == parts_.begin()) return;  // Dropped in the meantime.
  Part& part = *(after - 1);
  part.pending -= std::min<std::uint64_t>(part.pending, delivered.samples);
  Segment* segment = part.segment();
  if (!segment) return;
  std::erase_if(segment->blocks, [&](const Block& block) { return block.seq == delivered.seq; });
}

void Queue::delivered(const Batch& batch) {
  for (const Batch::Part& block : batch.blocks) {
    strike_off(block);
    if (block.seq >= read_seq_) ahead_.insert(block.seq);
  }
  if (!batch.empty() && batch.blocks.back().seq < read_seq_)
    delivered_seq_ = std::max(delivered_seq_, batch.blocks.back().seq + 1);
  remove_finished();
  if (parts_.front().file_bytes > 0) files_->save_position(delivered_seq_);
}

void Queue::give_back(const Batch& batch) {
  if (!batch.empty()) read_seq_ = std::max(batch.blocks.front().seq, delivered_seq_);
}

// If samples are missing in a finished part, they were damaged.
void Queue::remove_finished() {
  ahead_.erase(ahead_.begin(), ahead_.lower_bound(delivered_seq_));
  const auto end_of_first = [this] { return parts_.size() > 1 ? parts_[1].first_seq : next_seq_; };
  while (end_of_first() <= delivered_seq_) {
    Part& part = parts_.front();
    const bool written_to = parts_.size() == 1;
    if (written_to && part.file_bytes == 0) return;
    lose(RemoteWriteLoss::damaged, part.pending);
    const bool damaged = part.pending > 0 || (part.read && part.read->damaged);
    if (damaged)
      files_->set_aside(part.first_seq);
    else
      files_->remove(part.first_seq);
    // Later blocks go to a file of their own, or to none.
    if (written_to) begin_part(part.open.get());
    parts_.pop_front();
  }
}

}  // namespace commune::remote_write
