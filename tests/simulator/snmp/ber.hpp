// The part of BER (X.690) that SNMP uses: definite lengths, one-byte tags. Reads without copying
// and refuses truncated or out-of-range input; writes by appending to a buffer, or element by
// element. Every test that makes SNMP messages uses this code, not the agent's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "tests/simulator/snmp/oid.hpp"

namespace commune::simulator::ber {

inline constexpr std::uint8_t kInteger = 0x02;
inline constexpr std::uint8_t kOctetString = 0x04;
inline constexpr std::uint8_t kNull = 0x05;
inline constexpr std::uint8_t kOid = 0x06;
inline constexpr std::uint8_t kSequence = 0x30;

struct Element {
  std::uint8_t tag = 0;
  std::string_view content;
};

/// Steps through the elements of `bytes`, which outlive it and what it returns. After the first
/// failure every call fails.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  bool at_end() const { return rest_.empty(); }

  std::optional<Element> next();
  /// The content of the next element if it has this tag.
  std::optional<std::string_view> next(std::uint8_t tag);
  /// The next INTEGER; at most eight bytes long.
  std::optional<std::int64_t> next_integer();
  std::optional<Oid> next_oid();

 private:
  std::optional<Element> give_up();

  std::string_view rest_;
  bool failed_ = false;
};

std::optional<Oid> decode_oid(std::string_view content);

/// Contents, without tag and length. encode_oid() needs an OID that parse_oid() or decode_oid()
/// made.
std::string encode_oid(const Oid& oid);

/// Bytes for tag and length of such a content.
std::size_t header_size(std::size_t content_size);

void append_header(std::string& out, std::uint8_t tag, std::size_t content_size);
void append(std::string& out, std::uint8_t tag, std::string_view content);
void append_signed(std::string& out, std::uint8_t tag, std::int64_t number);
void append_unsigned(std::string& out, std::uint8_t tag, std::uint64_t number);

/// One element: tag, length and contents.
std::string element(std::uint8_t tag, std::string_view content);
std::string element(std::uint8_t tag, std::initializer_list<std::string_view> parts);
std::string integer(std::int64_t number, std::uint8_t tag = kInteger);

}  // namespace commune::simulator::ber
