#include "collectors/capture/tcp_half.hpp"

#include <algorithm>

namespace commune::capture {
namespace {

/// Signed distance of sequence numbers (RFC 9293 3.4).
std::int32_t distance(std::uint32_t from, std::uint32_t to) {
  return static_cast<std::int32_t>(to - from);
}

// Further apart than any window: another connection, or a forged segment.
constexpr std::int32_t kLargestWindow = 1 << 30;
// Usual receivers delay an acknowledgement by at least 40 ms.
constexpr ShortTime kSoonBehind = 20'000;
// Segments of this size may be full ones for a receiver, whatever passed here so far.
constexpr std::uint32_t kSmallestFull = 536, kLargestFull = 1460;

}  // namespace

bool TcpHalf::sound() const {
  if (mark_count > kMarks || gap_count > kGaps) return false;
  for (std::size_t i = 0; i < gap_count; ++i)
    if (distance(gaps[i].start, gaps[i].end) <= 0) return false;
  return true;
}

bool TcpHalf::first_appearance(const TcpSegment& segment) {
  if (!segment.timestamps) return false;
  const bool first = !timestamped || distance(newest_timestamp, segment.timestamps->value) > 0;
  if (first) newest_timestamp = segment.timestamps->value;
  timestamped = true;
  return first;
}

Passage TcpHalf::send(const TcpSegment& segment, ShortTime now) {
  const bool first = first_appearance(segment);
  const std::uint32_t length = segment.length();
  if (length == 0) return Passage::empty;
  const std::uint32_t start = segment.sequence, end = start + length;
  if (segment.fin) finished = true;
  const std::int32_t ahead = distance(next, start);
  if (!known || ahead > kLargestWindow || ahead < -kLargestWindow) {
    const bool has_timestamps = timestamped;
    const std::uint32_t timestamp = newest_timestamp;
    *this = TcpHalf{};
    timestamped = has_timestamps;
    newest_timestamp = timestamp;
    known = true;
    next = acked = start;
  }
  // RFC 9293 3.8.4: keep-alives, and probes of a closed window, repeat the byte before the next
  // one.
  if (segment.payload_bytes <= 1 && !segment.syn && start == next - 1) return Passage::empty;
  largest = static_cast<std::uint16_t>(
      std::max<std::uint32_t>(largest, std::min<std::uint32_t>(segment.payload_bytes, 0xFFFF)));
  const Passage passage = place(start, end);
  if (passage == Passage::retransmitted) {
    mark_count = 0;
    if (first) mark(segment, now, true);
  } else if (passage == Passage::fresh && gap_count == 0 && !segment.fin) {
    mark(segment, now, false);
  }
  return passage;
}

Passage TcpHalf::place(std::uint32_t start, std::uint32_t end) {
  const std::int32_t ahead = distance(next, start);
  if (ahead >= 0) {
    if (ahead > 0) add_gap(next, start);
    next = end;
    return Passage::fresh;
  }
  const bool late = fill_gap(start, end);
  if (distance(next, end) > 0) next = end;
  return late ? Passage::late : Passage::retransmitted;
}

void TcpHalf::add_gap(std::uint32_t start, std::uint32_t end) {
  // One gap too many is joined with the last one: rather a missed retransmission than an invented
  // one.
  if (gap_count == kGaps)
    gaps[kGaps - 1].end = end;
  else
    gaps[gap_count++] = {start, end};
}

void TcpHalf::remove_gap(std::size_t index) {
  std::copy(gaps + index + 1, gaps + gap_count, gaps + index);
  --gap_count;
}

bool TcpHalf::fill_gap(std::uint32_t start, std::uint32_t end) {
  for (std::size_t i = 0; i < gap_count; ++i) {
    Gap& gap = gaps[i];
    if (distance(gap.end, start) >= 0 || distance(gap.start, end) <= 0) continue;
    const bool reaches_start = distance(gap.start, start) <= 0;
    const bool reaches_end = distance(gap.end, end) >= 0;
    const Gap behind{end, gap.end};
    if (reaches_start && reaches_end) {
      remove_gap(i);
    } else if (reaches_start) {
      gap.start = end;
    } else {
      gap.end = start;
      if (!reaches_end && gap_count < kGaps) {
        std::copy_backward(gaps + i + 1, gaps + gap_count, gaps + gap_count + 1);
        gaps[i + 1] = behind;
        ++gap_count;
      }
    }
    return true;
  }
  return false;
}

void TcpHalf::mark(const TcpSegment& segment, ShortTime now, bool repair) {
  if (mark_count == kMarks) return;
  const std::uint32_t timestamp = segment.timestamps ? segment.timestamps->value : 0;
  marks[mark_count++] = {
      segment.sequence, segment.sequence + segment.length(), timestamp, now, segment.syn, repair};
}

std::optional<ShortTime> TcpHalf::acknowledge(const TcpSegment& segment, ShortTime now) {
  if (!known) return std::nullopt;
  const std::uint32_t number = segment.acknowledged;
  if (distance(next, number) > 0) {
    // Bytes that never passed here, or that the kernel dropped.
    next = acked = number;
    mark_count = gap_count = 0;
    return std::nullopt;
  }
  if (distance(acked, number) <= 0) {
    // A duplicate acknowledgement: the receiver holds segments behind a missing one, and will
    // acknowledge them with it.
    if (number == acked && segment.length() == 0 && number != next) mark_count = 0;
    return std::nullopt;
  }
  const auto found = sample(segment, now);
  drop_up_to(number);
  acked = number;
  return found;
}

std::optional<ShortTime> TcpHalf::sample(const TcpSegment& segment, ShortTime now) {
  for (std::size_t i = 0; i < mark_count; ++i) {
    const Mark& each = marks[i];
    if (each.repair) {
      if (segment.timestamps && segment.timestamps->echo == each.timestamp) return now - each.sent;
      continue;
    }
    if (each.end != segment.acknowledged) continue;
    // An echo of a later segment: this number was acknowledged before, unseen by us.
    const bool later = segment.timestamps && distance(each.timestamp, segment.timestamps->echo) > 0;
    if (!later && answered_at_once(i)) return now - each.sent;
  }
  return std::nullopt;
}

bool TcpHalf::answered_at_once(std::size_t index) {
  const Mark& each = marks[index];
  if (each.syn) return true;
  const bool several = distance(acked, each.start) > 0;
  collects = collects || several;
  const std::uint32_t full = std::clamp<std::uint32_t>(largest, kSmallestFull, kLargestFull);
  if (each.end - acked >= 2 * full) return true;
  if (several) return distance(each.end, next) > 0;
  return !collects && index + 1 < mark_count && marks[index + 1].sent - each.sent < kSoonBehind;
}

void TcpHalf::drop_up_to(std::uint32_t acknowledged) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < mark_count; ++i)
    if (distance(acknowledged, marks[i].end) > 0) marks[kept++] = marks[i];
  mark_count = static_cast<std::uint8_t>(kept);
  kept = 0;
  for (std::size_t i = 0; i < gap_count; ++i) {
    if (distance(acknowledged, gaps[i].end) <= 0) continue;
    gaps[kept] = gaps[i];
    if (distance(gaps[kept].start, acknowledged) > 0) gaps[kept].start = acknowledged;
    ++kept;
  }
  gap_count = static_cast<std::uint8_t>(kept);
}

}  // namespace commune::capture
