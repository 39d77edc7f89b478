// Ways in which real devices break the protocol.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace commune::simulator {

enum class Behaviour : std::uint8_t {
  non_increasing,      ///< After a column's last row GETNEXT starts that column again.
  endless_table,       ///< After a column's last row GETNEXT invents another one, without end.
  truncated_reply,     ///< Sends the first half of each reply.
  wrong_request_id,    ///< Answers with the request id plus one.
  from_other_address,  ///< Replies from the neighbouring address.
  five_replies         ///< Sends each reply five times.
};

inline constexpr std::array<std::string_view, 6> kBehaviourNames = {
    "non_increasing",   "endless_table",      "truncated_reply",
    "wrong_request_id", "from_other_address", "five_replies"};

/// A set of them.
class Behaviours {
 public:
  void add(Behaviour behaviour) { bits_ |= bit(behaviour); }
  void add(Behaviours others) { bits_ |= others.bits_; }
  bool has(Behaviour behaviour) const { return (bits_ & bit(behaviour)) != 0; }

  friend bool operator==(Behaviours, Behaviours) = default;

 private:
  static std::uint32_t bit(Behaviour behaviour) {
    return std::uint32_t{1} << static_cast<unsigned>(behaviour);
  }
  std::uint32_t bits_ = 0;
};

}  // namespace commune::simulator
