#include "agent/settings/toml/toml_reader.hpp"

#include <array>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::settings {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

enum class Colour { red, blue };
constexpr std::array<Word<Colour>, 2> kColours = {{{"red", Colour::red}, {"blue", Colour::blue}}};

// A file that is read as one table called "thing".
class Thing {
 public:
  explicit Thing(std::string_view text)
      : value_(parse_toml(text, "x.toml").value()), reader(value_, "thing", findings_) {}

  std::vector<std::string> errors() const {
    std::vector<std::string> messages;
    for (const Error& error : findings_.errors())
      messages.push_back(error.message());
    return messages;
  }
  std::vector<std::string> keys() const {
    return {findings_.keys().begin(), findings_.keys().end()};
  }

 private:
  Value value_;
  Findings findings_;

 public:
  TableReader reader;
};

TEST(TableReader, reads_each_type) {
  const Thing thing(
      "t = \"x\"\ni = 3\nn = 4\nb = true\nd = \"30s\"\ns = \"1KiB\"\nr = \"8bit\"\nc = \"blue\"\n"
      "l = [\"a\", \"b\"]\nm = [1, 2.5]\nid = \"kep-ha.1_a\"\n");
  EXPECT_EQ(thing.reader.text("t"), "x");
  EXPECT_EQ(thing.reader.integer("i", {0, 9}), 3);
  EXPECT_EQ(thing.reader.number("n"), 4.0);
  EXPECT_EQ(thing.reader.boolean("b"), true);
  EXPECT_EQ(thing.reader.duration("d", {Milliseconds(1), Milliseconds(60'000)}),
            Milliseconds(30'000));
  EXPECT_EQ(thing.reader.size("s"), 1024U);
  EXPECT_EQ(thing.reader.rate("r"), 1.0);
  EXPECT_EQ(thing.reader.choice<Colour>("c", kColours), Colour::blue);
  EXPECT_THAT(*thing.reader.texts("l"), ElementsAre("a", "b"));
  EXPECT_THAT(*thing.reader.numbers("m"), ElementsAre(1.0, 2.5));
  EXPECT_EQ(thing.reader.id("id"), "kep-ha.1_a");
  EXPECT_EQ(thing.reader.text("absent"), std::nullopt);
  EXPECT_THAT(thing.errors(), IsEmpty());
}

TEST(TableReader, reports_every_wrong_type_and_what_would_be_right) {
  const Thing thing(
      "t = 1\ni = 1.5\nn = \"x\"\nb = \"true\"\nd = 30\ns = 1\nr = true\nc = 1\nl = \"a\"\n"
      "m = [\"a\"]\ntable = 1\ntables = { a = 1 }\n");
  thing.reader.text("t");
  thing.reader.integer("i", {0, 9});
  thing.reader.number("n");
  thing.reader.boolean("b");
  thing.reader.duration("d", {Milliseconds(1), Milliseconds(60'000)});
  thing.reader.size("s");
  thing.reader.rate("r");
  thing.reader.choice<Colour>("c", kColours);
  thing.reader.texts("l");
  thing.reader.numbers("m");
  thing.reader.table("table");
  thing.reader.tables("tables");
  EXPECT_THAT(
      thing.errors(),
      ElementsAre(
          "x.toml:1:5: t is a whole number; it must be a text in quotes",
          "x.toml:2:5: i is a number; it must be a whole number",
          "x.toml:3:5: n is a text; it must be a number",
          "x.toml:4:5: b is a text; it must be true or false",
          "x.toml:5:5: d is a whole number; it must be a duration such as \"30s\" (units: ms, s, "
          "m, h, d)",
          "x.toml:6:5: s is a whole number; it must be a size such as \"64MiB\"",
          "x.toml:7:5: r is true or false; it must be a rate such as \"100Mbit\" (units: bit, "
          "kbit, Mbit, Gbit)",
          "x.toml:8:5: c is a whole number; it must be one of \"red\", \"blue\"",
          "x.toml:9:5: l is a text; it must be a list of texts",
          "x.toml:10:6: m is a text; it must be a number",
          "x.toml:11:9: table is a whole number; it must be a table",
          "x.toml:12:10: tables is a table; it must be a list of tables: write [[tables]]"));
}

TEST(TableReader, reports_values_out_of_range_and_unknown_words) {
  const Thing thing(
      "i = 99\nn = 95.5\nd = \"0s\"\ne = \"30\"\ns = \"1 MB\"\nc = \"bleu\"\nf = \"green\"\n"
      "id = \"Kép\"\nx = inf\n");
  thing.reader.integer("i", {0, 9});
  thing.reader.number("n", {-90, 90});
  thing.reader.duration("d", {Milliseconds(100), Milliseconds(86'400'000)});
  thing.reader.duration("e", {Milliseconds(100), Milliseconds(86'400'000)});
  thing.reader.size("s");
  thing.reader.choice<Colour>("c", kColours);
  thing.reader.choice<Colour>("f", kColours);
  thing.reader.id("id");
  thing.reader.number("x");
  EXPECT_THAT(
      thing.errors(),
      ElementsAre(
          "x.toml:1:5: i is 99; it must be from 0 to 9",
          "x.toml:2:5: n is 95.5; it must be from -90 to 90",
          "x.toml:3:5: d is 0s; it must be from 100ms to 1d",
          "x.toml:4:5: e \"30\" is not a duration such as \"30s\" (units: ms, s, m, h, d)",
          "x.toml:5:5: s \"1 MB\" is not a size such as \"64MiB\"",
          "x.toml:6:5: c \"bleu\" is not known (did you mean \"blue\"?)",
          "x.toml:7:5: f \"green\" is not known; it must be one of \"red\", \"blue\"",
          "x.toml:8:6: id \"Kép\" is not an id: lower-case letters, digits, \"-\", \"_\" and "
          "\".\" make one",
          "x.toml:9:5: x is inf; it must be a number"));
}

TEST(TableReader, says_how_a_decimal_comma_is_written) {
  const Thing thing("n = \"21,41\"\n");
  thing.reader.number("n");
  EXPECT_THAT(thing.errors(), ElementsAre("x.toml:1:5: n is the text \"21,41\"; write a number, "
                                          "with a point: 21.41"));
}

TEST(TableReader, reports_keys_that_were_never_read) {
  const Thing thing("intervall = \"30s\"\nzzz = 1\ntable = { inner = 2 }\n[[rows]]\nb = 1\n");
  thing.reader.text("interval");
  thing.reader.table("table");
  for (const TableReader& row : thing.reader.tables("rows"))
    row.text("a");
  EXPECT_THAT(
      thing.errors(),
      ElementsAre("x.toml:1:1: unknown key \"intervall\" in thing (did you mean \"interval\"?)",
                  "x.toml:2:1: unknown key \"zzz\" in thing",
                  "x.toml:3:11: unknown key \"inner\" in thing.table",
                  "x.toml:5:1: unknown key \"b\" in thing.rows (did you mean \"a\"?)"));
  EXPECT_THAT(thing.keys(),
              ElementsAre("thing.interval", "thing.rows", "thing.rows.a", "thing.table"));
}

TEST(TableReader, an_error_sends_no_control_characters_to_the_terminal) {
  const Thing thing("\"red\\u001B[31m\\n\" = 1\n");
  EXPECT_THAT(thing.errors(), ElementsAre("x.toml:1:1: unknown key \"red [31m \" in thing"));
}

TEST(TableReader, reports_missing_and_empty_values) {
  const Thing thing("name = \"\"\n");
  thing.reader.text("name", Need::required);
  thing.reader.text("id", Need::required);
  EXPECT_THAT(thing.errors(),
              ElementsAre("x.toml:1:1: thing has no id", "x.toml:1:8: name is empty"));
}

TEST(TableReader, a_refused_key_is_an_error_of_its_own_and_not_a_known_key) {
  const Thing thing("password = \"x\"\n");
  thing.reader.refuse("password", "passwords are kept as hashes");
  thing.reader.refuse("absent", "never said");
  EXPECT_THAT(thing.errors(), ElementsAre("x.toml:1:1: passwords are kept as hashes"));
  EXPECT_THAT(thing.keys(), IsEmpty());
}

TEST(TableReader, members_gives_tables_whose_keys_are_the_operators_own) {
  const Thing thing("b = 1\na = 2\n");
  std::vector<std::string> names;
  for (const Value& member : thing.reader.members())
    names.push_back(member.key);
  EXPECT_THAT(names, ElementsAre("b", "a"));
  EXPECT_THAT(thing.errors(), IsEmpty());
}

TEST(TableReader, a_list_of_words_has_each_word_once) {
  const Thing thing("c = [\"red\", \"blue\", \"red\"]\nd = [\"red\", \"blue\"]\n");
  thing.reader.choices<Colour>("c", kColours);
  EXPECT_THAT(*thing.reader.choices<Colour>("d", kColours), ElementsAre(Colour::red, Colour::blue));
  EXPECT_THAT(thing.errors(), ElementsAre("x.toml:1:21: c names \"red\" twice"));
}

}  // namespace
}  // namespace commune::settings
