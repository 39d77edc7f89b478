// Reads answers of name servers: RFC 1035 and the records in use today. Pure; never reads outside
// the message.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/service/options.hpp"

namespace commune::service {

/// RFC 1035, 4.1.1, and RFC 6895: 0 for success, 2 a server failure, 3 no such name, 5 refused.
using ResponseCode = int;

struct DnsAnswer {
  ResponseCode code = 0;
  bool truncated = false;
  std::vector<std::string> values;  ///< The records of the type asked for; see value_text().
};

/// At most this many values are kept, and this many bytes of one.
inline constexpr std::size_t kMostDnsValues = 64;
inline constexpr std::size_t kMostDnsValueBytes = 512;

/// Reads a response. The values are as operators write them in `expect`: addresses in their usual
/// form, names without the last dot, "10 mail.example" (MX), "0 5 5060 sip.example" (SRV), the
/// joined strings of a TXT, and "\# LENGTH HEX" (RFC 3597) for other types. They may hold any
/// bytes: the caller makes them printable. Empty when the message is not a complete response.
std::optional<DnsAnswer> read_dns_answer(std::span<const std::uint8_t> message, RecordType type);

/// Whether one of `expected` is among `values`: ignores letter case and a last dot.
bool has_expected(const std::vector<std::string>& values, const std::vector<std::string>& expected);

/// The meaning of a response code other than 0: "no such name", "the server failed".
std::string text_of_code(ResponseCode code);

}  // namespace commune::service
