#include "exporters/remote_write/queue.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include <spdlog/spdlog.h>

namespace commune::remote_write {
namespace {

constexpr Milliseconds kShortestDiskPause{5'000}, kLongestDiskPause{60'000};
constexpr std::size_t kHeadBytes = 4096;

Milliseconds since_boot(MonoTime time) {
  return std::chrono::floor<Milliseconds>(time.time_since_epoch());
}

// At the end of the file, or at the next block of the disk if that touches one block less.
std::uint64_t place_for(std::size_t bytes, std::uint64_t end_of_file) {
  if (blocks_touched(end_of_file, bytes) <= blocks_touched(0, bytes)) return end_of_file;
  return (end_of_file / kDiskBlock + 1) * kDiskBlock;
}

LedgerTime to_ledger(WallTime time) {
  return std::chrono::floor<Milliseconds>(time);
}

}  // namespace

Segment* Queue::Part::segment() {
  if (open) return &open->data();
  return read ? &read->segment : nullptr;
}

const Segment* Queue::Part::segment() const {
  if (open) return &open->data();
  return read ? &read->segment : nullptr;
}

std::uint64_t Queue::Part::memory_bytes() const {
  if (!open) return 0;
  std::uint64_t bytes = 0;
  for (const Block& block : open->data().blocks)
    bytes += sizeof(Block) + block.values.size();
  bytes += open->data().labels.bytes();
  return bytes;
}

std::uint64_t Queue::Part::unsaved_samples() const {
  std::uint64_t samples = 0;
  for (const Block& block : open->data().blocks)
    if (!block.saved) samples += block.samples;
  return samples;
}

Queue::Queue(std::unique_ptr<SegmentFiles> files, const QueueOptions& options, std::string boot_id)
    : files_(std::move(files)), options_(options), boot_id_(std::move(boot_id)) {}

Result<std::unique_ptr<Queue>> Queue::open(std::unique_ptr<SegmentFiles> files,
                                           const QueueOptions& options, std::string boot_id) {
  std::unique_ptr<Queue> queue(new Queue(std::move(files), options, std::move(boot_id)));
  if (auto opened = queue->files_->open(); !opened) queue->disk_trouble_ = opened.error().message();
  if (auto found = queue->find_files(); !found) return tl::unexpected(found.error());
  queue->count_found_samples();
  queue->begin_part(nullptr);
  return queue;
}

// For all files except the last the first bytes are enough: the queue of a month must not delay the
// start.
Result<void> Queue::find_files() {
  for (const auto& file : files_->list()) {
    const auto bytes = files_->read(file.number, kHeadBytes);
    if (!bytes) continue;
    const auto head = read_head(*bytes, files_->path(file.number));
    if (!head) return tl::unexpected(head.error());
    Part part;
    part.first_seq = file.number;
    part.file_bytes = file.bytes;
    // For count_found_samples(): the number of samples on disk before it.
    if (*head) {
      part.boot_id = (*head)->boot_id;
      part.pending = (*head)->saved_before;
    } else if (load(part) && !part.segment()->blocks.empty()) {
      part.pending = part.segment()->blocks.front().saved_before;
    } else if (!parts_.empty()) {
      part.pending = saved_after(parts_.back());
    }
    part.read.reset();
    parts_.push_back(std::move(part));
  }
  return {};
}

// The number of samples on disk when this part ended.
std::uint64_t Queue::saved_after(Part& part) {
  std::uint64_t saved = part.pending;
  if (load(part) && !part.segment()->blocks.empty())
    saved = part.segment()->blocks.back().saved_before + part.segment()->blocks.back().samples;
  part.read.reset();
  return saved;
}

// A segment contains the samples between its count and the next one's. The first and the last are
// read: the first is partly delivered, the last has no next one.
void Queue::count_found_samples() {
  const std::uint64_t position = files_->position().value_or(0);
  if (parts_.empty()) {
    next_seq_ = read_seq_ = delivered_seq_ = std::max<std::uint64_t>(position, 1);
    return;
  }
  Part& last = parts_.back();
  next_seq_ = last.first_seq + 1;
  saved_samples_ = last.pending;
  if (load(last)) {
    for (const Block& block : last.segment()->blocks) {
      saved_samples_ = block.saved_before + block.samples;
      next_seq_ = block.seq + 1;
      if (block.taken.wall) newest_time_ = block.taken.wall;
    }
    last.read.reset();
  }
  // Samples delivered from memory are in no file; their numbers are not used again.
  next_seq_ = std::max(next_seq_, position);
  read_seq_ = delivered_seq_ = std::max(position, parts_.front().first_seq);
  while (parts_.size() > 1 && parts_[1].first_seq <= delivered_seq_) {
    files_->remove(parts_.front().first_seq);
    parts_.pop_front();
  }
  Part& first = parts_.front();
  if (load(first)) {
    for (const Block& block : first.segment()->blocks) {
      if (block.seq > delivered_seq_) break;
      const bool delivered = block.seq < delivered_seq_;
      first.pending = block.saved_before + (delivered ? block.samples : 0);
    }
  }
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    const std::uint64_t from = parts_[i].pending;
    const std::uint64_t to = i + 1 < parts_.size() ? parts_[i + 1].pending : saved_samples_;
    parts_[i].pending = to > from ? to - from : 0;
  }
}

