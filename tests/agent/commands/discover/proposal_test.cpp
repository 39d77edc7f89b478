// What is proposed, and that the configuration's reader takes what is written.
#include "agent/commands/discover/proposal.hpp"

#include <sstream>

#include "agent/commands/discover/proposal_json.hpp"
#include "agent/commands/discover/proposal_toml.hpp"
#include "agent/commands/discover/toml_text.hpp"
#include "tests/agent/commands/discover/found.hpp"
#include "tests/agent/settings/configuration.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace commune::discover {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

settings::SnmpLogin public_login() {
  settings::SnmpLogin login;
  login.credentials.community = "public";
  login.keys = {{"version", "", "2c"}, {"community", "", "public"}};
  return login;
}

settings::SnmpLogin secret_login() {
  settings::SnmpLogin login;
  login.credentials.community = "canary-7f3a";
  login.keys = {{"version", "", "2c"}, {"community", "env", "COMMUNE_TEST_COMMUNITY"}};
  return login;
}

std::vector<FoundDevice> village() {
  auto gateway = found("10.77.1.1", "gateway");
  auto accessible = found("10.77.1.2", "switch-ca");
  accessible.login = 1;
  accessible.device.identity = {"Maker \"X\"", "S8\n[[device]]", "1.2", "generic"};
  accessible.device.interfaces = {interface("sfp1", true, 1e10)};
  accessible.device.neighbours = {neighbour("sfp1", "gateway"), neighbour("ge7", "a phone")};
  return {gateway, accessible, pinged("10.77.1.20", "no answer within 1000 ms")};
}

ProposalFrame frame(bool with_site) {
  ProposalFrame made;
  made.asked = {"10.77.1.0/24"};
  made.site.value = "office";
  made.with_site = with_site;
  made.logins = {public_login(), secret_login()};
  made.default_login = 0;
  return made;
}

std::string toml(const Proposal& proposal, const ProposalFrame& around) {
  std::ostringstream out;
  print_proposal(proposal, around, out);
  return out.str();
}

Proposal with_root(const Inventory& inventory, const std::string& root) {
  return propose(village(), inventory, true, {address(root), true});
}

class ProposalToml : public testing::Test {
 protected:
  void SetUp() override { setenv("COMMUNE_TEST_COMMUNITY", "canary-7f3a", 1); }
  void TearDown() override { unsetenv("COMMUNE_TEST_COMMUNITY"); }
};

TEST_F(ProposalToml, is_a_configuration_as_it_stands) {
  const auto text = toml(with_root({}, "10.77.1.1"), frame(true));
  const settings::LoadedText loaded(text);
  ASSERT_THAT(loaded.errors(), IsEmpty()) << text;
  const auto& inventory = loaded.result->inventory;
  ASSERT_EQ(inventory.devices.size(), 3U);
  EXPECT_EQ(inventory.devices[1].id.value, "switch-ca");
  EXPECT_EQ(inventory.devices[1].upstream.value, "gateway");
  EXPECT_EQ(inventory.devices[2].id.value, "host-10-77-1-20");
  ASSERT_EQ(inventory.links.size(), 1U);
  EXPECT_EQ(inventory.links[0].interface, "sfp1");
  EXPECT_EQ(inventory.links[0].medium, Medium::fibre);
  ASSERT_EQ(loaded.result->snmp_targets.size(), 2U);
  EXPECT_EQ(loaded.result->snmp_targets[1].credentials.community, "canary-7f3a");
  EXPECT_EQ(loaded.result->icmp_targets.size(), 3U);
}

TEST_F(ProposalToml, continues_the_configuration_that_it_was_made_with) {
  const settings::LoadedText before{settings::kSmallest};
  const auto proposal = with_root(before.result->inventory, "10.77.1.1");
  const settings::LoadedText after(std::string(settings::kSmallest) + toml(proposal, frame(false)));
  ASSERT_THAT(after.errors(), IsEmpty());
  EXPECT_EQ(after.result->inventory.devices.size(), 4U);
}

TEST_F(ProposalToml, holds_references_and_no_secret) {
  const auto proposal = with_root({}, "10.77.1.1");
  const auto text = toml(proposal, frame(true));
  EXPECT_THAT(text, HasSubstr("snmp = { version = \"2c\", community = { env = "
                              "\"COMMUNE_TEST_COMMUNITY\" } }"));
  std::ostringstream json;
  print_proposal_json(proposal, frame(true), json);
  EXPECT_THAT(text + json.str(), Not(HasSubstr("canary")));
}

TEST_F(ProposalToml, text_of_a_device_cannot_leave_its_comment) {
  const auto text = toml(with_root({}, "10.77.1.1"), frame(true));
  EXPECT_THAT(text, HasSubstr("# Maker \"X\" S8 [[device]], firmware 1.2, profile generic"));
  EXPECT_EQ(settings::LoadedText(text).result->inventory.devices.size(), 3U);
}

