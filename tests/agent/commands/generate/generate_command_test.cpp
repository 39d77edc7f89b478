#include "agent/commands/generate_command.hpp"

#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>
#include <string>

#include "tests/agent/settings/configuration.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune {
namespace {

using settings::smallest_with;
using settings::TemporaryDirectory;
using ::testing::HasSubstr;
using ::testing::Not;

struct Outcome {
  int exit_code = 0;
  std::string out, err;
};

using Generate = int (*)(const GenerateArguments&, std::ostream&, std::ostream&);

Outcome generate(Generate command, const std::string& text, GenerateArguments arguments = {}) {
  const TemporaryDirectory directory;
  arguments.config = directory.write("c.toml", text);
  std::ostringstream out, err;
  const int exit_code = command(arguments, out, err);
  std::string said = err.str();
  for (auto at = said.find(directory.path()); at != std::string::npos;
       at = said.find(directory.path()))
    said.erase(at, directory.path().size() + 1);
  return {exit_code, out.str(), said};
}

Outcome prometheus(const std::string& text) {
  return generate(run_generate_prometheus, text);
}

Outcome alertmanager(const std::string& text, GenerateArguments arguments = {}) {
  return generate(run_generate_alertmanager, text, std::move(arguments));
}

// Two whom Zalo reaches, and one whom nobody needs to reach.
constexpr std::string_view kContacts = R"(
[[contact]]
id = "cntt"
name = "Cán bộ CNTT"
zalo = "abc"
[[contact]]
id = "to-ca"
name = "Tổ \"số\": thôn # Ca\n- x"
zalo = "def"
[[contact]]
id = "khach"
name = "Khách"
)";
constexpr std::string_view kNotify = R"(
[notify]
secret = { file = "/etc/commune-notify/secret" }
default_contact = "cntt"
night = "22:00-05:30"
[[notify.channel]]
id = "zalo"
kind = "zalo"
token = { file = "/etc/commune-notify/zalo" }
)";

std::string commune(std::string_view contacts = kContacts, std::string_view notify = kNotify) {
  return std::string(settings::kSmallest) + std::string(contacts) + std::string(notify);
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  if (at == std::string::npos)
    throw std::logic_error("no \"" + std::string(from) + "\" to replace");
  return text.replace(at, from.size(), to);
}

TEST(GeneratePrometheus, scrapes_the_vantages_agent_at_its_listening_address) {
  const Outcome outcome = prometheus(std::string(settings::kSmallest));
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.err, "");
  EXPECT_EQ(outcome.out, R"([
  {
    "targets": [
      "127.0.0.1:10077"
    ],
    "labels": {
      "agent": "office"
    }
  }
]
)");
}

TEST(GeneratePrometheus, has_a_group_for_each_site_with_an_agent_in_the_order_of_the_file) {
  const std::string text =
      smallest_with("accesses =", "agent = \"10.77.0.1:10077\"\naccesses =") + R"(
[[site]]
id = "nvh"
village = "ca"
kind = "cultural_house"
name = "Nhà văn hoá"
agent = "https://[2001:db8::1]:443"
[[site]]
id = "cho"
village = "ca"
kind = "office"
name = "Chợ"
)";
  const Outcome outcome = prometheus(text);
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.out, R"([
  {
    "targets": [
      "10.77.0.1:10077"
    ],
    "labels": {
      "agent": "office"
    }
  },
  {
    "targets": [
      "[2001:db8::1]:443"
    ],
    "labels": {
      "agent": "nvh",
      "__scheme__": "https"
    }
  }
]
)");
}

TEST(GeneratePrometheus, an_agent_that_listens_everywhere_is_scraped_on_loopback_with_a_note) {
  const Outcome outcome = prometheus(smallest_with(
      "{ listen = \"127.0.0.1:10077\" }",
      "{ listen = \"[::]:443\", tls = { certificate = \"c\", key = \"k\", client_ca = \"a\" } }"));
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("\"[::1]:443\""));
  EXPECT_THAT(outcome.out, HasSubstr("\"__scheme__\": \"https\""));
  EXPECT_EQ(outcome.err,
            "note: the agent at \"office\" is scraped at https://[::1]:443; if Prometheus runs on "
            "another machine, write agent = \"HOST:PORT\" at that site\n");
}

TEST(GeneratePrometheus, reports_mistakes_of_the_configuration) {
  const Outcome outcome = prometheus(smallest_with("kind = \"office\"", "kind = \"ofice\""));
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err, "c.toml:25:8: kind \"ofice\" is not known (did you mean \"office\"?)\n");
}

TEST(GenerateAlertmanager, writes_this_file_for_a_small_commune) {
  const Outcome outcome = alertmanager(commune());
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.err, "");
  std::ifstream stream(COMMUNE_SOURCE_DIR "/tests/agent/commands/generate/alertmanager.yml");
  EXPECT_EQ(outcome.out, std::string(std::istreambuf_iterator<char>(stream), {}));
}

TEST(GenerateAlertmanager, writes_the_file_in_config_for_the_example) {
  std::ostringstream out, err;
  GenerateArguments arguments;
  arguments.config = COMMUNE_SOURCE_DIR "/config/commune.toml";
  EXPECT_EQ(run_generate_alertmanager(arguments, out, err), 0);
  EXPECT_EQ(err.str(), "");
  std::ifstream stream(COMMUNE_SOURCE_DIR "/config/alertmanager/alertmanager.yml");
  EXPECT_EQ(out.str(), std::string(std::istreambuf_iterator<char>(stream), {}))
      << "write it again: commune-agent generate alertmanager --config config/commune.toml > "
         "config/alertmanager/alertmanager.yml";
}

