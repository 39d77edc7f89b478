// One conversation with one device: requests out, replies or silence back. The seam between polling
// logic and net-snmp; tests put a device made of a list in its place.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "collectors/snmp/session/varbind.hpp"
#include "core/model/time.hpp"

namespace commune::snmp {

struct Request {
  enum class Type : std::uint8_t { get, get_next, get_bulk };
  Type type = Type::get;
  std::vector<Oid> oids;
  int max_repetitions = 0;  ///< get_bulk only.
};

enum class Outcome : std::uint8_t {
  answered,      ///< A response without an error status.
  error_status,  ///< A response with one: Reply::error_status and error_index say which (RFC 3416,
                 ///< 3).
  timeout,       ///< Nothing came in time.
  closed,        ///< The host answered that nothing listens at the port (ICMP port unreachable).
  unreachable,   ///< The network says there is no way, or the name does not resolve.
  refused,  ///< The device does not let us in (SNMPv3 report), or our own credentials are at fault.
  malformed,  ///< The reply could not be decoded.
};
/// The word for it in commune_snmp_failures_total{reason}.
std::string_view to_string(Outcome outcome);

/// RFC 3416, 3: the error statuses that change what is asked next.
inline constexpr int kTooBig = 1, kNoSuchName = 2, kGenErr = 5;

struct Reply {
  Outcome outcome = Outcome::timeout;
  int error_status = 0;
  int error_index = 0;  ///< 1-based, 0 when the device names none.
  VarbindList varbinds;
  std::string failure;  ///< For people, empty when answered.
};

/// Belongs to the SNMP loop's thread. At most one request is under way at a time.
class Session {
 public:
  using OnReply = std::function<void(Reply)>;

  virtual ~Session() = default;

  /// Sends once, without retries, and calls back exactly once from the loop, never from inside
  /// send().
  virtual void send(const Request& request, Milliseconds timeout, OnReply on_reply) = 0;

  /// True when GETBULK exists here: not in SNMPv1.
  virtual bool has_bulk() const = 0;

  /// Forget what was learnt about the far end (engine id and time window): it fell silent or was
  /// replaced.
  virtual void reset() = 0;
};

}  // namespace commune::snmp
