// Counts the packets of a file (pcap, pcapng), the same way as live packets.
#pragma once

#include <cstdint>
#include <string>

#include "collectors/capture/traffic_counts.hpp"
#include "core/model/result.hpp"

namespace commune::capture {

struct FileExtent {
  std::uint64_t frames = 0;
  PacketTime first{}, last{};
};

/// `filter`: BPF expression; empty: all. The error names the file; packets read before it are in
/// the counts and in `extent`.
Result<void> read_capture_file(const std::string& path, const std::string& filter,
                               TrafficCounts& counts, FileExtent& extent);

}  // namespace commune::capture
