#include "tests/exporters/prometheus/sample_commune.hpp"

#include "core/model/quantity_table.hpp"

namespace commune::testing {
namespace {

Device device(const std::string& id, DeviceKind kind, const std::string& upstream) {
  Device made;
  made.id = DeviceId{id};
  made.site = SiteId{"office"};
  made.kind = kind;
  made.address = "192.0.2.1";
  made.upstream = DeviceId{upstream};
  return made;
}

std::shared_ptr<Inventory> one_site(std::vector<Device> devices) {
  auto made = std::make_shared<Inventory>();
  made->commune_name = "Xã Kép";
  made->villages.push_back({VillageId{"ca"}, "Thôn Ca", 120});
  Site site;
  site.id = SiteId{"office"};
  site.village = VillageId{"ca"};
  site.kind = SiteKind::office;
  site.name = "Trụ sở \"xã\"";
  site.latitude = 21.41;
  site.longitude = 106.29;
  site.contact = ContactId{"anh-minh"};
  made->sites.push_back(site);
  made->devices = std::move(devices);
  return made;
}

std::shared_ptr<DeviceReadings> said(const std::string& device, Source source) {
  auto made = std::make_shared<DeviceReadings>();
  made->device = DeviceId{device};
  made->source = source;
  made->taken = sample_now();
  made->interval = Milliseconds{30'000};
  made->answered = true;
  made->last_answer = made->taken;
  made->rows.emplace_back();
  return made;
}

void add(DeviceReadings& to, QuantityName quantity, Labels labels, double value) {
  to.rows.push_back(std::move(labels));
  to.readings.push_back({quantity, static_cast<std::uint32_t>(to.rows.size() - 1), value});
}

std::shared_ptr<DeviceReadings> access_point_by_snmp() {
  auto snmp = said("ap-1", Source::snmp);
  snmp->identity = Identity{"Ubiquiti", "UAP-AC-M", "4.3.28", "ubiquiti-unifi"};
  add(*snmp, "device.uptime", {}, 3600.5);
  add(*snmp, "interface.up", {{LabelName::interface, "eth0"}, {LabelName::alias, "cáp quang"}}, 1);
  add(*snmp, "interface.receive_bytes",
      {{LabelName::interface, "eth0"}, {LabelName::alias, "cáp quang"}}, 9007199254740991.0);
  add(*snmp, "wifi.clients", {{LabelName::radio, "ra0"}, {LabelName::ssid, "Nhà Văn Hoá"}}, 12);
  add(*snmp, "wifi.clients", {{LabelName::radio, "ra0"}, {LabelName::ssid, "bad\xC3\x28\xFF"}}, 1);
  add(*snmp, "wifi.clients", {{LabelName::radio, "ra0"}, {LabelName::ssid, "a\"b\\c\nd"}}, 2);
  snmp->tables.push_back({"interfaces", true, sample_now().wall, ""});
  snmp->tables.push_back({"radios", false, {}, "no answer"});
  return snmp;
}

std::shared_ptr<DeviceReadings> access_point_by_icmp() {
  auto icmp = said("ap-1", Source::icmp);
  add(*icmp, "icmp.requests", {}, 10);
  add(*icmp, "icmp.replies", {}, 9);
  icmp->histograms.push_back(
      {quantity_index("icmp.round_trip"),
       0,
       std::make_shared<const std::vector<double>>(std::vector<double>{0.001, 0.01, 0.1}),
       {4, 3, 0, 2},
       1.25});
  return icmp;
}

}  // namespace

Moment sample_now() {
  return {WallTime(std::chrono::seconds(1'700'000'000)), MonoTime(std::chrono::hours(1))};
}

Snapshot small_commune() {
  Snapshot made;
  made.inventory = one_site(
      {device("ap-1", DeviceKind::access_point, "olt-1"), device("olt-1", DeviceKind::olt, "")});
  made.taken = sample_now();
  made.devices.resize(2);
  made.devices[0].by_source = {access_point_by_icmp(), access_point_by_snmp()};
  auto silent = said("olt-1", Source::snmp);
  silent->answered = false;
  silent->silent_polls = 3;
  made.devices[1].by_source = {nullptr, silent};
  auto agent = said("", Source::icmp);
  add(*agent, "icmp.socket_info", {{LabelName::family, "ipv4"}, {LabelName::method, "raw"}}, 1);
  made.agent.push_back(agent);
  return made;
}

Snapshot commune_with_every_quantity() {
  Snapshot made;
  made.inventory = one_site({device("d", DeviceKind::other, "")});
  made.taken = sample_now();
  auto of_device = said("d", Source::snmp);
  auto of_agent = said("", Source::icmp);
  of_device->identity = Identity{"v", "m", "f", "p"};
  of_device->tables.push_back({"t", true, sample_now().wall, ""});
  for (const Quantity& quantity : quantities()) {
    DeviceReadings& to = quantity.scope == Scope::device ? *of_device : *of_agent;
    Labels labels;
    for (const LabelName name : quantity.labels)
      labels.push_back({name, "x"});
    to.rows.push_back(labels);
    const auto row = static_cast<std::uint32_t>(to.rows.size() - 1);
    if (quantity.type == MetricType::histogram)
      to.histograms.push_back({*find_quantity(quantity.name),
                               row,
                               std::make_shared<const std::vector<double>>(std::vector<double>{1}),
                               {1, 1},
                               3});
    else if (!quantity.name.starts_with("snmp.up") && !quantity.name.starts_with("snmp.table_"))
      to.readings.push_back({*find_quantity(quantity.name), row, 1});
  }
  made.devices.resize(1);
  made.devices[0].by_source = {nullptr, of_device};
  made.agent.push_back(of_agent);
  return made;
}

Snapshot wide_commune(std::size_t devices, std::size_t interfaces) {
  std::vector<Device> all;
  Snapshot made;
  for (std::size_t i = 0; i < devices; ++i) {
    const std::string id = "switch-thon-" + std::to_string(i);
    all.push_back(device(id, DeviceKind::switch_, ""));
    auto snmp = said(id, Source::snmp);
    for (std::size_t port = 0; port < interfaces; ++port) {
      snmp->rows.push_back({{LabelName::interface, "GigabitEthernet0/" + std::to_string(port)},
                            {LabelName::alias, "Nhà văn hoá thôn " + std::to_string(port)}});
      const auto row = static_cast<std::uint32_t>(snmp->rows.size() - 1);
      for (std::size_t q = 0; q < quantities().size(); ++q)
        if (quantities()[q].name.starts_with("interface."))
          snmp->readings.push_back(
              {static_cast<QuantityIndex>(q), row, 123456789.0 * static_cast<double>(port + i)});
    }
    made.devices.push_back({{nullptr, snmp}});
  }
  made.inventory = one_site(std::move(all));
  made.taken = sample_now();
  return made;
}

// Snapshots are immutable for everybody else; these were made here, and nobody else has them.
DeviceReadings& readings(Snapshot& snapshot, std::size_t device, Source source) {
  return const_cast<DeviceReadings&>(*snapshot.devices[device].of(source));
}

}  // namespace commune::testing
