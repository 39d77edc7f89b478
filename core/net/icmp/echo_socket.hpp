// The kernel's side of pinging: one socket for each address family, batches out and in. Keeps no
// account of what was asked and decides nothing about answers.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "core/model/time.hpp"
#include "core/net/icmp/echo_packet.hpp"

#include <tl/expected.hpp>

namespace commune::icmp {

/// raw needs CAP_NET_RAW; ping (SOCK_DGRAM, IPPROTO_ICMP) a group in net.ipv4.ping_group_range.
enum class Method : std::uint8_t { raw, ping };

/// "raw" or "ping": the value of the label `method`.
std::string_view to_string(Method method);

struct Outgoing {
  Address to;
  std::uint16_t sequence = 0;
  Nonce nonce{};
  std::size_t payload_bytes = sizeof(Nonce);
  Moment sent;    ///< Set by send(): just before the request was handed to the kernel.
  int error = 0;  ///< Set by send(): 0, or the errno with which the kernel refused it.
};

struct Incoming {
  Message message;
  Address from;                    ///< For an error: the router or host that sent it.
  std::optional<WallTime> kernel;  ///< When the kernel received it.
};

/// One thread at a time. Never blocks.
class EchoSocket {
 public:
  /// A raw socket where that is allowed, else a ping socket, else the errno of the last try.
  /// `wanted_id` is the id of a raw socket's requests; a ping socket is given one by the kernel.
  static tl::expected<std::unique_ptr<EchoSocket>, int> open(Family family,
                                                             std::uint16_t wanted_id);
  ~EchoSocket();
  EchoSocket(const EchoSocket&) = delete;
  EchoSocket& operator=(const EchoSocket&) = delete;

  Family family() const { return family_; }
  Method method() const { return method_; }
  std::uint16_t id() const { return id_; }
  /// To wait for what receive() would give.
  int descriptor() const { return descriptor_; }

  /// Sends all, or notes in each why not.
  void send(std::span<Outgoing> requests);

  /// Appends what has come to `received` until nothing is left or the batch is large enough (1024
  /// packets): a flood shall not hold the loop. Errors about requests of other ids are left out.
  void receive(std::vector<Incoming>& received);

 private:
  struct Buffers;

  EchoSocket(int descriptor, Family family, Method method, std::uint16_t id);
  void lay_out(std::span<const Outgoing> requests);
  void send_chunk(std::span<Outgoing> requests);
  bool read_batch(std::vector<Incoming>& received);
  void read_error_queue(std::vector<Incoming>& received);
  void keep(Incoming&& packet, std::vector<Incoming>& received) const;

  int descriptor_;
  Family family_;
  Method method_;
  std::uint16_t id_;
  std::unique_ptr<Buffers> buffers_;
  std::vector<Incoming> early_errors_;  ///< Read while sending, handed out by receive().
};

}  // namespace commune::icmp
