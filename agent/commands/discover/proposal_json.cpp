#include "agent/commands/discover/proposal_json.hpp"

#include <ostream>

#include "core/model/text.hpp"

#include <nlohmann/json.hpp>

namespace commune::discover {
namespace {

using nlohmann::ordered_json;

// As snmp = ... in the configuration, with all keys written out.
ordered_json snmp_json(const ProposedDevice& device, const ProposalFrame& frame) {
  if (!device.found.login) return false;
  ordered_json json = ordered_json::object();
  for (const auto& key : frame.logins[*device.found.login].keys) {
    if (key.source.empty())
      json[key.key] = printable(key.value);
    else
      json[key.key] = {{key.source, printable(key.value)}};
  }
  json["port"] = frame.port;
  return json;
}

ordered_json uplinks_json(const ProposedDevice& device) {
  ordered_json json = ordered_json::array();
  for (const Uplink& uplink : device.uplinks)
    json.push_back({{"interface", printable(uplink.interface)}, {"signs", uplink.signs}});
  return json;
}

ordered_json neighbours_json(const ProposedDevice& device) {
  ordered_json json = ordered_json::array();
  for (const ProposedNeighbour& neighbour : device.neighbours)
    json.push_back({{"port", printable(neighbour.port)},
                    {"device", neighbour.device.value},
                    {"told", printable(neighbour.reported_name)},
                    {"their_port", printable(neighbour.their_port)}});
  return json;
}

ordered_json device_json(const ProposedDevice& device, const ProposalFrame& frame) {
  const auto& reported = device.found.device;
  ordered_json json = {{"id", device.id.value},
                       {"known", device.known},
                       {"address", device.found.address.to_string()},
                       {"kind", to_string(device.kind)},
                       {"site", device.known ? "" : frame.site.value},
                       {"icmp", device.found.pings},
                       {"snmp", snmp_json(device, frame)}};
  if (device.found.login)
    json["identity"] = {{"vendor", printable(reported.identity.vendor)},
                        {"model", printable(reported.identity.model)},
                        {"firmware", printable(reported.identity.firmware)},
                        {"profile", reported.identity.profile},
                        {"sys_name", reported.sys_name},
                        {"sys_descr", reported.sys_descr},
                        {"location", reported.location}};
  json["also_at"] = ordered_json::array();
  for (const Address& address : device.found.also_at)
    json["also_at"].push_back(address.to_string());
  json["failure"] = printable(device.found.failure);
  json["uplinks"] = uplinks_json(device);
  json["neighbours"] = neighbours_json(device);
  json["upstream"] = device.upstream.value;
  return json;
}

}  // namespace

void print_proposal_json(const Proposal& proposal, const ProposalFrame& frame, std::ostream& out) {
  ordered_json json = {{"asked", frame.asked}, {"complete", frame.complete}};
  json["devices"] = ordered_json::array();
  for (const ProposedDevice& device : proposal.devices)
    json["devices"].push_back(device_json(device, frame));
  json["links"] = ordered_json::array();
  for (const ProposedLink& link : proposal.links)
    json["links"].push_back({{"id", link.id.value},
                             {"site", frame.site.value},
                             {"device", link.device.value},
                             {"interface", printable(link.interface)},
                             {"towards", link.towards.value},
                             {"medium", to_string(link.medium)}});
  json["notes"] = proposal.notes;
  out << json.dump(2) << '\n';
}

}  // namespace commune::discover
