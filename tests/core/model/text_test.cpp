#include "core/model/text.hpp"

#include <array>

#include <gtest/gtest.h>

namespace commune {
namespace {

TEST(Printable, keeps_vietnamese_as_it_is) {
  EXPECT_EQ(printable("Thôn Kép Hạ"), "Thôn Kép Hạ");
}

TEST(Printable, replaces_bytes_that_are_not_utf8) {
  EXPECT_EQ(printable("ca\xFF"
                      "fe"),
            "ca\xEF\xBF\xBD"
            "fe");
  EXPECT_EQ(printable("\xE1\xBA"), "\xEF\xBF\xBD\xEF\xBF\xBD");  // cut in the middle of a character
}

TEST(Printable, refuses_what_rfc_3629_forbids) {
  EXPECT_EQ(printable("\xC0\xAF"), "\xEF\xBF\xBD\xEF\xBF\xBD");                  // overlong
  EXPECT_EQ(printable("\xED\xA0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");  // surrogate
  EXPECT_EQ(printable("\xF4\x90\x80\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST(Printable, makes_line_breaks_blank_and_drops_padding) {
  EXPECT_EQ(printable("two\nlines"), "two lines");
  EXPECT_EQ(printable(std::string("lo\0\0\0", 5)), "lo");
  EXPECT_EQ(printable("  \t "), "");
}

TEST(Suggestion, names_the_nearest_word_and_stays_silent_when_none_is_near) {
  static constexpr std::array<std::string_view, 2> kWords = {"wifi.clients", "wifi.channel"};
  EXPECT_EQ(suggestion("wifi.cleints", kWords), " (did you mean \"wifi.clients\"?)");
  EXPECT_EQ(suggestion("temperature", kWords), "");
}

TEST(Suggestion, takes_two_swapped_letters_for_one_mistake) {
  static constexpr std::array<std::string_view, 2> kWords = {"id", "kind"};
  EXPECT_EQ(nearest("knid", kWords), "kind");
}

TEST(Plain, is_what_needs_no_repair) {
  EXPECT_TRUE(is_plain("eth0"));
  EXPECT_TRUE(is_plain("port 1"));
  for (const char* text : {"", " a", "a ", "a\n", "th\xC3\xB4n", "\x7F"})
    EXPECT_FALSE(is_plain(text)) << text;
}

TEST(ToHex, writes_two_digits_an_octet) {
  EXPECT_EQ(to_hex(std::string("\x00\x1f\xff", 3)), "001fff");
  EXPECT_EQ(to_hex(std::string("\x00\x1f\xff", 3), ":"), "00:1f:ff");
  EXPECT_EQ(to_hex(""), "");
}

TEST(ParsePort, takes_1_to_65535_alone) {
  EXPECT_EQ(parse_port("1"), 1);
  EXPECT_EQ(parse_port("65535"), 65535);
  for (const char* wrong : {"", "0", "65536", "-1", "+1", " 1", "1 ", "80x"})
    EXPECT_EQ(parse_port(wrong), std::nullopt) << wrong;
}

TEST(PromqlQuote, lets_no_value_end_its_string) {
  EXPECT_EQ(promql_quote("Kép"), "\"Kép\"");
  EXPECT_EQ(promql_quote("a\"b\\c\nd"), R"("a\"b\\c\nd")");
}

}  // namespace
}  // namespace commune
