#include "agent/settings/sections/probe_section.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <initializer_list>
#include <map>
#include <system_error>
#include <utility>

#include "agent/settings/sections/probe_target.hpp"
#include "agent/settings/toml/paths.hpp"
#include "core/model/text.hpp"
#include "core/time/duration.hpp"

#include <fmt/format.h>

namespace commune::settings {
namespace {

using namespace std::chrono_literals;
using service::FamilyChoice;
using service::Kind;
using service::Probe;
using service::RecordType;
using std::string_view;

constexpr Range<Milliseconds> kInterval{1s, 24h};
constexpr Range<Milliseconds> kTimeout{100ms, 60s};
constexpr std::size_t kLargestBody = std::size_t{16} << 20;

constexpr std::array<Word<Kind>, 5> kKinds = {{{"http", Kind::http},
                                               {"dns", Kind::dns},
                                               {"tcp", Kind::tcp},
                                               {"tls", Kind::tls},
                                               {"icmp", Kind::icmp}}};
constexpr std::array<Word<FamilyChoice>, 3> kFamilies = {
    {{"any", FamilyChoice::any}, {"ipv4", FamilyChoice::ipv4}, {"ipv6", FamilyChoice::ipv6}}};
constexpr std::array<Word<bool>, 2> kMethods = {{{"GET", false}, {"HEAD", true}}};
constexpr std::array<Word<RecordType>, 16> kRecords = {{{"A", RecordType::a},
                                                        {"AAAA", RecordType::aaaa},
                                                        {"CNAME", RecordType::cname},
                                                        {"MX", RecordType::mx},
                                                        {"TXT", RecordType::txt},
                                                        {"NS", RecordType::ns},
                                                        {"SOA", RecordType::soa},
                                                        {"SRV", RecordType::srv},
                                                        {"PTR", RecordType::ptr},
                                                        {"CAA", RecordType::caa},
                                                        {"DNSKEY", RecordType::dnskey},
                                                        {"DS", RecordType::ds},
                                                        {"HTTPS", RecordType::https},
                                                        {"NAPTR", RecordType::naptr},
                                                        {"SVCB", RecordType::svcb},
                                                        {"TLSA", RecordType::tlsa}}};

using Kinds = std::initializer_list<Kind>;

string_view name_of(Kind kind) {
  return std::find_if(kKinds.begin(), kKinds.end(),
                      [kind](const auto& word) { return word.meaning == kind; })
      ->text;
}

/// Refuses each key that has no meaning for the probe's kind. If the kind itself is missing or
/// wrong, nothing is refused, so that there is only one mistake.
void refuse_others(const TableReader& table, std::optional<Kind> kind) {
  struct Rule {
    string_view key;
    Kinds kinds;
  };
  static const std::array<Rule, 12> kRules = {
      {{"method", {Kind::http}},
       {"expect_status", {Kind::http}},
       {"body_contains", {Kind::http}},
       {"redirects", {Kind::http}},
       {"max_body", {Kind::http}},
       {"user_agent", {Kind::http}},
       {"ca_file", {Kind::http, Kind::tls}},
       {"family", {Kind::http, Kind::tcp, Kind::tls, Kind::icmp}},
       {"resolver", {Kind::http, Kind::tcp, Kind::tls, Kind::icmp}},
       {"server", {Kind::dns}},
       {"record", {Kind::dns}},
       {"expect", {Kind::dns}}}};
  if (!kind) return;
  for (const Rule& rule : kRules)
    if (std::find(rule.kinds.begin(), rule.kinds.end(), *kind) == rule.kinds.end())
      table.refuse(rule.key, fmt::format("{} has no meaning for a probe of kind \"{}\"", rule.key,
                                         name_of(*kind)));
}

void read_target(const TableReader& table, std::optional<Kind> kind, Probe& probe) {
  const auto target = table.text("target", Need::required);
  if (!target || !kind) return;
  probe.target = *target;
  const auto refuse = [&](string_view what) {
    table.error("target", fmt::format("target \"{}\" {}", printable(*target), what));
  };
  switch (*kind) {
    case Kind::http:
      probe.http.url = *target;
      if (const std::string mistake = url_mistake(*target); !mistake.empty()) refuse(mistake);
      break;
    case Kind::dns:
      probe.dns.name = *target;
      if (!is_host(*target)) refuse("is not a name that can be queried");
      break;
    case Kind::icmp:
      probe.host = *target;
      if (!is_host(*target)) refuse("is neither a host name nor an address");
      break;
    case Kind::tcp:
    case Kind::tls:
      const auto parts = parse_host_port(*target);
      if (!parts)
        return refuse("is not host:port, such as \"mail.example:25\" or \"[2001:db8::1]:25\"");
      probe.host = parts->host;
      probe.port = parts->port;
  }
}

void read_timing(const TableReader& table, Probe& probe) {
  assign(probe.interval, table.duration("interval", kInterval));
  const auto timeout = table.duration("timeout", kTimeout);
  probe.timeout = timeout.value_or(std::min(probe.timeout, probe.interval * 4 / 5));
  if (probe.timeout >= probe.interval)
    table.error("timeout",
                fmt::format("timeout {} is not shorter than the interval {}",
                            duration_text(probe.timeout), duration_text(probe.interval)));
}

void read_weight(const TableReader& table, Probe& probe) {
  assign(probe.essential, table.boolean("essential"));
  assign(probe.reference, table.boolean("reference"));
  if (probe.essential && probe.reference)
    table.error("reference",
                "an essential probe cannot be a reference too: an essential one is a service that "
                "users need, a reference shows "
                "only whether anything at all can be reached");
}

/// `key` is `resolver` or `server`.
void read_name_server(const TableReader& table, string_view key, Probe& probe) {
  const auto text = table.text(key);
  if (!text) return;
  probe.resolver = parse_name_server(*text);
  if (!probe.resolver)
    table.error(key, fmt::format("{} \"{}\" is not a numeric address such as \"10.0.0.53\" or "
                                 "\"[2001:db8::53]:5353\"",
                                 key, printable(*text)));
}

void add_status(const TableReader& table, const Value& value, service::HttpOptions& http) {
  if (value.kind == Value::Kind::integer && value.integer >= 100 && value.integer <= 599) {
    const int code = static_cast<int>(value.integer);
    http.expect_status.push_back({code, code});
    return;
  }
  const auto range =
      value.kind == Value::Kind::text ? parse_status_class(value.text) : std::nullopt;
  if (range)
    http.expect_status.push_back(*range);
  else
    table.findings().error(value.place,
                           "expect_status takes codes such as 200 (100 to 599) and classes such as "
                           "\"2xx\"");
}

void read_expected_status(const TableReader& table, service::HttpOptions& http) {
  const Value* value = table.member("expect_status");
  if (value == nullptr) return;
  if (value->kind != Value::Kind::array) return add_status(table, *value, http);
  if (value->children.empty())
    table.error("expect_status", "expect_status is an empty list; leave it out, or name codes");
  for (const Value& item : value->children)
    add_status(table, item, http);
}

void read_http(const TableReader& table, service::HttpOptions& http) {
  assign(http.head, table.choice<bool>("method", kMethods));
  read_expected_status(table, http);
  assign(http.body_contains, table.text("body_contains"));
  if (http.head && !http.body_contains.empty())
    table.error("body_contains", "the answer to HEAD has no body; write method = \"GET\"");
  if (const auto redirects = table.integer("redirects", {0, 20}))
    http.redirects = static_cast<int>(*redirects);
  assign(http.max_body, table.size("max_body"));
  if (http.max_body > kLargestBody)
    table.error("max_body", "max_body is more than 16MiB, which is too much for a gateway");
  assign(http.user_agent, table.text("user_agent"));
  if (std::any_of(http.user_agent.begin(), http.user_agent.end(),
                  [](char c) { return c < ' ' || c > '~'; }))
    table.error("user_agent", "user_agent may contain only visible ASCII and blanks");
}

void read_dns(const TableReader& table, service::DnsOptions& dns) {
  if (const auto record = table.choice<RecordType>("record", kRecords)) {
    dns.record = *record;
    dns.record_name = std::find_if(kRecords.begin(), kRecords.end(), [&](const auto& word) {
                        return word.meaning == *record;
                      })->text;
  }
  assign(dns.expect, table.texts("expect"));
  const Value* expect = table.member("expect");
  if (expect && expect->kind == Value::Kind::array && expect->children.empty())
    table.error("expect", "expect is an empty list; leave it out, or name answers");
}

void read_ca_file(const TableReader& table, Probe& probe) {
  const auto name = table.text("ca_file");
  if (!name) return;
  probe.ca_file = beside(table.place(), *name);
  std::error_code error;
  if (!std::filesystem::is_regular_file(probe.ca_file, error))
    table.absent("ca_file", fmt::format("ca_file: there is no file {}", printable(probe.ca_file)));
}

Probe read_probe(const TableReader& table) {
  Probe probe;
  assign(probe.id, table.id("id", Need::required));
  probe.name = probe.id;
  assign(probe.name, table.text("name"));
  const auto kind = table.choice<Kind>("kind", kKinds, Need::required);
  assign(probe.kind, kind);
  read_target(table, kind, probe);
  read_timing(table, probe);
  read_weight(table, probe);
  assign(probe.family, table.choice<FamilyChoice>("family", kFamilies));
  read_name_server(table, "resolver", probe);
  read_name_server(table, "server", probe);
  read_ca_file(table, probe);
  read_http(table, probe.http);
  read_dns(table, probe.dns);
  refuse_others(table, kind);
  return probe;
}

}  // namespace

service::Options read_probe_sections(const std::vector<TableReader>& tables) {
  service::Options options;
  std::map<std::string, Place> places;
  for (const TableReader& table : tables) {
    Probe probe = read_probe(table);
    const auto [earlier, added] = places.emplace(probe.id, table.place("id"));
    if (!added && !probe.id.empty())
      table.error("id",
                  fmt::format("probe \"{}\" is already at {}", probe.id, earlier->second.text()));
    options.probes.push_back(std::move(probe));
  }
  return options;
}

}  // namespace commune::settings
