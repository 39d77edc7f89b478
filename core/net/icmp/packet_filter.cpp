#include "core/net/icmp/packet_filter.hpp"

#include <array>

#include <linux/filter.h>
#include <linux/icmp.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace commune::icmp {
namespace {

constexpr std::uint32_t kDrop = 0;
constexpr std::uint32_t kTakeAll = 0xFFFFFFFF;

constexpr sock_filter statement(int code, std::uint32_t k) {
  return {static_cast<std::uint16_t>(code), 0, 0, k};
}

constexpr sock_filter jump_if_equal(std::uint32_t k, int if_true, int if_false) {
  return {BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint8_t>(if_true),
          static_cast<std::uint8_t>(if_false), k};
}

// Any other message than an echo reply passes: the type filter has judged it already.
template <std::size_t N>
void attach(int descriptor, std::array<sock_filter, N> program) {
  const sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
  setsockopt(descriptor, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter);
}

void filter_v4(int descriptor, std::uint16_t id) {
  icmp_filter types{~(1u << ICMP_ECHOREPLY | 1u << ICMP_DEST_UNREACH | 1u << ICMP_TIME_EXCEEDED)};
  setsockopt(descriptor, SOL_RAW, ICMP_FILTER, &types, sizeof types);
  // The packet begins with its IPv4 header, whose length goes into X.
  attach(descriptor,
         std::array{statement(BPF_LDX | BPF_B | BPF_MSH, 0), statement(BPF_LD | BPF_B | BPF_IND, 0),
                    jump_if_equal(ICMP_ECHOREPLY, 0, 2), statement(BPF_LD | BPF_H | BPF_IND, 4),
                    jump_if_equal(id, 0, 1), statement(BPF_RET | BPF_K, kTakeAll),
                    statement(BPF_RET | BPF_K, kDrop)});
}

void filter_v6(int descriptor, std::uint16_t id) {
  icmp6_filter types;
  ICMP6_FILTER_SETBLOCKALL(&types);
  ICMP6_FILTER_SETPASS(ICMP6_ECHO_REPLY, &types);
  ICMP6_FILTER_SETPASS(ICMP6_DST_UNREACH, &types);
  ICMP6_FILTER_SETPASS(ICMP6_TIME_EXCEEDED, &types);
  setsockopt(descriptor, IPPROTO_ICMPV6, ICMP6_FILTER, &types, sizeof types);
  // The packet begins with its ICMPv6 header.
  attach(descriptor,
         std::array{statement(BPF_LD | BPF_B | BPF_ABS, 0), jump_if_equal(ICMP6_ECHO_REPLY, 0, 2),
                    statement(BPF_LD | BPF_H | BPF_ABS, 4), jump_if_equal(id, 0, 1),
                    statement(BPF_RET | BPF_K, kTakeAll), statement(BPF_RET | BPF_K, kDrop)});
}

}  // namespace

void filter_raw_socket(int descriptor, Family family, std::uint16_t id) {
  if (family == Family::v4)
    filter_v4(descriptor, id);
  else
    filter_v6(descriptor, id);
}

}  // namespace commune::icmp