void Queue::begin_part(const OpenSegment* before) {
  Part part;
  part.first_seq = next_seq_;
  part.boot_id = boot_id_;
  part.open = std::make_unique<OpenSegment>(SegmentHead{boot_id_, next_seq_, 0}, before);
  parts_.push_back(std::move(part));
}

// Without a window the receiver refuses samples that are not newer than those it has of the series.
bool Queue::is_behind(const Clock& clock) const {
  if (!clock.known || !newest_time_) return false;
  const auto behind = *newest_time_ - to_ledger(clock.now.wall);
  return behind >= Milliseconds(0) && behind >= options_.out_of_order_window;
}

void Queue::push(const Scrape& scrape, const Clock& clock) {
  if (is_behind(clock)) return lose(RemoteWriteLoss::clock, scrape.samples.size());
  if (parts_.back().open->full()) {
    begin_part(parts_.back().open.get());
    remove_finished();
  }
  Part& part = parts_.back();
  Taken taken{since_boot(clock.now.mono), std::nullopt};
  if (clock.known) taken.wall = to_ledger(clock.now.wall);
  if (taken.wall) newest_time_ = std::max(newest_time_.value_or(*taken.wall), *taken.wall);
  part.open->add(scrape, next_seq_++, taken);
  const Block& block = part.open->data().blocks.back();
  part.pending += block.samples;
  if (!part.first_time) part.first_time = taken.wall;
  fit_into_memory();
}

void Queue::fit_into_memory() {
  std::uint64_t bytes = 0;
  for (const Part& part : parts_)
    bytes += part.memory_bytes();
  for (auto part = parts_.begin(); part + 1 != parts_.end() && bytes > options_.memory_bytes;) {
    if (!part->open) {
      ++part;
      continue;
    }
    bytes -= part->memory_bytes();
    const std::uint64_t unsaved = std::min(part->unsaved_samples(), part->pending);
    lose(RemoteWriteLoss::disk, unsaved);
    part->pending -= unsaved;
    part->open.reset();
    part = part->file_bytes > 0 ? part + 1 : parts_.erase(part);
  }
}

std::optional<MonoTime> Queue::next_settling() const {
  for (const Part& part : parts_) {
    if (!part.open) continue;
    for (const Block& block : part.open->data().blocks)
      if (!block.saved)
        return std::max(MonoTime(block.taken.mono) + options_.commit_interval, next_disk_try_);
  }
  return std::nullopt;
}

void Queue::settle(MonoTime now) {
  const auto due = next_settling();
  if (!due || now < *due) return;
  settle_all();
  if (disk_trouble_.empty()) return;
  disk_pause_ = std::clamp(2 * disk_pause_, kShortestDiskPause, kLongestDiskPause);
  next_disk_try_ = now + disk_pause_;
}

