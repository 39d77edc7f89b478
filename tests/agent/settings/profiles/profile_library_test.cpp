#include "agent/settings/profiles/profile_library.hpp"

#include "tests/agent/settings/profiles/profile_directory.hpp"

namespace commune::settings {
namespace {

class ProfileLibrary : public ProfileDirectory {};

TEST_F(ProfileLibrary, inherits_tables_unless_it_has_its_own_or_leaves_them_out) {
  write("parent.toml", R"(description = "p"
vendor = "P"
[identity]
model = "a.n"
[table.a]
scalar = true
columns.n = "1.3.6.1.0"
[table.b]
columns.n = "1.3.6.2"
[table.c]
columns.n = "1.3.6.3"
)");
  write("child.toml", R"(description = "c"
extends = ["parent"]
without = ["c"]
[table.d]
columns.n = "1.3.6.4"
joins.far = { table = "a", column = "n" }
[table.b]
columns.m = "1.3.6.5"
)");
  const auto profiles = load();
  ASSERT_TRUE(profiles) << mistakes();
  const snmp::Profile& child = *profiles->front();
  EXPECT_EQ(child.name, "child");
  EXPECT_EQ(child.identity.vendor, "P");
  EXPECT_EQ(child.identity.model.size(), 1u);
  std::string tables;
  for (const auto& table : child.tables)
    tables += table->name + ":" + table->columns[0].name + " ";
  EXPECT_EQ(tables, "d:n b:m a:n ");
}

TEST_F(ProfileLibrary, a_later_directory_replaces_a_profile_of_the_same_name) {
  write("x.toml", "description = \"installed\"\n");
  write("more/x.toml", "description = \"our own\"\n");
  const auto profiles = load();
  ASSERT_TRUE(profiles) << mistakes();
  ASSERT_EQ(profiles->size(), 1u);
  EXPECT_EQ(profiles->front()->description, "our own");
}

TEST_F(ProfileLibrary, refuses_missing_parents_and_circles) {
  write("a.toml", "description = \"a\"\nextends = [\"b\"]\n");
  write("b.toml", "description = \"b\"\nextends = [\"a\"]\n");
  write("c.toml", "description = \"c\"\nextends = [\"genric\"]\n");
  write("generic.toml", "description = \"g\"\n");
  write("d.toml", "description = \"d\"\nextends = [\"generic\"]\nwithout = [\"wifi\"]\n");
  EXPECT_EQ(mistakes(),
            R"(b.toml:2:11: profiles extend one another in a circle: a and b
c.toml:2:11: there is no profile "genric" to extend (did you mean "generic"?)
d.toml:3:11: there is no table "wifi" to leave out
)");
}

TEST_F(ProfileLibrary, reports_the_place_where_an_inherited_rule_lost_a_field) {
  write("parent.toml", R"(description = "p"
[identity]
model = "box.name"
[table.box]
scalar = true
columns.name = "1.3.6.1.0"
columns.version = "1.3.6.2.0"
[table.ports]
columns.rx = "1.3.6.3"
joins.version = { table = "box", column = "version" }
)");
  write("replaces.toml", R"(description = "c"
extends = ["parent"]
[table.box]
scalar = true
columns.version = "1.3.6.2.0"
)");
  write("leaves_out.toml", R"(description = "d"
extends = ["parent"]
without = ["box"]
[identity]
model = { text = "Box" }
)");
  write("grandchild.toml", "description = \"e\"\nextends = [\"replaces\"]\n");
  EXPECT_EQ(mistakes(),
            R"(grandchild.toml:2:11: table "box" has no "name"
leaves_out.toml:3:11: there is no table "box", which "ports" needs (DIR/parent.toml:10:43)
replaces.toml:3:8: table "box" has no column "name", which "identity.model" needs (DIR/parent.toml:3:9)
)");
}

TEST_F(ProfileLibrary, reports_the_place_of_fields_that_depend_on_each_other) {
  write("x.toml", R"(description = "x"
[table.a]
columns.n = "1.3.6.1"
computed.one = "two + 1"
computed.two = "one - 1"
)");
  EXPECT_EQ(mistakes(),
            "x.toml:2:8: joined or computed fields are made of one another in a circle\n");
}

}  // namespace
}  // namespace commune::settings