TEST_F(ProposalToml, says_that_it_is_incomplete) {
  auto interrupted = frame(true);
  interrupted.complete = false;
  EXPECT_THAT(toml(with_root({}, "10.77.1.1"), interrupted), HasSubstr("\n# INTERRUPTED"));
}

TEST(Proposal, known_devices_are_listed_and_not_proposed) {
  Inventory inventory;
  inventory.devices.resize(1);
  inventory.devices[0].id.value = "gw-office";
  inventory.devices[0].address = "10.77.1.1";
  const auto proposal = with_root(inventory, "10.77.1.1");
  EXPECT_TRUE(proposal.devices[0].known);
  EXPECT_EQ(proposal.devices[0].id.value, "gw-office");
  EXPECT_EQ(proposal.devices[1].upstream.value, "gw-office");
  const auto text = toml(proposal, frame(false));
  EXPECT_THAT(text, HasSubstr("# already known: 10.77.1.1 is gw-office\n"));
  EXPECT_THAT(text, Not(HasSubstr("address = \"10.77.1.1\"")));
}

TEST(Proposal, without_a_root_there_is_a_note_and_no_upstream) {
  const auto none = propose(village(), {}, true, {});
  EXPECT_TRUE(none.devices[1].upstream.empty());
  EXPECT_TRUE(none.links.empty());
  EXPECT_THAT(none.notes, ElementsAre(HasSubstr("has no default route")));
  const auto elsewhere = propose(village(), {}, true, {address("10.99.0.1"), false});
  EXPECT_THAT(elsewhere.notes,
              ElementsAre(HasSubstr("10.99.0.1 is this machine's next hop, and is not among")));
}

TEST(Proposal, without_lldp_no_neighbours_are_listed) {
  const auto proposal = propose(village(), {}, false, {});
  EXPECT_THAT(proposal.notes, IsEmpty());
  EXPECT_THAT(proposal.devices[1].neighbours, IsEmpty());
}

TEST(Proposal, neighbours_that_were_not_found_are_listed_by_name) {
  const auto proposal = with_root({}, "10.77.1.1");
  ASSERT_EQ(proposal.devices[1].neighbours.size(), 2U);
  EXPECT_EQ(proposal.devices[1].neighbours[0].device.value, "gateway");
  EXPECT_EQ(proposal.devices[1].neighbours[1].reported_name, "a phone");
}

TEST(Proposal, host_names_of_the_configuration_are_reported_as_not_recognised) {
  Inventory inventory;
  inventory.devices.resize(1);
  inventory.devices[0].address = "ap-7.example";
  EXPECT_THAT(propose({}, inventory, false, {}).notes, ElementsAre(HasSubstr("host name")));
}

TEST(Proposal, the_login_that_most_devices_accept_becomes_the_default) {
  const auto proposal = with_root({}, "10.77.1.1");
  EXPECT_EQ(most_used_login(proposal, 2), 0U);
  EXPECT_EQ(most_used_login(Proposal{}, 2), std::nullopt);
}

TEST(Proposal, json_has_the_content_of_the_toml) {
  std::ostringstream out;
  print_proposal_json(with_root({}, "10.77.1.1"), frame(true), out);
  const auto json = nlohmann::json::parse(out.str());
  EXPECT_EQ(json["complete"], true);
  ASSERT_EQ(json["devices"].size(), 3U);
  EXPECT_EQ(json["devices"][0]["snmp"]["community"], "public");
  EXPECT_EQ(json["devices"][1]["snmp"]["community"]["env"], "COMMUNE_TEST_COMMUNITY");
  EXPECT_EQ(json["devices"][1]["upstream"], "gateway");
  EXPECT_EQ(json["devices"][2]["snmp"], false);
  EXPECT_EQ(json["links"][0]["interface"], "sfp1");
}

TEST(Medium, follows_the_ports_name) {
  EXPECT_EQ(medium_of("sfp-sfpplus1"), Medium::fibre);
  EXPECT_EQ(medium_of("GPON 0/1"), Medium::fibre);
  EXPECT_EQ(medium_of("Te1/0/1"), Medium::fibre);
  EXPECT_EQ(medium_of("wlan1"), Medium::radio);
  EXPECT_EQ(medium_of("ether1"), Medium::copper);
}

TEST(TomlText, escapes_characters_that_would_end_it) {
  EXPECT_EQ(toml_text("Trụ \"sở\"\\\n"), "\"Trụ \\\"sở\\\"\\\\\\u000A\"");
}

}  // namespace
}  // namespace commune::discover
