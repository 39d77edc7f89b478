// Samples to be delivered: first in memory, then on disk. If there are too many, the oldest are
// dropped. While the disk accepts nothing, they stay in memory.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "core/model/remote_write_figures.hpp"
#include "core/model/result.hpp"
#include "exporters/remote_write/batch.hpp"
#include "exporters/remote_write/segment.hpp"
#include "exporters/remote_write/segment_files.hpp"

namespace commune::remote_write {

struct QueueOptions {
  std::uint64_t quota_bytes = 256ULL << 20;
  std::uint64_t memory_bytes = 4ULL << 20;  ///< For segments that could not be written to disk.
  Milliseconds commit_interval{5'000};
  Milliseconds max_age = std::chrono::hours(24 * 30);
  Milliseconds out_of_order_window{0};
};

/// Both clocks, and whether the wall clock is trusted: before that no sample gets a date or is
/// sent.
struct Clock {
  Moment now;
  bool known = true;
};

/// Samples delivered within the commit interval are never written to disk. After a crash the
/// samples of one request may be sent again. Not thread-safe.
class Queue {
 public:
  /// Errors: a newer agent's files. Disk trouble is not an error: the figures report it. `boot_id`:
  /// of this boot, by which samples taken before the clock was known get their date.
  static Result<std::unique_ptr<Queue>> open(std::unique_ptr<SegmentFiles> files,
                                             const QueueOptions& options, std::string boot_id);

  void push(const Scrape& scrape, const Clock& clock);

  /// Writes to disk what has waited for the commit interval.
  void settle(MonoTime now);
  /// When the next write is due; empty: everything is on disk or delivered.
  std::optional<MonoTime> next_settling() const;
  /// Writes everything that still waits to disk, before a stop.
  void settle_all();

  /// The oldest blocks of about `most_samples` that were not returned yet; empty if there are none.
  /// At least one block, however large.
  Batch oldest(std::size_t most_samples, const Clock& clock);
  /// The newest block, if older ones wait too; it is returned again until it is delivered.
  Batch newest(const Clock& clock) const;
  /// The receiver has them, or has refused them for good.
  void delivered(const Batch& batch);
  /// The receiver has none of the last oldest() yet: they are returned again, unless they are too
  /// old by then.
  void give_back(const Batch& batch);

  /// Counts samples that the receiver refused, and keeps `lines` about them.
  void refused(std::uint64_t samples, std::string_view lines);

  /// Fills the figures of the queue.
  void add_figures(RemoteWriteFigures& figures) const;

 private:
  /// A segment, with the blocks from its first seq up to the next segment's.
  struct Part {
    std::uint64_t first_seq = 0;
    std::string boot_id;
    std::uint64_t file_bytes = 0;          ///< 0: not on disk.
    std::uint64_t pending = 0;             ///< Samples neither delivered nor dropped.
    std::unique_ptr<OpenSegment> open;     ///< Written by this run, not all on disk yet.
    std::unique_ptr<ReadSegment> read;     ///< Read back.
    std::optional<LedgerTime> first_time;  ///< Time of its first block, if known.

    Segment* segment();  ///< nullptr: it is only on disk.
    const Segment* segment() const;
    std::uint64_t memory_bytes() const;
    std::uint64_t unsaved_samples() const;  ///< For an open segment.
  };

  Queue(std::unique_ptr<SegmentFiles> files, const QueueOptions& options, std::string boot_id);
  Result<void> find_files();
  std::uint64_t saved_after(Part& part);
  void count_found_samples();

  void begin_part(const OpenSegment* before);
  bool is_behind(const Clock& clock) const;
  void fit_into_memory();
  void fit_into_quota();
  bool save(Part& part);

  Part* next_to_read();
  bool load(Part& part);
  std::optional<LedgerTime> date(const std::string& boot_id, const Block& block,
                                 const Clock& clock);
  std::optional<Milliseconds> offset_of(const std::string& boot_id);
  void learn_offset(const Segment& segment);
  std::optional<RemoteWriteLoss> reason_against(std::optional<LedgerTime> time,
                                                const Clock& clock) const;
  void read_part(Part& part, std::size_t most_samples, const Clock& clock, BatchMaker& batch);

  void strike_off(const Batch::Part& block);
  void remove_finished();
  void give_up_oldest(RemoteWriteLoss why);
  void lose(RemoteWriteLoss why, std::uint64_t samples);
  std::optional<LedgerTime> oldest_pending() const;

  std::unique_ptr<SegmentFiles> files_;
  QueueOptions options_;
  std::string boot_id_;
  std::deque<Part> parts_;           ///< The last one is written to.
  std::uint64_t next_seq_ = 1;       ///< Of the next block.
  std::uint64_t read_seq_ = 1;       ///< The first block that was not returned.
  std::uint64_t delivered_seq_ = 1;  ///< The first block that is not delivered.
  std::set<std::uint64_t> ahead_;    ///< Blocks delivered or lost before older ones.
  std::uint64_t saved_samples_ = 0;  ///< Samples written to disk since the queue exists.
  std::optional<LedgerTime> newest_time_;
  /// Wall minus monotonic clock, by boot; empty: can never be known.
  std::map<std::string, std::optional<Milliseconds>> offsets_;
  RemoteWriteLosses losses_{};
  std::string disk_trouble_;
  Milliseconds disk_pause_{};
  MonoTime next_disk_try_{};
};

}  // namespace commune::remote_write
