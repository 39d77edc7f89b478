#include "agent/commands/discover/proposal_toml.hpp"

#include <algorithm>
#include <ostream>

#include "agent/commands/discover/toml_text.hpp"
#include "core/model/text.hpp"

#include <fmt/ostream.h>
#include <fmt/ranges.h>

namespace commune::discover {
namespace {

using settings::LoginKey;

std::string value_of(const LoginKey& key) {
  return key.source.empty() ? toml_text(key.value)
                            : fmt::format("{{ {} = {} }}", key.source, toml_text(key.value));
}

// The value of snmp = ...; empty if it equals the defaults.
std::string snmp_of(const ProposedDevice& device, const ProposalFrame& frame) {
  if (!device.found.login) return "false";
  std::vector<std::string> keys;
  if (device.found.login != frame.default_login)
    for (const LoginKey& key : frame.logins[*device.found.login].keys)
      keys.push_back(fmt::format("{} = {}", key.key, value_of(key)));
  if (frame.port != frame.default_port) keys.push_back(fmt::format("port = {}", frame.port));
  return keys.empty() ? std::string() : fmt::format("{{ {} }}", fmt::join(keys, ", "));
}

void comment(std::ostream& out, const std::string& text) {
  if (const std::string line = printable(text); !line.empty()) fmt::print(out, "# {}\n", line);
}

void print_head(const Proposal& proposal, const ProposalFrame& frame, std::ostream& out) {
  const auto& devices = proposal.devices;
  const auto identified = std::count_if(
      devices.begin(), devices.end(), [](const auto& one) { return one.found.login.has_value(); });
  comment(out, fmt::format("commune-agent discover {}: {} found, {} of them by SNMP",
                           fmt::join(frame.asked, " "), devices.size(), identified));
  if (!frame.complete) comment(out, "INTERRUPTED: not every address was tried");
  if (!frame.with_site) comment(out, "append this to the configuration after checking it");
  for (const std::string& note : proposal.notes)
    comment(out, note);
  for (const ProposedDevice& device : devices)
    if (device.known)
      comment(out, fmt::format("already known: {} is {}", device.found.address.to_string(),
                               device.id.value));
}

void print_site(const ProposalFrame& frame, std::ostream& out) {
  fmt::print(out,
             "\n# Correct these names.\n[commune]\nname = \"Commune\"\n\n[agent]\nvantage = {}\n",
             toml_text(frame.site.value));
  if (frame.default_login) {
    fmt::print(out, "\n[defaults.snmp]\n");
    for (const LoginKey& key : frame.logins[*frame.default_login].keys)
      fmt::print(out, "{} = {}\n", key.key, value_of(key));
  }
  fmt::print(out,
             "\n[[village]]\nid = \"village\"\nname = \"Village\"\n\n[[site]]\nid = {}\nvillage = "
             "\"village\"\nkind = \"office\"\nname = \"Office\"\n",
             toml_text(frame.site.value));
}

std::string joined(std::vector<std::string> parts) {
  std::erase(parts, std::string());
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string described(const ProposedDevice& device) {
  const auto& reported = device.found.device;
  const auto& identity = reported.identity;
  std::string model = identity.vendor;
  if (!identity.model.empty()) model += (model.empty() ? "" : " ") + identity.model;
  return joined({model, identity.firmware.empty() ? "" : "firmware " + identity.firmware,
                 "profile " + identity.profile,
                 reported.sys_name.empty() ? "" : fmt::format("sysName \"{}\"", reported.sys_name),
                 reported.location.empty() ? "" : fmt::format("at \"{}\"", reported.location)});
}

std::string also_at_text(const ProposedDevice& device) {
  std::vector<std::string> texts;
  for (const Address& address : device.found.also_at)
    texts.push_back(address.to_string());
  return texts.empty() ? std::string() : fmt::format("also at {}", fmt::join(texts, ", "));
}

std::string uplinks_text(const ProposedDevice& device) {
  std::vector<std::string> texts;
  for (const Uplink& uplink : device.uplinks)
    texts.push_back(fmt::format("{} ({})", uplink.interface, fmt::join(uplink.signs, ", ")));
  return texts.empty() ? std::string()
                       : fmt::format("looks like an uplink: {}", fmt::join(texts, "; "));
}

std::string neighbours_text(const ProposedDevice& device) {
  std::vector<std::string> texts;
  for (const ProposedNeighbour& neighbour : device.neighbours) {
    std::string text = neighbour.device.empty() ? fmt::format("\"{}\"", neighbour.reported_name)
                                                : neighbour.device.value;
    if (!neighbour.their_port.empty()) text += " (" + neighbour.their_port + ")";
    texts.push_back(neighbour.port.empty() ? text : neighbour.port + " to " + text);
  }
  return texts.empty() ? std::string() : fmt::format("neighbours: {}", fmt::join(texts, "; "));
}

void print_device(const ProposedDevice& device, const ProposalFrame& frame, std::ostream& out) {
  fmt::print(out, "\n");
  if (device.found.login) comment(out, described(device));
  if (!device.found.failure.empty())
    comment(out,
            (device.found.login ? "not completely read: " : "no SNMP: ") + device.found.failure);
  comment(out, also_at_text(device));
  comment(out, uplinks_text(device));
  comment(out, neighbours_text(device));
  fmt::print(out, "[[device]]\nid = {}\nsite = {}\nkind = {}\naddress = {}\n",
             toml_text(device.id.value), toml_text(frame.site.value),
             toml_text(to_string(device.kind)), toml_text(device.found.address.to_string()));
  if (!device.upstream.empty())
    fmt::print(out, "upstream = {}\n", toml_text(device.upstream.value));
  if (const auto snmp = snmp_of(device, frame); !snmp.empty()) fmt::print(out, "snmp = {}\n", snmp);
  if (!device.found.pings) fmt::print(out, "icmp = false\n");
}

void print_link(const ProposedLink& link, const ProposalFrame& frame, std::ostream& out) {
  fmt::print(out,
             "\n[[link]]\nid = {}\nsite = {}\ndevice = {}\ninterface = {}\ntowards = {}\nmedium = "
             "{}\n",
             toml_text(link.id.value), toml_text(frame.site.value), toml_text(link.device.value),
             toml_text(link.interface), toml_text(link.towards.value),
             toml_text(to_string(link.medium)));
}

}  // namespace

std::optional<std::size_t> most_used_login(const Proposal& proposal, std::size_t logins) {
  std::vector<std::size_t> uses(logins);
  for (const ProposedDevice& device : proposal.devices)
    if (device.found.login) ++uses[*device.found.login];
  const auto most = std::max_element(uses.begin(), uses.end());
  if (most == uses.end() || *most == 0) return std::nullopt;
  return static_cast<std::size_t>(most - uses.begin());
}

void print_proposal(const Proposal& proposal, const ProposalFrame& frame, std::ostream& out) {
  print_head(proposal, frame, out);
  if (frame.with_site) print_site(frame, out);
  for (const ProposedDevice& device : proposal.devices)
    if (!device.known && device.found.login) print_device(device, frame, out);
  bool headed = false;
  for (const ProposedDevice& device : proposal.devices) {
    if (device.known || device.found.login) continue;
    if (!std::exchange(headed, true))
      fmt::print(out, "\n# These answer only pings: keep those that belong to the commune.\n");
    print_device(device, frame, out);
  }
  for (const ProposedLink& link : proposal.links)
    print_link(link, frame, out);
}

}  // namespace commune::discover
