#include "collectors/snmp/poll/bulk_size.hpp"

#include <algorithm>

namespace commune::snmp {
namespace {

// A varbind of IF-MIB takes 20 to 24 octets; this many fill an unfragmented datagram (1472 octets).
constexpr std::size_t kVarbindsInDatagram = 60;
constexpr int kGoodRepliesBeforeMore = 200;
constexpr int kFailuresBeforeLess = 2;
constexpr int kGetNextsBeforeBulk = 1'000;

}  // namespace

int BulkSize::repetitions(std::size_t rows_left, std::size_t columns) const {
  const std::size_t fits =
      std::max<std::size_t>(kVarbindsInDatagram / std::max<std::size_t>(columns, 1), 1);
  const auto wanted = static_cast<int>(std::min(rows_left + 1, fits));
  return std::clamp(std::min({wanted, ceiling_, limit_}), 1, 255);
}

void BulkSize::halve(int repetitions_asked) {
  good_replies_ = failures_in_a_row_ = 0;
  if (repetitions_asked > 1)
    limit_ = repetitions_asked / 2;
  else if (columns_ > 1)
    columns_ /= 2;
  else
    bulk_works_ = false;
}

void BulkSize::answered() {
  ever_answered_ = true;
  failures_in_a_row_ = 0;
  if (limit_ >= ceiling_ && columns_ == kMostColumns) return;
  if (++good_replies_ < kGoodRepliesBeforeMore) return;
  good_replies_ = 0;
  limit_ = std::min(limit_ * 2, 255);
  columns_ = std::min(columns_ * 2, kMostColumns);
}

void BulkSize::not_answered(int repetitions_asked) {
  if (++failures_in_a_row_ < kFailuresBeforeLess) return;
  if (ever_answered_)
    halve(repetitions_asked);
  else
    bulk_works_ = false;
}

void BulkSize::answered_by_get_next() {
  if (++good_replies_ < kGetNextsBeforeBulk) return;
  good_replies_ = failures_in_a_row_ = 0;
  bulk_works_ = true;
}

}  // namespace commune::snmp
