#include "agent/history/pending.hpp"

#include <iterator>

namespace commune::history {
namespace {

template <typename Map>
std::uint64_t drop_oldest(Map& map, std::size_t most) {
  std::uint64_t dropped = 0;
  for (; map.size() > most; ++dropped)
    map.erase(map.begin());
  return dropped;
}

template <typename Map>
void move_values(Map& map, std::vector<typename Map::mapped_type>& into) {
  for (auto& [key, value] : map)
    into.push_back(std::move(value));
  map.clear();
}

}  // namespace

void Pending::add(const LedgerRecords& records) {
  for (const Interval& interval : records.intervals)
    intervals_.insert_or_assign({interval.start, interval.subject}, interval);
  for (const Outage& outage : records.outages)
    outages_.insert_or_assign({outage.start, outage.id}, outage);
  if (records.known_until) known_until_ = records.known_until;
  dropped_ += drop_oldest(intervals_, kMostChanges) + drop_oldest(outages_, kMostChanges);
}

void Pending::add(std::vector<Quality> quality) {
  quality_.insert(quality_.end(), std::make_move_iterator(quality.begin()),
                  std::make_move_iterator(quality.end()));
  if (quality_.size() <= kMostQuality) return;
  const std::size_t many = quality_.size() - kMostQuality;
  quality_.erase(quality_.begin(), quality_.begin() + static_cast<std::ptrdiff_t>(many));
  dropped_ += many;
}

void Pending::add(const Maintenance& maintenance) {
  maintenance_.push_back(maintenance);
}

bool Pending::empty() const {
  return size() == 0 && !known_until_ && !orderly_;
}

std::size_t Pending::size() const {
  return intervals_.size() + outages_.size() + quality_.size() + maintenance_.size();
}

Batch Pending::drain(std::string id) {
  Batch batch;
  batch.id = std::move(id);
  // Reserve first: if memory is short, nothing has been moved yet.
  batch.intervals.reserve(intervals_.size());
  batch.outages.reserve(outages_.size());
  move_values(intervals_, batch.intervals);
  move_values(outages_, batch.outages);
  batch.quality = std::exchange(quality_, {});
  batch.maintenance = std::exchange(maintenance_, {});
  batch.known_until = std::exchange(known_until_, std::nullopt);
  batch.orderly = std::exchange(orderly_, false);
  return batch;
}

}  // namespace commune::history
