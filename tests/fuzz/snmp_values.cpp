#include "tests/fuzz/snmp_values.hpp"

#include <array>
#include <bit>
#include <limits>

namespace commune::fuzz {
namespace {

using snmp::Absent;
using snmp::Integer;
using snmp::IntegerType;
using snmp::Value;

constexpr std::array<std::int64_t, 12> kEdges = {0,
                                                 1,
                                                 2,
                                                 -1,
                                                 127,
                                                 255,
                                                 32767,
                                                 2147483647,
                                                 -2147483648LL,
                                                 4294967295LL,
                                                 std::numeric_limits<std::int64_t>::max(),
                                                 std::numeric_limits<std::int64_t>::min()};

// As the session makes them: 32 bits, but for Counter64.
Integer take_integer(Input& input) {
  const auto type = static_cast<IntegerType>(input.below(6));
  const std::size_t from = input.below(16);
  const auto value =
      from < kEdges.size() ? kEdges[from] : static_cast<std::int64_t>(input.number(8));
  if (type == IntegerType::counter64) return {type, value};
  if (type == IntegerType::integer32) return {type, static_cast<std::int32_t>(value)};
  return {type, static_cast<std::uint32_t>(value)};
}

}  // namespace

snmp::Oid take_index(Input& input) {
  std::vector<std::uint32_t> numbers(input.below(20));
  for (auto& number : numbers) {
    number = input.byte();
    if (number >= 0xF0) number = static_cast<std::uint32_t>(input.number(4));
  }
  return snmp::Oid(std::move(numbers));
}

Value take_value(Input& input) {
  switch (input.below(8)) {
    case 0:
      return Absent{static_cast<std::uint8_t>(input.below(4))};
    case 1:
    case 2:
      return take_integer(input);
    case 3:
      return std::bit_cast<double>(input.number(8));
    case 4:
      return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(input.number(4))));
    case 5:
      return take_index(input);
    case 6:
      return std::to_string(static_cast<std::int16_t>(input.number(2))) + input.text();
    default:
      return input.text();
  }
}

}  // namespace commune::fuzz
