#include "tests/simulator/snmp/ber.hpp"

#include <limits>

#include <gtest/gtest.h>

namespace commune::simulator::ber {
namespace {

using namespace std::string_literals;

std::string signed_bytes(std::int64_t number) {
  std::string out;
  append_signed(out, kInteger, number);
  return out;
}

std::string unsigned_bytes(std::uint64_t number) {
  std::string out;
  append_unsigned(out, 0x46, number);
  return out;
}

TEST(Ber, writes_integers_in_their_shortest_form) {
  EXPECT_EQ(signed_bytes(0), "\x02\x01\x00"s);
  EXPECT_EQ(signed_bytes(127), "\x02\x01\x7F"s);
  EXPECT_EQ(signed_bytes(128), "\x02\x02\x00\x80"s);
  EXPECT_EQ(signed_bytes(-1), "\x02\x01\xFF"s);
  EXPECT_EQ(signed_bytes(-129), "\x02\x02\xFF\x7F"s);
}

TEST(Ber, writes_counters_above_the_sign_bit_with_a_leading_zero) {
  EXPECT_EQ(unsigned_bytes(0xFFFFFFFFU), "\x46\x05\x00\xFF\xFF\xFF\xFF"s);
  EXPECT_EQ(unsigned_bytes(std::numeric_limits<std::uint64_t>::max()),
            "\x46\x09\x00\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"s);
}

TEST(Ber, writes_lengths_in_one_two_three_or_four_bytes) {
  for (const auto& [size, header] : {std::pair(std::size_t{127}, "\x04\x7F"s),
                                     {std::size_t{128}, "\x04\x81\x80"s},
                                     {std::size_t{256}, "\x04\x82\x01\x00"s},
                                     {std::size_t{65536}, "\x04\x83\x01\x00\x00"s}}) {
    std::string out;
    append_header(out, kOctetString, size);
    EXPECT_EQ(out, header);
    EXPECT_EQ(header_size(size), header.size());
  }
}

TEST(Ber, writes_and_reads_oids_with_large_numbers) {
  const Oid oid{1, 3, 6, 1, 4, 1, 41112, 127, 128, 4294967295U};
  EXPECT_EQ(encode_oid({1, 3, 6, 1, 4, 1, 41112}), "\x2B\x06\x01\x04\x01\x82\xC1\x18"s);
  EXPECT_EQ(decode_oid(encode_oid(oid)), oid);
  EXPECT_EQ(decode_oid(encode_oid({2, 999, 3})), (Oid{2, 999, 3}));
  EXPECT_EQ(decode_oid("\x00"s), (Oid{0, 0}));
}

TEST(Ber, refuses_oids_that_are_cut_off_or_too_large) {
  EXPECT_FALSE(decode_oid(""));
  EXPECT_FALSE(decode_oid("\x2B\x86"s));
  EXPECT_FALSE(decode_oid("\x2B\x90\x80\x80\x80\x00"s));  // 2^32
}

TEST(Ber, reads_elements_and_signed_integers) {
  const std::string bytes = "\x02\x02\xFF\x7F\x04\x81\x01\x41\x05\x00"s;
  Reader reader(bytes);
  EXPECT_EQ(reader.next_integer(), -129);
  EXPECT_EQ(reader.next(kOctetString), "A");
  const auto null = reader.next();
  ASSERT_TRUE(null);
  EXPECT_EQ(null->tag, kNull);
  EXPECT_TRUE(reader.at_end());
  EXPECT_FALSE(reader.next());
}

TEST(Ber, refuses_lengths_beyond_the_end_and_indefinite_ones) {
  EXPECT_FALSE(Reader("\x04\x05"
                      "abc"s)
                   .next());
  EXPECT_FALSE(Reader("\x04\x82\x01"s).next());
  EXPECT_FALSE(Reader("\x30\x80\x00\x00"s).next());
  EXPECT_FALSE(Reader("\x04\xFF"s).next());
}

TEST(Ber, fails_for_good_after_the_first_failure) {
  const std::string bytes = "\x02\x00\x02\x01\x05"s;
  Reader reader(bytes);
  EXPECT_FALSE(reader.next_integer());
  EXPECT_FALSE(reader.next_integer());
}

TEST(Oids, are_read_with_and_without_a_leading_dot) {
  EXPECT_EQ(parse_oid(".1.3.6.1"), (Oid{1, 3, 6, 1}));
  EXPECT_EQ(parse_oid("1.3.4294967295"), (Oid{1, 3, 4294967295U}));
  for (const char* text : {"", ".", "1", "1.", "1..3", "1.3.x", "1.40", "3.1", "1.3.4294967296"})
    EXPECT_FALSE(parse_oid(text)) << text;
}

}  // namespace
}  // namespace commune::simulator::ber
