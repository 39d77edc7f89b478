// Values encoded against other values: decoding returns the same bits, and few bytes are needed.
#include "exporters/remote_write/value_codec.hpp"

#include <bit>
#include <cmath>
#include <limits>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::remote_write {
namespace {

using ::testing::Optional;
using Values = std::vector<ValueBits>;

ValueBits bits(double value) {
  return std::bit_cast<ValueBits>(value);
}

Values bits_of(const std::vector<double>& values) {
  Values all;
  for (const double value : values)
    all.push_back(bits(value));
  return all;
}

/// Values that may be next to any other.
const Values& odd_values() {
  static const Values kValues = {bits(0.0),
                                 bits(-0.0),
                                 bits(1),
                                 bits(-1),
                                 bits(0.1),
                                 bits(1e300),
                                 bits(-1e300),
                                 bits(5e-324),
                                 bits(9007199254740991),  // 2^53 - 1.
                                 bits(-9007199254740991),
                                 bits(9007199254740992),  // 2^53.
                                 bits(9007199254740994),
                                 bits(1.8446744073709552e19),
                                 bits(std::numeric_limits<double>::infinity()),
                                 bits(std::numeric_limits<double>::quiet_NaN()),
                                 kStale,
                                 kAbsent,
                                 0xffff'ffff'ffff'ffff,
                                 0x7ff0'0000'0000'0001};
  return kValues;
}

void expect_round_trip(const Values& values, const Values& base) {
  EXPECT_THAT(decode_values(encode_values(values, base), base), Optional(values));
}

TEST(ValueCodec, decodes_every_value_against_every_other) {
  for (const ValueBits value : odd_values())
    for (const ValueBits base : odd_values())
      expect_round_trip({value}, {base});
}

TEST(ValueCodec, decodes_runs_of_all_kinds) {
  const Values base = bits_of({1, 2, 3, 4, 5, 6, 7, 8, 0.5, 0.25});
  expect_round_trip(base, base);
  expect_round_trip(Values(10, kAbsent), base);
  expect_round_trip(Values(10, kStale), base);
  expect_round_trip(bits_of({2, 3, 4, 5, 6, 7, 8, 9, 1, 2}), base);
  Values mixed = base;
  mixed[0] = kAbsent;
  mixed[2] = bits(-0.0);
  mixed[3] = kStale;
  mixed[4] = bits(1e15);
  mixed[9] = kAbsent;
  expect_round_trip(mixed, base);
  expect_round_trip({}, {});
}

TEST(ValueCodec, decodes_random_values) {
  std::mt19937_64 random(20'261'125);
  const auto any = [&random](ValueBits near) -> ValueBits {
    switch (random() % 8) {
      case 0:
      case 1:
        return near;
      case 2:
        return kAbsent;
      case 3:
        return bits(static_cast<double>(random() % 100'000));
      case 4:
        return bits(std::bit_cast<double>(near) + 1);
      case 5:
        return near ^ (random() & 0xffff);
      case 6:
        return odd_values()[random() % odd_values().size()];
      default:
        return random();
    }
  };
  for (int round = 0; round < 2'000; ++round) {
    Values base(random() % 300), values;
    for (ValueBits& value : base)
      value = any(0);
    for (const ValueBits each : base)
      values.push_back(any(each));
    expect_round_trip(values, base);
  }
}

TEST(ValueCodec, needs_few_bytes_for_values_that_hardly_change) {
  Values base, values;
  for (int i = 0; i < 1'000; ++i) {
    base.push_back(bits(i % 3 == 0 ? 1e9 + 977 * i : 0.37 * i));
    values.push_back(i % 3 == 0 ? bits(1e9 + 977 * i + i % 60) : base.back());
  }
  EXPECT_LT(encode_values(values, base).size(), 1'200U);
  // Nothing changed.
  EXPECT_LE(encode_values(base, base).size(), 2U);
}

TEST(ValueCodec, refuses_bytes_that_lack_their_end) {
  const Values base = bits_of({1, 2, 3, 0.5, 5, 6}), values = bits_of({1, 7, 9, 0.75, 5, 600});
  const std::string bytes = encode_values(values, base);
  for (std::size_t length = 0; length < bytes.size(); ++length)
    EXPECT_EQ(decode_values(bytes.substr(0, length), base), std::nullopt) << length;
}

TEST(ValueCodec, refuses_bytes_after_the_end) {
  const Values base = bits_of({1, 2});
  EXPECT_EQ(decode_values(encode_values(base, base) + '\0', base), std::nullopt);
  EXPECT_EQ(decode_values(std::string(1, '\0'), {}), std::nullopt);
}

TEST(ValueCodec, refuses_invalid_bytes) {
  const Values base = bits_of({1, 0.5, 3});
  // A varint: length of the run in its upper bits, kind in the lowest two.
  const auto run = [](unsigned length, unsigned kind) {
    return std::string(1, static_cast<char>(length << 2 | kind));
  };
  EXPECT_EQ(decode_values(run(0, 0), base), std::nullopt) << "an empty run";
  EXPECT_EQ(decode_values(run(4, 0), base), std::nullopt) << "more than there are";
  EXPECT_EQ(decode_values(run(2, 0), base), std::nullopt) << "fewer than there are";
  EXPECT_EQ(decode_values(run(1, 0) + run(1, 2) + '\x02' + run(1, 0), base), std::nullopt)
      << "a whole difference from 0.5";
  EXPECT_EQ(decode_values(run(1, 3) + '\x09' + std::string(9, 'x') + run(2, 0), base), std::nullopt)
      << "nine bytes of eight";
  EXPECT_EQ(decode_values(std::string(11, '\xff'), base), std::nullopt) << "a varint without end";
  EXPECT_EQ(decode_values(std::string(9, '\xff') + '\x01', base), std::nullopt) << "a huge run";
}

TEST(ValueCodec, survives_garbage) {
  std::mt19937_64 random(7);
  const Values base = bits_of({1, 0.5, 3, -0.0, 1e300, 9007199254740991});
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes(random() % 20, '\0');
    for (char& byte : bytes)
      byte = static_cast<char>(random());
    const auto values = decode_values(bytes, base);
    EXPECT_EQ(values.value_or(base).size(), base.size());
  }
}

}  // namespace
}  // namespace commune::remote_write
