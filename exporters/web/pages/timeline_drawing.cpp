#include "exporters/web/pages/timeline_drawing.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

namespace commune::web {
namespace {

constexpr std::chrono::minutes kSlot{5};
constexpr std::chrono::hours kDay{24};
constexpr std::size_t kSlots = kDay / kSlot;

// A slot shows its worst state, so the worst comes first.
constexpr std::array kWorstFirst = {State::down, State::degraded, State::unmeasured, State::planned,
                                    State::up};

using Slots = std::array<std::optional<State>, kSlots>;

bool worse(State state, std::optional<State> than) {
  if (!than) return true;
  return std::find(kWorstFirst.begin(), kWorstFirst.end(), state) <
         std::find(kWorstFirst.begin(), kWorstFirst.end(), *than);
}

// Empty or reversed if the interval is outside.
TimeRange shown_part(const Interval& interval, TimeRange day, LedgerTime taken) {
  const LedgerTime end = interval.open ? std::max(interval.end, taken) : interval.end;
  return {std::max(interval.start, day.from), std::min(end, day.to)};
}

Slots slots_of(std::span<const Interval> intervals, LedgerTime taken) {
  const TimeRange day = drawn_day(taken);
  Slots slots;
  for (const Interval& interval : intervals) {
    const auto [from, to] = shown_part(interval, day, taken);
    if (from >= to) continue;
    const auto first = static_cast<std::size_t>((from - day.from) / kSlot);
    const auto past = static_cast<std::size_t>((to - day.from + kSlot - Milliseconds(1)) / kSlot);
    for (std::size_t i = first; i < past; ++i)
      if (worse(interval.state, slots[i])) slots[i] = interval.state;
  }
  return slots;
}

// Strokes along the bar: "M3 0h2M9 0h1".
std::string strokes(const Slots& slots, State state) {
  std::string path;
  for (std::size_t i = 0; i < kSlots;) {
    std::size_t past = i;
    while (past < kSlots && slots[past] == state)
      ++past;
    if (past > i) path += fmt::format("M{} 6h{}", i, past - i);
    i = std::max(past, i + 1);
  }
  return path;
}

}  // namespace

char state_letter(State state) {
  constexpr std::string_view kLetters = "ndgup";
  return kLetters.at(static_cast<std::size_t>(state));
}

TimeRange drawn_day(LedgerTime taken) {
  const LedgerTime end = taken - taken.time_since_epoch() % Milliseconds(kSlot) + kSlot;
  return {end - kDay, end};
}

std::string timeline_bar(std::span<const Interval> intervals, LedgerTime taken) {
  const Slots slots = slots_of(intervals, taken);
  std::string svg = "<svg class=t viewBox=\"0 0 288 12\">";
  for (const State state : kWorstFirst)
    if (const std::string path = strokes(slots, state); !path.empty())
      svg += fmt::format("<path class={} d=\"{}\"/>", state_letter(state), path);
  return svg + "<use href=\"#k\"/></svg>";
}

std::string timeline_scale(LedgerTime taken, const Calendar& calendar) {
  const TimeRange day = drawn_day(taken);
  std::string marks, hours;
  for (auto hour = calendar.next(Period::hour, day.from); hour < day.to;
       hour = calendar.next(Period::hour, hour)) {
    const std::string clock = calendar.clock_text(hour);
    if (clock != "00:00" && clock != "06:00" && clock != "12:00" && clock != "18:00") continue;
    const auto slot = (hour - day.from) / kSlot;
    marks += fmt::format("M{} 0v12", slot);
    // A word at the very edge would extend beyond it.
    if (slot > 12 && slot < 276)
      hours += fmt::format("<text x=\"{}\" y=\"9\">{}</text>", slot, clock);
  }
  return fmt::format(
      "<svg class=h viewBox=\"0 0 288 12\" aria-hidden=\"true\"><defs><path id=\"k\" d=\"{}\"/>"
      "</defs><g id=\"hh\">{}</g></svg>",
      marks, hours);
}

std::string timeline_scale_again() {
  return "<svg class=h viewBox=\"0 0 288 12\" aria-hidden=\"true\"><use href=\"#hh\"/></svg>";
}

StateTimes day_times(std::span<const Interval> intervals, LedgerTime taken) {
  const TimeRange day = drawn_day(taken);
  StateTimes times{};
  for (const Interval& interval : intervals)
    if (const auto part = shown_part(interval, {day.from, taken}, taken); part.from < part.to)
      times.at(static_cast<std::size_t>(interval.state)) += part.to - part.from;
  return times;
}

}  // namespace commune::web
