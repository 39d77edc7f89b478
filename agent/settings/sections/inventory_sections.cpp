#include "agent/settings/sections/inventory_sections.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>

#include "agent/settings/sections/probe_target.hpp"
#include "core/model/text.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

namespace commune::settings {
namespace {

// The words are those of to_string(), in the order of the enumeration.
template <typename T, std::size_t kCount>
constexpr std::array<T, kCount> first_values() {
  std::array<T, kCount> values{};
  for (std::size_t i = 0; i < kCount; ++i)
    values[i] = static_cast<T>(i);
  return values;
}

template <typename T, std::size_t kCount>
std::array<Word<T>, kCount> words() {
  std::array<Word<T>, kCount> all{};
  std::size_t i = 0;
  for (const T value : first_values<T, kCount>())
    all[i++] = {to_string(value), value};
  return all;
}

const auto kSiteKinds = words<SiteKind, 7>();
const auto kDeviceKinds = words<DeviceKind, 10>();
const auto kAccesses = words<Access, 5>();
const auto kMedia = words<Medium, 3>();
constexpr std::array<Word<Power>, 2> kPowers = {
    {{"separate", Power::separate}, {"shared", Power::shared}}};

template <typename Tag>
void assign_id(Id<Tag>& id, std::optional<std::string> text) {
  if (text) id.value = *std::move(text);
}

Village read_village(const TableReader& table) {
  Village village;
  assign_id(village.id, table.id("id", Need::required));
  assign(village.name, table.text("name", Need::required));
  if (const auto households = table.integer("households", {0, 1'000'000}))
    village.households = static_cast<int>(*households);
  return village;
}

Contact read_contact(const TableReader& table) {
  Contact contact;
  assign_id(contact.id, table.id("id", Need::required));
  assign(contact.name, table.text("name", Need::required));
  assign(contact.phone, table.text("phone"));
  assign(contact.zalo, table.text("zalo"));
  assign(contact.email, table.text("email"));
  assign(contact.telegram, table.text("telegram"));
  table.texts("channels");  // Checked by [notify] (notify_section.cpp).
  return contact;
}

std::string read_agent_address(const TableReader& table) {
  static constexpr std::string_view kTls = "https://";
  const auto text = table.text("agent");
  if (!text) return {};
  const std::string_view address =
      std::string_view(*text).substr(text->starts_with(kTls) ? kTls.size() : 0);
  if (parse_host_port(address)) return *text;
  table.error("agent", fmt::format("agent \"{}\" is not host:port, such as \"10.77.1.1:10077\", "
                                   "\"[2001:db8::1]:10077\" or \"https://ca.example:443\"",
                                   printable(*text)));
  return {};
}

Site read_site(const TableReader& table) {
  Site site;
  assign_id(site.id, table.id("id", Need::required));
  assign_id(site.village, table.id("village", Need::required));
  assign(site.kind, table.choice<SiteKind>("kind", kSiteKinds, Need::required));
  assign(site.name, table.text("name", Need::required));
  site.latitude = table.number("latitude", {-90, 90});
  site.longitude = table.number("longitude", {-180, 180});
  const bool has_latitude = table.value().find("latitude") != nullptr;
  const bool has_longitude = table.value().find("longitude") != nullptr;
  if (has_latitude && !has_longitude) table.error("latitude", "latitude without longitude");
  if (has_longitude && !has_latitude) table.error("longitude", "longitude without latitude");
  assign(site.accesses, table.choices<Access>("accesses", kAccesses));
  assign_id(site.contact, table.id("contact"));
  assign(site.power, table.choice<Power>("power", kPowers));
  site.agent = read_agent_address(table);
  return site;
}

bool is_ip_address(const std::string& text) {
  in_addr v4 = {};
  in6_addr v6 = {};
  const std::string without_scope = text.substr(0, text.find('%'));
  return ::inet_pton(AF_INET, text.c_str(), &v4) == 1 ||
         ::inet_pton(AF_INET6, without_scope.c_str(), &v6) == 1;
}

bool is_host_name(std::string_view text) {
  const bool only_digits_and_dots = text.find_first_not_of("0123456789.") == std::string_view::npos;
  const auto allowed = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '.' || c == '_';
  };
  return !text.empty() && text.size() <= 253 && text.front() != '-' && text.front() != '.' &&
         !only_digits_and_dots && std::all_of(text.begin(), text.end(), allowed);
}

void check_address(const TableReader& table, const std::string& address) {
  if (address.empty() || is_ip_address(address) || is_host_name(address)) return;
  const auto colon = address.rfind(':');
  const bool with_port =
      colon != std::string::npos && colon + 1 < address.size() &&
      address.find_first_not_of("0123456789", colon + 1) == std::string::npos &&
      (is_ip_address(address.substr(0, colon)) || is_host_name(address.substr(0, colon)));
  table.error("address",
              with_port ? fmt::format("address \"{}\" has a port in it: write address = \"{}\" and "
                                      "snmp = {{ port = {} }}",
                                      address, address.substr(0, colon), address.substr(colon + 1))
                        : fmt::format("address \"{}\" is neither a host name nor an IPv4 or IPv6 "
                                      "address",
                                      printable(address)));
}

Device read_device(const TableReader& table) {
  Device device;
  assign_id(device.id, table.id("id", Need::required));
  assign_id(device.site, table.id("site", Need::required));
  assign(device.kind, table.choice<DeviceKind>("kind", kDeviceKinds, Need::required));
  assign(device.address, table.text("address", Need::required));
  check_address(table, device.address);
  assign_id(device.upstream, table.id("upstream"));
  return device;
}

Link read_link(const TableReader& table) {
  Link link;
  assign_id(link.id, table.id("id", Need::required));
  assign_id(link.site, table.id("site", Need::required));
  assign_id(link.device, table.id("device", Need::required));
  assign(link.interface, table.text("interface", Need::required));
  assign_id(link.towards, table.id("towards"));
  assign(link.medium, table.choice<Medium>("medium", kMedia));
  assign(link.capacity_bytes_per_second, table.rate("capacity"));
  return link;
}

}  // namespace

void read_inventory_sections(const TableReader& root, InventoryDraft& draft) {
  for (const TableReader& table : root.tables("village"))
    draft.villages.push_back({read_village(table), table});
  for (const TableReader& table : root.tables("contact"))
    draft.contacts.push_back({read_contact(table), table});
  for (const TableReader& table : root.tables("site"))
    draft.sites.push_back({read_site(table), table});
  for (const TableReader& table : root.tables("device"))
    draft.devices.push_back({read_device(table), table});
  for (const TableReader& table : root.tables("link"))
    draft.links.push_back({read_link(table), table});
}

}  // namespace commune::settings
