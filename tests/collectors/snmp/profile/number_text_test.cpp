#include "collectors/snmp/profile/number_text.hpp"

#include <gtest/gtest.h>

namespace commune::snmp {
namespace {

Pattern pattern(const std::string& text) {
  return Pattern(text);
}

TEST(NumberText, reads_the_number_at_the_start_of_a_text) {
  EXPECT_EQ(leading_number("27.84 .C"), 27.84);
  EXPECT_EQ(leading_number(" -9.1"), -9.1);
  EXPECT_EQ(leading_number("+5"), 5);
  EXPECT_EQ(leading_number(".5"), 0.5);
  EXPECT_EQ(leading_number("116E"), 116);  // Aruba's mark for a 40 MHz channel, no exponent
  EXPECT_EQ(leading_number("53S"), 53);
}

TEST(NumberText, reads_no_number_from_words) {
  EXPECT_EQ(leading_number("N/A"), std::nullopt);
  EXPECT_EQ(leading_number("aabbccddeef4"), std::nullopt);
  EXPECT_EQ(leading_number("nan"), std::nullopt);
  EXPECT_EQ(leading_number("inf"), std::nullopt);
  EXPECT_EQ(leading_number("-"), std::nullopt);
  EXPECT_EQ(leading_number(""), std::nullopt);
  EXPECT_EQ(leading_number("1e999"), std::nullopt);
}

TEST(NumberText, prefers_the_number_in_brackets) {
  EXPECT_EQ(bracketed_number("0.03 mW (-14.61 dBm)"), -14.61);
  EXPECT_EQ(bracketed_number("6.56 dbm"), 6.56);
  EXPECT_EQ(bracketed_number("1.2 (3.4 dBm) (ok)"), 3.4);
}

TEST(NumberText, shows_octets_as_asked) {
  EXPECT_EQ(shown(Value(std::string("\x00\x27\x10\x32\xed\x60", 6)), Show::mac),
            "00:27:10:32:ed:60");
  EXPECT_EQ(shown(Value(std::string("\x01\xff", 2)), Show::hex), "01ff");
  EXPECT_EQ(shown(Value(std::string("HWTC\x1a\x2b\x3c\x4d", 8)), Show::serial), "HWTC1a2b3c4d");
  EXPECT_EQ(shown(Value(std::string("lo\0\0", 4)), Show::text), "lo");
  EXPECT_EQ(shown(Value(std::string("FS      Tx Power")), Show::text), "FS Tx Power");
}

TEST(NumberText, shows_a_counter64_unsigned) {
  EXPECT_EQ(shown(Value(Integer{IntegerType::counter64, -1}), Show::text), "18446744073709551615");
  EXPECT_EQ(as_double(Integer{IntegerType::counter64, -1}), 18446744073709551615.0);
  EXPECT_EQ(as_double(Integer{IntegerType::integer32, -1}), -1);
}

TEST(NumberText, extracts_the_first_group_that_matched) {
  EXPECT_EQ(extracted("clients-wlan0", pattern("^clients-(.+)$|^snr-(.+)-avg$")), "wlan0");
  EXPECT_EQ(extracted("snr-wl1-avg", pattern("^clients-(.+)$|^snr-(.+)-avg$")), "wl1");
  EXPECT_EQ(extracted("distro", pattern("^clients-(.+)$")), std::nullopt);
  EXPECT_EQ(extracted("v6.49", pattern("[0-9]+")), "6");
}

TEST(NumberText, searches_long_text_only_at_its_start) {
  const std::string longer(100'000, 'a');
  EXPECT_TRUE(found_in(longer, pattern("^(a|b)*")));
  EXPECT_FALSE(found_in(longer + "z", pattern("z")));
}

}  // namespace
}  // namespace commune::snmp
