// Why a target did not answer, in words for people. Pure.
#pragma once

#include <cstdint>
#include <string>

#include "core/model/time.hpp"
#include "core/net/address.hpp"

namespace commune::icmp {

/// "no reply within 1 s", "no reply within 800 ms".
std::string timeout_text(Milliseconds timeout);

/// For an ICMP error: "host unreachable (from 10.77.0.1)".
std::string unreachable_text(Family family, std::uint8_t type, std::uint8_t code,
                             const Address& from);

/// Whether an errno of sending says that the way to the target is gone (silence), rather than that
/// this machine did not let us ask (not measured).
bool means_no_route(int error);

/// For an errno of sending: "no route to 10.9.9.9: Network is unreachable".
std::string send_failure_text(int error, const Address& to);

/// When neither kind of socket may be opened; `error` is the errno of the last try.
std::string no_socket_text(Family family, int error);

}  // namespace commune::icmp
