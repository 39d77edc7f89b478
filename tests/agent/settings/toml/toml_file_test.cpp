#include "agent/settings/toml/toml_file.hpp"

#include <string>

#include "tests/agent/settings/temporary_directory.hpp"

#include <gtest/gtest.h>

namespace commune::settings {
namespace {

std::string message_of(std::string_view text) {
  const auto value = parse_toml(text, "x.toml");
  return value ? "no error" : value.error().message();
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i)
    all += text;
  return all;
}

TEST(TomlFile, gives_every_value_its_place) {
  const auto root = parse_toml("[a]\nb = \"x\"\n[[c]]\n  d = { e = 21.5, f = [1, 2] }\n", "x.toml");
  ASSERT_TRUE(root);
  const Value& b = *root->find("a")->find("b");
  EXPECT_EQ(b.text, "x");
  EXPECT_EQ(b.place.text(), "x.toml:2:5");
  EXPECT_EQ(b.key_place.text(), "x.toml:2:1");
  const Value& d = *root->find("c")->children[0].find("d");
  EXPECT_EQ(d.find("e")->real, 21.5);
  EXPECT_EQ(d.find("f")->children[1].integer, 2);
  EXPECT_EQ(d.find("f")->children[1].place.text(), "x.toml:4:27");
  EXPECT_EQ(root->find("nothing"), nullptr);
}

TEST(TomlFile, keeps_members_in_the_order_of_the_file) {
  const auto root = parse_toml("z = 1\na = true\nm = 2020-01-01\n", "x.toml");
  ASSERT_TRUE(root);
  ASSERT_EQ(root->children.size(), 3U);
  EXPECT_EQ(root->children[0].key, "z");
  EXPECT_EQ(root->children[1].key, "a");
  EXPECT_EQ(root->children[1].boolean, true);
  EXPECT_EQ(root->children[2].kind, Value::Kind::date);
}

TEST(TomlFile, counts_columns_in_characters) {
  EXPECT_EQ(message_of("a = { b = \"Thôn Kép\", c = }"),
            "x.toml:1:27: key-value pair: expected value, saw '}'");
}

TEST(TomlFile, says_how_a_decimal_comma_is_written) {
  EXPECT_EQ(message_of("[site]\nlatitude = 21,41\n"),
            "x.toml:2:14: a number is written with a point: 21.41, not 21,41");
}

TEST(TomlFile, tells_of_a_key_given_twice) {
  EXPECT_EQ(message_of("a = 1\na = 2\n"),
            "x.toml:2:5: key-value pair: cannot redefine existing integer 'a'");
}

TEST(TomlFile, puts_what_is_not_utf8_in_its_place) {
  EXPECT_EQ(message_of("a = 1\nb = '\xff'\n"), "x.toml:2:5: Encountered invalid utf-8 sequence");
}

TEST(TomlFile, refuses_a_dotted_key_that_would_overflow_the_stack) {
  EXPECT_EQ(message_of("b = 1\n" + repeated("a.", 200'000) + "a = 1\n"),
            "x.toml:2:34: a key of more than 16 parts");
  EXPECT_EQ(message_of("[" + repeated("a.", 200'000) + "a]\n"),
            "x.toml:1:35: a key of more than 16 parts");
  EXPECT_EQ(message_of(repeated("'a'.", 100'000) + "a = 1\n"),
            "x.toml:1:68: a key of more than 16 parts");
  EXPECT_EQ(message_of("v = {" + repeated(" a . ", 100'000) + "a = 1}\n").substr(0, 7), "x.toml:");
}

TEST(TomlFile, refuses_values_nested_too_deep) {
  EXPECT_EQ(message_of("a = " + repeated("[", 100'000)),
            "x.toml:1:37: brackets nested more than 32 deep");
  EXPECT_EQ(message_of("a = " + repeated("{b=", 100'000)),
            "x.toml:1:101: brackets nested more than 32 deep");
}

TEST(TomlFile, does_not_take_dots_and_brackets_in_strings_and_comments_for_keys) {
  const std::string dots = repeated(".", 100) + repeated("[", 100);
  const auto root = parse_toml("# " + dots + "\na = \"" + dots + "\"\nb = '" + dots +
                                   "'\nc = \"\"\"\n\\\"\"\"\\\"" + dots + "\"\"\"\nd = '''\n" +
                                   dots + "'''\ne = \"\\\"" + dots + "\"\n",
                               "x.toml");
  ASSERT_TRUE(root) << root.error().message();
  EXPECT_EQ(root->find("b")->text, dots);
}

TEST(TomlFile, keeps_dates_and_times_as_texts) {
  const auto root = parse_toml(
      "a = 2026-12-01\nb = 08:00:00.5\nc = 2026-12-01 08:00:00\nd = 2026-12-01T08:00:00Z\n"
      "e = 2026-12-01T08:00:00.123456-03:30\n",
      "x.toml");
  ASSERT_TRUE(root) << root.error().message();
  EXPECT_EQ(root->find("a")->text, "2026-12-01");
  EXPECT_EQ(root->find("b")->text, "08:00:00.500");
  EXPECT_EQ(root->find("c")->text, "2026-12-01T08:00:00");
  EXPECT_EQ(root->find("d")->text, "2026-12-01T08:00:00+00:00");
  EXPECT_EQ(root->find("e")->text, "2026-12-01T08:00:00.123-03:30");
  for (const Value& value : root->children)
    EXPECT_EQ(value.kind, Value::Kind::date);
}

TEST(TomlFile, takes_a_key_of_sixteen_parts) {
  EXPECT_EQ(message_of(repeated("a.", 15) + "a = 1\n"), "no error");
  EXPECT_EQ(message_of(repeated("a.", 16) + "a = 1\n"), "no error");
  EXPECT_NE(message_of(repeated("a.", 17) + "a = 1\n"), "no error");
}

TEST(TomlFile, refuses_files_over_a_megabyte_before_reading_them) {
  const TemporaryDirectory directory;
  const std::string path = directory.write("big.toml", std::string(kLargestFileBytes + 1, '#'));
  const auto value = read_toml(path);
  ASSERT_FALSE(value);
  EXPECT_EQ(value.error().message(),
            path +
                ": is 1048577 bytes long; at most 1048576 are read (split it into several files "
                "in one directory)");
}

TEST(TomlFile, reads_a_path_with_vietnamese_letters) {
  const TemporaryDirectory directory;
  const auto value = read_toml(directory.write("xã-kép.toml", "a = 1\nb =\n"));
  ASSERT_FALSE(value);
  EXPECT_EQ(value.error().where, directory.path() + "/xã-kép.toml:2:4");
}

TEST(TomlFile, names_a_missing_file_and_a_path_that_is_not_a_file) {
  const TemporaryDirectory directory;
  EXPECT_EQ(read_toml(directory.path() + "/no.toml").error().message(),
            directory.path() + "/no.toml: no such file");
  EXPECT_EQ(read_toml(directory.path()).error().message(), directory.path() + ": is not a file");
}

}  // namespace
}  // namespace commune::settings
