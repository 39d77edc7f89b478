// A file of packets (pcap, pcapng) into an account: the same way that live packets take.
#pragma once

#include <cstdint>
#include <string>

#include "collectors/capture/traffic_account.hpp"
#include "core/model/result.hpp"

namespace commune::capture {

struct FileExtent {
  std::uint64_t frames = 0;
  PacketTime first{}, last{};
};

/// `filter`: BPF expression; empty: all. The error names the file; what was read before it is in
/// the account and in `extent`.
Result<void> read_capture_file(const std::string& path, const std::string& filter,
                               TrafficAccount& account, FileExtent& extent);

}  // namespace commune::capture
