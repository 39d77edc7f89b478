#include "agent/settings/sections/probe_section.hpp"

#include <string>

#include "agent/settings/sections/probe_target.hpp"
#include "tests/agent/settings/configuration.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::settings {
namespace {

using namespace std::chrono_literals;
using service::Kind;
using service::NameServer;
using service::Probe;
using service::StatusRange;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Optional;

std::string with_probes(const std::string& text) {
  return std::string(kSmallest) + text;
}

/// The first of the lines is line 39.
std::vector<std::string> probe_errors(const std::string& lines) {
  return LoadedText(with_probes("[[probe]]\nid = \"p\"\n" + lines)).errors();
}

Probe read(const std::string& lines) {
  const LoadedText loaded(with_probes("[[probe]]\nid = \"p\"\n" + lines));
  EXPECT_THAT(loaded.errors(), IsEmpty());
  return loaded.result && loaded.result->services.probes.size() == 1
             ? loaded.result->services.probes[0]
             : Probe();
}

TEST(ProbeSection, absent_keys_have_their_default) {
  const Probe probe = read("kind = \"http\"\ntarget = \"https://a.test/x?y\"\n");
  EXPECT_EQ(probe.id, "p");
  EXPECT_EQ(probe.name, "p");
  EXPECT_EQ(probe.kind, Kind::http);
  EXPECT_EQ(probe.target, "https://a.test/x?y");
  EXPECT_EQ(probe.http.url, "https://a.test/x?y");
  EXPECT_EQ(probe.interval, 60s);
  EXPECT_EQ(probe.timeout, 10s);
  EXPECT_FALSE(probe.essential);
  EXPECT_FALSE(probe.reference);
  EXPECT_EQ(probe.http.redirects, 5);
  EXPECT_EQ(probe.http.max_body, 256U * 1024);
  EXPECT_THAT(probe.http.expect_status, IsEmpty());
  EXPECT_EQ(probe.resolver, std::nullopt);
}

TEST(ProbeSection, a_web_page_is_read_with_all_its_keys) {
  const Probe probe = read(
      "name = \"Cổng dịch vụ công\"\nkind = \"http\"\ntarget = \"http://a.test/\"\n"
      "interval = \"30s\"\ntimeout = \"5s\"\nessential = true\nfamily = \"ipv6\"\n"
      "resolver = \"[2001:db8::53]:5353\"\nmethod = \"GET\"\nexpect_status = [200, \"4xx\"]\n"
      "body_contains = \"xin chào\"\nredirects = 0\nmax_body = \"64KiB\"\n"
      "user_agent = \"Mozilla/5.0\"\n");
  EXPECT_EQ(probe.name, "Cổng dịch vụ công");
  EXPECT_EQ(probe.interval, 30s);
  EXPECT_EQ(probe.timeout, 5s);
  EXPECT_TRUE(probe.essential);
  EXPECT_EQ(probe.family, service::FamilyChoice::ipv6);
  EXPECT_THAT(probe.resolver, Optional(NameServer{"2001:db8::53", 5353}));
  EXPECT_FALSE(probe.http.head);
  EXPECT_THAT(probe.http.expect_status, ElementsAre(StatusRange{200, 200}, StatusRange{400, 499}));
  EXPECT_EQ(probe.http.body_contains, "xin chào");
  EXPECT_EQ(probe.http.redirects, 0);
  EXPECT_EQ(probe.http.max_body, 64U * 1024);
  EXPECT_EQ(probe.http.user_agent, "Mozilla/5.0");
}

TEST(ProbeSection, names_and_ports_are_read) {
  const Probe dns = read(
      "kind = \"dns\"\ntarget = \"a.test\"\nrecord = \"MX\"\nexpect = [\"10 mail.a.test\"]\n"
      "server = \"10.0.0.53\"\n");
  EXPECT_EQ(dns.dns.name, "a.test");
  EXPECT_EQ(dns.dns.record, service::RecordType::mx);
  EXPECT_EQ(dns.dns.record_name, "MX");
  EXPECT_THAT(dns.dns.expect, ElementsAre("10 mail.a.test"));
  EXPECT_THAT(dns.resolver, Optional(NameServer{"10.0.0.53", 53}));
  const Probe tcp = read("kind = \"tcp\"\ntarget = \"[2001:db8::1]:25\"\n");
  EXPECT_EQ(tcp.host, "2001:db8::1");
  EXPECT_EQ(tcp.port, 25);
  const Probe tls = read("kind = \"tls\"\ntarget = \"mail.a.test:993\"\n");
  EXPECT_EQ(tls.host, "mail.a.test");
  EXPECT_EQ(tls.port, 993);
  const Probe icmp = read("kind = \"icmp\"\ntarget = \"2001:db8::1\"\nfamily = \"ipv6\"\n");
  EXPECT_EQ(icmp.kind, Kind::icmp);
  EXPECT_EQ(icmp.host, "2001:db8::1");
}

TEST(ProbeSection, the_timeout_of_a_short_interval_is_shorter_still) {
  EXPECT_EQ(read("kind = \"tcp\"\ntarget = \"a.test:1\"\ninterval = \"5s\"\n").timeout, 4s);
  EXPECT_THAT(probe_errors("kind = \"tcp\"\ntarget = \"a.test:1\"\ninterval = \"5s\"\n"
                           "timeout = \"5s\"\n"),
              ElementsAre("c.toml:42:11: timeout 5s is not shorter than the interval 5s"));
}

TEST(ProbeSection, a_file_of_authorities_is_found_beside_the_configuration) {
  const LoadedText loaded(with_probes("[[probe]]\nid = \"p\"\nkind = \"tls\"\n"
                                      "target = \"a.test:443\"\nca_file = \"ca.pem\"\n"),
                          "ca.pem", "");
  ASSERT_THAT(loaded.errors(), IsEmpty());
  EXPECT_EQ(loaded.result->services.probes[0].ca_file, loaded.directory.path() + "/ca.pem");
  EXPECT_THAT(probe_errors("kind = \"tls\"\ntarget = \"a.test:443\"\nca_file = \"gone.pem\"\n"),
              ElementsAre("c.toml:41:11: ca_file: there is no file gone.pem"));
}

TEST(ProbeSection, an_essential_probe_cannot_be_a_reference) {
  EXPECT_THAT(
      probe_errors("kind = \"tcp\"\ntarget = \"a.test:1\"\nessential = true\nreference = true\n"),
      ElementsAre("c.toml:42:13: an essential probe cannot be a reference too: an essential one is "
                  "a service that users need, a reference shows only whether anything at all can "
                  "be reached"));
}

TEST(ProbeSection, mistakes_are_reported_with_their_place) {
  EXPECT_THAT(probe_errors("kind = \"htp\"\ntarget = \"x\"\n"),
              ElementsAre("c.toml:39:8: kind \"htp\" is not known (did you mean \"http\"?)"));
  EXPECT_THAT(
      probe_errors("kind = \"icmp\"\ntarget = \"a_test:1\"\n"),
      ElementsAre("c.toml:40:10: target \"a_test:1\" is neither a host name nor an address"));
  EXPECT_THAT(probe_errors("kind = \"tcp\"\ntarget = \"a.test\"\n"),
              ElementsAre("c.toml:40:10: target \"a.test\" is not host:port, such as "
                          "\"mail.example:25\" or \"[2001:db8::1]:25\""));
  EXPECT_THAT(probe_errors("kind = \"dns\"\ntarget = \"a.test\"\nserver = \"ns.test\"\n"),
              ElementsAre("c.toml:41:10: server \"ns.test\" is not a numeric address such as "
                          "\"10.0.0.53\" or \"[2001:db8::53]:5353\""));
  EXPECT_THAT(probe_errors("kind = \"http\"\ntarget = \"http://a.test/\"\nexpect_status = [99]\n"),
              ElementsAre("c.toml:41:18: expect_status takes codes such as 200 (100 to 599) and "
                          "classes such as \"2xx\""));
  EXPECT_THAT(probe_errors("kind = \"http\"\ntarget = \"http://a.test/\"\nmethod = \"HEAD\"\n"
                           "body_contains = \"x\"\n"),
              ElementsAre("c.toml:42:17: the answer to HEAD has no body; write method = \"GET\""));
  EXPECT_THAT(probe_errors("kind = \"http\"\ntarget = \"http://a.test/\"\nbody_contain = \"x\"\n"),
              ElementsAre("c.toml:41:1: unknown key \"body_contain\" in probe (did you mean "
                          "\"body_contains\"?)"));
  EXPECT_THAT(
      probe_errors("kind = \"http\"\ntarget = \"http://a.test/\"\nmax_body = \"1GiB\"\n"),
      ElementsAre("c.toml:41:12: max_body is more than 16MiB, which is too much for a gateway"));
}

TEST(ProbeSection, keys_of_another_kind_are_refused) {
  EXPECT_THAT(probe_errors("kind = \"dns\"\ntarget = \"a.test\"\nresolver = \"10.0.0.53\"\n"
                           "redirects = 2\n"),
              ElementsAre("c.toml:41:1: resolver has no meaning for a probe of kind \"dns\"",
                          "c.toml:42:1: redirects has no meaning for a probe of kind \"dns\""));
}

TEST(ProbeSection, two_probes_may_not_share_an_id) {
  const std::string probe = "[[probe]]\nid = \"p\"\nkind = \"tcp\"\ntarget = \"a.test:1\"\n";
  EXPECT_THAT(LoadedText(with_probes(probe + probe)).errors(),
              ElementsAre("c.toml:42:6: probe \"p\" is already at c.toml:38:6"));
}

TEST(ProbeTarget, urls_that_cannot_be_requested_are_reported_with_the_reason) {
  EXPECT_EQ(url_mistake("https://a.test"), "");
  EXPECT_EQ(url_mistake("http://[2001:db8::1]:8080/x?y#z"), "");
  EXPECT_EQ(url_mistake("ftp://a.test/"), "must begin with http:// or https://");
  EXPECT_EQ(url_mistake("https://user:pass@a.test/"), "may not contain a user or a password");
  EXPECT_EQ(url_mistake("https:///x"), "names no host");
  EXPECT_EQ(url_mistake("https://a..test/x"), "names no host");
  EXPECT_EQ(url_mistake("https://a.test:0/"), "has an invalid port (1 to 65535 are valid)");
  EXPECT_THAT(url_mistake("https://tên.test/"), testing::StartsWith("may contain neither blanks"));
}

TEST(ProbeTarget, name_servers_are_numeric) {
  EXPECT_THAT(parse_name_server("10.0.0.53"), Optional(NameServer{"10.0.0.53", 53}));
  EXPECT_THAT(parse_name_server("10.0.0.53:54"), Optional(NameServer{"10.0.0.53", 54}));
  EXPECT_THAT(parse_name_server("2001:db8::53"), Optional(NameServer{"2001:db8::53", 53}));
  EXPECT_THAT(parse_name_server("[2001:db8::53]"), Optional(NameServer{"2001:db8::53", 53}));
  EXPECT_EQ(parse_name_server("10.0.0.53:"), std::nullopt);
  EXPECT_EQ(parse_name_server("10.0.0.53:70000"), std::nullopt);
  EXPECT_EQ(parse_name_server("ns.test:53"), std::nullopt);
  EXPECT_EQ(parse_name_server(""), std::nullopt);
}

}  // namespace
}  // namespace commune::settings
