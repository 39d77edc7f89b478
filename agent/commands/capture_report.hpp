// The output of `capture`: traffic, hosts, round trips; for people and for programs.
#pragma once

#include <cstdint>
#include <iosfwd>

#include "collectors/capture/traffic_counts.hpp"

namespace commune {

struct CaptureSpan {
  std::uint64_t frames = 0;
  double seconds = 0;
};

void print_capture(const capture::TrafficCounts& counts, const capture::Totals& totals,
                   CaptureSpan span, std::ostream& out);
void print_capture_json(const capture::TrafficCounts& counts, const capture::Totals& totals,
                        CaptureSpan span, std::ostream& out);

}  // namespace commune
