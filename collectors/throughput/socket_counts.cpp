#include "collectors/throughput/socket_counts.hpp"

#include <algorithm>
#include <optional>

#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace commune::throughput {
namespace {

// Ethernet, IP, and TCP with timestamps.
constexpr std::uint64_t kHeadBytesV4 = 14 + 20 + 32;
constexpr std::uint64_t kHeadBytesV6 = 14 + 40 + 32;
constexpr std::uint64_t kWidenedBy = 16;
// Jumbo frames.
constexpr std::uint32_t kLargestOnALine = 9000;

std::optional<tcp_info> info_of(int socket) {
  tcp_info info{};
  socklen_t length = sizeof info;
  if (getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &length) != 0) return std::nullopt;
  return info;
}

std::uint64_t head_bytes(int socket) {
  sockaddr_storage address{};
  socklen_t length = sizeof address;
  getsockname(socket, reinterpret_cast<sockaddr*>(&address), &length);
  return address.ss_family == AF_INET6 ? kHeadBytesV6 : kHeadBytesV4;
}

WireCount count_of(int socket) {
  const auto info = info_of(socket);
  if (!info) return {};
  const std::uint64_t head = head_bytes(socket);
  WireCount count;
  // Bytes that wait for a gap to be filled are not counted as received; they are at most a window.
  // On loopback segments have all sizes, and none is lost.
  const std::uint64_t in_order = info->tcpi_bytes_received;
  const std::uint64_t by_segments = std::uint64_t{info->tcpi_data_segs_in} * info->tcpi_rcv_mss;
  const bool on_a_line = info->tcpi_rcv_mss <= kLargestOnALine;
  const std::uint64_t received =
      on_a_line ? std::clamp(by_segments, in_order, in_order + info->tcpi_rcv_ssthresh) : in_order;
  count.line.received = received + info->tcpi_segs_in * head;
  count.line.sent = info->tcpi_bytes_sent + info->tcpi_segs_out * head;
  count.acknowledged = info->tcpi_bytes_acked;
  return count;
}

void add(WireCount& sum, const WireCount& more) {
  sum.line.received += more.line.received;
  sum.line.sent += more.line.sent;
  sum.acknowledged += more.acknowledged;
}

}  // namespace

void SocketCounts::closing(int socket) {
  if (open_.erase(socket) == 1) add(closed_, count_of(socket));
}

WireCount SocketCounts::count() const {
  WireCount sum = closed_;
  for (const int socket : open_)
    add(sum, count_of(socket));
  return sum;
}

InFlight SocketCounts::in_flight() const {
  InFlight sum;
  for (const int socket : open_) {
    const auto info = info_of(socket);
    if (!info) continue;
    // The kernel widens a window to twice the bytes read in a round trip and sixteen segments more.
    sum.most += info->tcpi_rcv_ssthresh + info->tcpi_notsent_bytes +
                kWidenedBy * std::uint64_t{info->tcpi_advmss};
    // rcv_space is the kernel's count of bytes read in one round trip.
    sum.likely += std::min(info->tcpi_rcv_ssthresh, info->tcpi_rcv_space);
  }
  return sum;
}

}  // namespace commune::throughput