TEST(GenerateAlertmanager, sends_the_watchdog_out_of_the_commune_without_the_secret) {
  const Outcome outcome = alertmanager(
      replaced(commune(), "\n[[notify.channel]]",
               "\nheartbeat = \"https://hc.example/ping/x?a=1&b='2'\"\n[[notify.channel]]"));
  EXPECT_THAT(outcome.out, HasSubstr("    - matchers: [\"alertname=\\\"Watchdog\\\"\"]\n"
                                     "      receiver: \"heartbeat\"\n"));
  const auto at = outcome.out.find("  - name: \"heartbeat\"\n");
  ASSERT_NE(at, std::string::npos);
  EXPECT_EQ(outcome.out.substr(at),
            "  - name: \"heartbeat\"\n"
            "    webhook_configs:\n"
            "      - url: \"https://hc.example/ping/x?a=1&b='2'\"\n"
            "        send_resolved: false\n");
  EXPECT_THAT(outcome.out, Not(HasSubstr("nobody")));
}

// What a label is not there on either side counts as equal in Alertmanager: it must be asked for.
TEST(GenerateAlertmanager, inhibits_only_by_labels_that_exist_on_both_sides) {
  const std::string file = alertmanager(commune()).out;
  const std::regex rule(
      "  - source_matchers: \\[(.*)\\]\n    target_matchers: \\[(.*)\\]\n"
      "(?:    equal: \\[(.*)\\]\n)?");
  int rules = 0, labels = 0;
  for (std::sregex_iterator each(file.begin(), file.end(), rule), end; each != end; ++each) {
    ++rules;
    const std::string equal = (*each)[3];
    const std::regex label("\"(\\w+)\"");
    for (std::sregex_iterator found(equal.begin(), equal.end(), label); found != end; ++found) {
      ++labels;
      const std::string there = "\"" + std::string((*found)[1]) + "!=\\\"\\\"\"";
      EXPECT_THAT((*each)[1].str(), HasSubstr(there));
      EXPECT_THAT((*each)[2].str(), HasSubstr(there));
    }
  }
  EXPECT_EQ(rules, 3);
  EXPECT_EQ(labels, 3);
}

TEST(GenerateAlertmanager, uses_the_given_url_and_files_of_notify) {
  GenerateArguments arguments;
  arguments.url = "https://notify.xakep.example:443/";
  arguments.secret_file = "/etc/prometheus/notify-secret";
  arguments.ca_file = "/etc/prometheus/xa's ca.pem";
  const Outcome outcome = alertmanager(commune(), arguments);
  EXPECT_THAT(outcome.out,
              HasSubstr("      - url: "
                        "\"https://notify.xakep.example:443/api/v1/alerts?contact=to-ca\"\n"
                        "        send_resolved: true\n"
                        "        http_config:\n"
                        "          authorization: {type: Bearer, credentials_file: "
                        "\"/etc/prometheus/notify-secret\"}\n"
                        "          tls_config: {ca_file: \"/etc/prometheus/xa's ca.pem\"}\n"));
  arguments.url = "notify.xakep.example";
  const Outcome refused = alertmanager(commune(), arguments);
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_EQ(refused.err, "--url \"notify.xakep.example\" must begin with http:// or https://\n");
}

TEST(GenerateAlertmanager, reaches_a_notify_that_listens_everywhere_on_loopback_with_a_note) {
  const Outcome outcome = alertmanager(replaced(
      commune(), "night =", "web = { listen = \"0.0.0.0:10078\", insecure = true }\nnight ="));
  EXPECT_THAT(outcome.out, HasSubstr("\"http://127.0.0.1:10078/api/v1/alerts?contact=cntt\""));
  EXPECT_EQ(outcome.err,
            "note: Alertmanager will reach notify at http://127.0.0.1:10078; if it runs on "
            "another machine, add --url URL\n");
}

TEST(GenerateAlertmanager,
     notes_that_alertmanager_gets_no_certificate_for_a_notify_that_needs_one) {
  const Outcome outcome = alertmanager(replaced(
      commune(), "night =",
      "web = { listen = \"127.0.0.1:443\", tls = { certificate = \"c\", key = \"k\", client_ca = "
      "\"a\" } }\nnight ="));
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.out, HasSubstr("\"https://127.0.0.1:443/api/v1/alerts?contact=cntt\""));
  EXPECT_EQ(
      outcome.err,
      "note: [notify] web has a client_ca, but this file gives Alertmanager no certificate to "
      "show\n");
}

TEST(GenerateAlertmanager, needs_the_secret_in_a_file) {
  const std::string text = replaced(commune(), "secret = { file = \"/etc/commune-notify/secret\" }",
                                    "secret = { credential = \"notify\" }");
  const Outcome outcome = alertmanager(text);
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err,
            "c.toml: [notify] secret is not in a file, but Alertmanager reads it from "
            "one: add --secret-file PATH\n");
  GenerateArguments arguments;
  arguments.secret_file = "/run/x";
  EXPECT_THAT(alertmanager(text, arguments).out, HasSubstr("credentials_file: \"/run/x\"}"));
}

TEST(GenerateAlertmanager, says_what_to_write_if_there_is_no_notify) {
  const Outcome outcome = alertmanager(std::string(settings::kSmallest));
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, HasSubstr("c.toml: there is no [notify] table"));
  EXPECT_THAT(outcome.err, HasSubstr("\n[notify]\nsecret = { file = "));
}

}  // namespace
}  // namespace commune