void Queue::settle_all() {
  const auto unsaved = [](const Part& part) {
    if (!part.open) return false;
    const auto& blocks = part.open->data().blocks;
    return !std::all_of(blocks.begin(), blocks.end(), [](const Block& b) { return b.saved; });
  };
  // Searched again each time, because saving may drop older ones.
  for (;;) {
    const auto part = std::find_if(parts_.begin(), parts_.end(), unsaved);
    if (part == parts_.end()) break;
    if (!save(*part)) return;
  }
  // A segment that is on disk and no longer written is read back when its turn comes.
  for (auto part = parts_.begin(); part + 1 != parts_.end(); ++part)
    part->open.reset();
  fit_into_quota();
}

bool Queue::save(Part& part) {
  const std::string bytes = part.open->unsaved_records(saved_samples_);
  const std::uint64_t at = place_for(bytes.size(), part.file_bytes);
  auto done = files_->append(part.first_seq, at, bytes);
  while (!done && done.error().no_room && parts_.front().file_bytes > 0 &&
         &parts_.front() != &part) {
    give_up_oldest(RemoteWriteLoss::disk);
    done = files_->append(part.first_seq, at, bytes);
  }
  if (!done) {
    if (disk_trouble_.empty()) spdlog::error("remote write: {}", done.error().error.message());
    disk_trouble_ = done.error().error.message();
    files_->open();  // Perhaps the directory is missing.
    return false;
  }
  if (!disk_trouble_.empty()) spdlog::info("remote write: the queue is written to disk again");
  disk_trouble_.clear();
  disk_pause_ = {};
  part.file_bytes = at + bytes.size();
  saved_samples_ += part.unsaved_samples();
  part.open->saved();
  return true;
}

void Queue::fit_into_quota() {
  const auto bytes = [this] {
    std::uint64_t sum = 0;
    for (const Part& part : parts_)
      sum += part.file_bytes;
    return sum;
  };
  while (parts_.size() > 1 && parts_.front().file_bytes > 0 && bytes() > options_.quota_bytes)
    give_up_oldest(RemoteWriteLoss::quota);
}

void Queue::give_up_oldest(RemoteWriteLoss why) {
  Part& oldest = parts_.front();
  lose(why, oldest.pending);
  files_->remove(oldest.first_seq);
  parts_.pop_front();
  if (!parts_.front().segment()) load(parts_.front());
  delivered_seq_ = std::max(delivered_seq_, parts_.front().first_seq);
  read_seq_ = std::max(read_seq_, delivered_seq_);
}

void Queue::lose(RemoteWriteLoss why, std::uint64_t samples) {
  losses_[static_cast<std::size_t>(why)] += samples;
}

void Queue::refused(std::uint64_t samples, std::string_view lines) {
  lose(RemoteWriteLoss::refused, samples);
  files_->note_refused(lines);
}

std::optional<LedgerTime> Queue::oldest_pending() const {
  const auto part =
      std::find_if(parts_.begin(), parts_.end(), [](const Part& each) { return each.pending > 0; });
  if (part == parts_.end()) return std::nullopt;
  if (const Segment* segment = part->segment())
    for (const Block& block : segment->blocks)
      if (block.seq >= delivered_seq_ && !ahead_.contains(block.seq) && block.taken.wall)
        return block.taken.wall;
  return part->first_time;
}

void Queue::add_figures(RemoteWriteFigures& figures) const {
  for (const Part& part : parts_) {
    figures.pending_samples += part.pending;
    if (part.pending > 0) figures.pending_bytes += std::max(part.file_bytes, part.memory_bytes());
  }
  figures.oldest_pending = oldest_pending();
  figures.quota_bytes = options_.quota_bytes;
  figures.written_bytes = files_->written_bytes();
  figures.dropped = losses_;
  figures.disk_trouble = disk_trouble_;
}

}  // namespace commune::remote_write
