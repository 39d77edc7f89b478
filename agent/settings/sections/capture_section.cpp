#include "agent/settings/sections/capture_section.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <string_view>
#include <utility>

#include "collectors/capture/packet_filter.hpp"
#include "core/model/text.hpp"

#include <fmt/format.h>

namespace commune::settings {
namespace {

using capture::PortRange;
using capture::Prefix;
using capture::TrafficClass;

constexpr Range<std::uint64_t> kBuffer{256 << 10, 256 << 20};
// With less, the headers after two tags and IPv6 do not fit; more is never read.
constexpr Range<std::int64_t> kSnaplen{82, 1'600};
constexpr Range<std::int64_t> kFlows{64, 1 << 20};
constexpr std::size_t kMostClasses = 10;  // Beside the shipped ones and "other".
constexpr std::size_t kLongestInterface = 15;

struct Protocol {
  std::string_view name;
  std::vector<std::uint8_t> numbers;
};
const std::vector<Protocol>& protocols() {
  static const std::vector<Protocol> kProtocols = {
      {"tcp", {6}},  {"udp", {17}}, {"icmp", {1, 58}}, {"sctp", {132}},
      {"gre", {47}}, {"esp", {50}}, {"igmp", {2}},
  };
  return kProtocols;
}

std::vector<Prefix> read_prefixes(const TableReader& table, std::string_view key, Need need) {
  std::vector<Prefix> prefixes;
  const Value* list = table.member(key, need);
  if (list == nullptr) return prefixes;
  if (!table.texts_of(*list, key)) return prefixes;
  if (list->children.empty())
    table.error(key,
                fmt::format("{} is an empty list; name networks such as \"192.168.1.0/24\"", key));
  for (const Value& item : list->children) {
    const auto prefix = capture::parse_prefix(item.text);
    if (prefix)
      prefixes.push_back(*prefix);
    else
      table.findings().error(item.place,
                             fmt::format("{}: {}", key, printable(prefix.error().what)));
  }
  return prefixes;
}

std::optional<std::uint16_t> read_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return port;
}

/// "5060-5061" or "53".
std::optional<PortRange> read_range(std::string_view text) {
  const auto dash = text.find('-');
  const auto first = read_port(text.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : read_port(text.substr(dash + 1));
  if (!first || !last || *first > *last) return std::nullopt;
  return PortRange{*first, *last};
}

std::vector<PortRange> read_ports(const TableReader& table) {
  std::vector<PortRange> ranges;
  const Value* list = table.member("ports");
  if (list == nullptr) return ranges;
  if (list->kind != Value::Kind::array || list->children.empty()) {
    table.error("ports", "ports must be a list such as [53, \"5060-5061\"]");
    return ranges;
  }
  for (const Value& item : list->children) {
    const bool whole = item.kind == Value::Kind::integer;
    const std::string text = whole ? std::to_string(item.integer) : item.text;
    const auto range = read_range(text);
    if (range && (whole || item.kind == Value::Kind::text))
      ranges.push_back(*range);
    else
      table.findings().error(
          item.place,
          fmt::format(
              "ports: {} is neither a port (0 to 65535) nor a range \"5060-5061\"",
              text.empty() ? std::string(describe(item.kind)) : "\"" + printable(text) + "\""));
  }
  return ranges;
}

std::vector<std::uint8_t> read_protocols(const TableReader& table) {
  std::vector<std::uint8_t> numbers;
  const Value* list = table.member("protocols");
  if (list == nullptr || !table.texts_of(*list, "protocols")) return numbers;
  std::vector<std::string_view> names;
  for (const Protocol& each : protocols())
    names.push_back(each.name);
  if (list->children.empty()) table.error("protocols", "protocols is an empty list");
  for (const Value& item : list->children) {
    const auto found = std::find_if(protocols().begin(), protocols().end(),
                                    [&](const Protocol& each) { return each.name == item.text; });
    if (found != protocols().end())
      numbers.insert(numbers.end(), found->numbers.begin(), found->numbers.end());
    else
      table.findings().error(
          item.place, fmt::format("protocols: there is no protocol \"{}\"{}", printable(item.text),
                                  suggestion(item.text, names)));
  }
  return numbers;
}

TrafficClass read_class(const TableReader& table, const std::vector<TrafficClass>& earlier) {
  TrafficClass made;
  assign(made.name, table.id("name", Need::required));
  made.protocols = read_protocols(table);
  made.ports = read_ports(table);
  made.prefixes = read_prefixes(table, "prefixes", Need::optional);
  if (made.name == "other")
    table.error("name",
                "\"other\" is the class of packets that match no other class; choose another name");
  for (const TrafficClass& each : earlier)
    if (each.name == made.name && !made.name.empty())
      table.error("name", fmt::format("there is already a class \"{}\"", made.name));
  if (table.value().find("protocols") == nullptr && table.value().find("ports") == nullptr &&
      table.value().find("prefixes") == nullptr)
    table.findings().error(table.place(),
                           "a class needs at least one of protocols, ports and prefixes");
  return made;
}

void read_classes(const TableReader& table, std::vector<TrafficClass>& classes) {
  const auto tables = table.tables("class");
  if (tables.size() > kMostClasses)
    table.findings().error(
        tables[kMostClasses].place(),
        fmt::format("there are {} classes; at most {} are allowed", tables.size(), kMostClasses));
  for (const TableReader& each : tables)
    classes.push_back(read_class(each, classes));
}

void read_filter(const TableReader& table, capture::Interface& interface) {
  const auto filter = table.text("filter");
  if (!filter) return;
  interface.filter = *filter;
  if (const auto checked = capture::check_filter(*filter); !checked)
    table.error("filter", printable(checked.error().what));
}

void read_buffer(const TableReader& table, capture::Interface& interface) {
  const auto bytes = table.size("buffer");
  if (!bytes) return;
  if (*bytes >= kBuffer.least && *bytes <= kBuffer.most)
    interface.buffer_bytes = *bytes;
  else
    table.error("buffer", "buffer must be from 256KiB to 256MiB");
}

capture::Interface read_interface(const TableReader& table) {
  capture::Interface interface;
  assign(interface.id, table.text("interface", Need::required));
  if (interface.id.size() > kLongestInterface || interface.id.find('/') != std::string::npos ||
      interface.id == "any")
    table.error("interface",
                fmt::format("\"{}\" is not the name of an interface such as \"br-lan\"",
                            printable(interface.id)));
  interface.lan = read_prefixes(table, "lan", Need::required);
  read_filter(table, interface);
  read_buffer(table, interface);
  if (const auto snaplen = table.integer("snaplen", kSnaplen))
    interface.snaplen = static_cast<int>(*snaplen);
  assign(interface.promiscuous, table.boolean("promiscuous"));
  if (const auto flows = table.integer("flows", kFlows))
    interface.flows = static_cast<std::size_t>(*flows);
  read_classes(table, interface.classes);
  return interface;
}

}  // namespace

capture::Options read_capture_sections(const std::vector<TableReader>& tables) {
  capture::Options options;
  std::map<std::string, Place> places;
  for (const TableReader& table : tables) {
    capture::Interface interface = read_interface(table);
    if (!interface.id.empty()) {
      const auto [earlier, added] = places.emplace(interface.id, table.place("interface"));
      if (!added)
        table.error("interface", fmt::format("interface \"{}\" is already captured at {}",
                                             printable(interface.id), earlier->second.text()));
    }
    options.interfaces.push_back(std::move(interface));
  }
  return options;
}

}  // namespace commune::settings
