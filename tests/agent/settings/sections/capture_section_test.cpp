#include "agent/settings/sections/capture_section.hpp"

#include <string>

#include "tests/agent/settings/configuration.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::settings {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string kSmallestCapture =
    "[[capture]]\ninterface = \"br-lan\"\nlan = [\"192.168.1.0/24\"]\n";

LoadedText loaded(const std::string& lines) {
  return LoadedText(std::string(kSmallest) + lines);
}

std::vector<std::string> errors(const std::string& lines) {
  return loaded(kSmallestCapture + lines).errors();
}

TEST(CaptureSection, has_defaults_for_all_but_the_interface_and_its_lan) {
  const LoadedText text = loaded(kSmallestCapture);
  ASSERT_THAT(text.errors(), IsEmpty());
  ASSERT_EQ(text.result->capture.interfaces.size(), 1U);
  const capture::Interface& interface = text.result->capture.interfaces[0];
  EXPECT_EQ(interface.id, "br-lan");
  EXPECT_THAT(interface.lan, ElementsAre(capture::parse_prefix("192.168.1.0/24").value()));
  EXPECT_EQ(interface.filter, "");
  EXPECT_EQ(interface.buffer_bytes, 4U << 20);
  EXPECT_EQ(interface.snaplen, 96);
  EXPECT_TRUE(interface.promiscuous);
  EXPECT_EQ(interface.flows, 8192U);
  EXPECT_THAT(interface.classes, IsEmpty());
}

TEST(CaptureSection, is_read) {
  const LoadedText text = loaded(R"([[capture]]
interface = "eth0.5"
lan = ["192.168.1.0/24", "fd00::/64"]
filter = "ip or ip6 or vlan or pppoes"
buffer = "8MiB"
snaplen = 128
promiscuous = false
flows = 1000
[[capture.class]]
name = "school"
prefixes = ["203.0.113.0/24"]
[[capture.class]]
name = "game"
protocols = ["udp", "icmp"]
ports = [7777, "27000-27100"]
)");
  ASSERT_THAT(text.errors(), IsEmpty());
  const capture::Interface& interface = text.result->capture.interfaces[0];
  EXPECT_EQ(interface.filter, "ip or ip6 or vlan or pppoes");
  EXPECT_EQ(interface.buffer_bytes, 8U << 20);
  EXPECT_EQ(interface.snaplen, 128);
  EXPECT_FALSE(interface.promiscuous);
  EXPECT_EQ(interface.flows, 1000U);
  ASSERT_EQ(interface.classes.size(), 2U);
  EXPECT_EQ(interface.classes[0].name, "school");
  EXPECT_THAT(interface.classes[1].protocols, ElementsAre(17, 1, 58));
  EXPECT_THAT(interface.classes[1].ports,
              ElementsAre(capture::PortRange{7777, 7777}, capture::PortRange{27'000, 27'100}));
}

TEST(CaptureSection, needs_an_interface_and_a_lan) {
  EXPECT_THAT(loaded("[[capture]]\n").errors(),
              ElementsAre(HasSubstr("interface"), HasSubstr("lan")));
  EXPECT_THAT(loaded("[[capture]]\ninterface = \"br-lan\"\nlan = []\n").errors(),
              ElementsAre(HasSubstr("lan is an empty list")));
}

TEST(CaptureSection, reports_where_a_filter_is_not_understood) {
  EXPECT_THAT(errors("filter = \"ip or or tcp\""),
              ElementsAre(testing::AllOf(testing::MatchesRegex(".*:[0-9]+:10: .*"),
                                         HasSubstr("filter \"ip or or tcp\" is not understood"),
                                         HasSubstr("pcap-filter(7)"))));
}

TEST(CaptureSection, reports_each_mistake) {
  EXPECT_THAT(errors("snaplen = 20"), ElementsAre(HasSubstr("snaplen")));
  EXPECT_THAT(errors("buffer = \"1GiB\""),
              ElementsAre(HasSubstr("buffer must be from 256KiB to 256MiB")));
  EXPECT_THAT(errors("flows = 1"), ElementsAre(HasSubstr("flows")));
  EXPECT_THAT(errors("promiscous = true"), ElementsAre(HasSubstr("promiscuous")));
  EXPECT_THAT(loaded("[[capture]]\ninterface = \"br-lan\"\nlan = [\"192.168.1.7/24\"]\n").errors(),
              ElementsAre(HasSubstr("write the network's first address")));
  EXPECT_THAT(loaded("[[capture]]\ninterface = \"any\"\nlan = [\"192.168.1.0/24\"]\n").errors(),
              ElementsAre(HasSubstr("not the name of an interface")));
  EXPECT_THAT(errors(kSmallestCapture), ElementsAre(HasSubstr("is already captured at")));
}

TEST(CaptureSection, reports_mistakes_of_classes) {
  const std::string begin = "[[capture.class]]\nname = \"x\"\n";
  EXPECT_THAT(errors(begin), ElementsAre(HasSubstr("at least one of")));
  EXPECT_THAT(errors(begin + "ports = [70000]"), ElementsAre(HasSubstr("\"70000\" is no port")));
  EXPECT_THAT(errors(begin + "ports = [\"9-5\"]"), ElementsAre(HasSubstr("\"9-5\" is no port")));
  EXPECT_THAT(errors(begin + "ports = [1.5]"), ElementsAre(HasSubstr("is no port")));
  EXPECT_THAT(errors(begin + "protocols = [\"upd\"]"),
              ElementsAre(HasSubstr("did you mean \"udp\"")));
  EXPECT_THAT(errors("[[capture.class]]\nname = \"other\"\nports = [1]"),
              ElementsAre(HasSubstr("choose another name")));
  EXPECT_THAT(errors(begin + "ports = [1]\n" + begin + "ports = [2]"),
              ElementsAre(HasSubstr("there is already a class \"x\"")));
  std::string many;
  for (int i = 0; i < 11; ++i)
    many += "[[capture.class]]\nname = \"x" + std::to_string(i) + "\"\nports = [1]\n";
  EXPECT_THAT(errors(many), ElementsAre(HasSubstr("there are 11 classes; at most 10 are allowed")));
}

}  // namespace
}  // namespace commune::settings
