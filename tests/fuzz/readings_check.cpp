#include "tests/fuzz/readings_check.hpp"

#include <cmath>

#include "exporters/prometheus/exposition.hpp"
#include "tests/fuzz/require.hpp"
#include "tests/fuzz/utf8.hpp"

namespace commune::fuzz {
namespace {

std::shared_ptr<const Inventory> inventory() {
  auto made = std::make_shared<Inventory>();
  Site site;
  site.id = SiteId{"office"};
  made->sites = {site};
  Device device;
  device.id = DeviceId{"device"};
  device.site = site.id;
  made->devices = {device};
  return made;
}

void check_line(std::string_view line) {
  if (line.starts_with("# HELP ") || line.starts_with("# TYPE ")) return;
  require(line.starts_with("commune_") || line.starts_with("process_"), "a line \"{}\"", line);
  const auto value = line.rfind(' ');
  require(value != std::string_view::npos && value + 1 < line.size(), "no value in \"{}\"", line);
}

}  // namespace

void check_readings(const DeviceReadings& readings) {
  for (const Reading& reading : readings.readings) {
    const Quantity& quantity = commune::quantity(reading.quantity);
    require(reading.row < readings.rows.size(), "{} has no row", quantity.name);
    require(std::isfinite(reading.value), "{} is {}", quantity.name, reading.value);
    require(reading.value >= quantity.plausible_min && reading.value <= quantity.plausible_max,
            "{} is {}, which is not plausible", quantity.name, reading.value);
    require(quantity.type != MetricType::counter || reading.value >= 0, "{} is {}", quantity.name,
            reading.value);
  }
}

void check_page(const DeviceReadings& readings) {
  static const auto kInventory = inventory();
  static const Exposition kExposition({"0.0.0", "", "fuzz"}, nullptr,
                                      [] { return ProcessFigures{}; });
  Snapshot snapshot;
  snapshot.inventory = kInventory;
  snapshot.taken = readings.taken;
  snapshot.devices.resize(1);
  snapshot.devices[0].by_source[static_cast<std::size_t>(readings.source)] =
      std::make_shared<const DeviceReadings>(readings);
  const std::string page = kExposition.render(snapshot);
  require(is_clean_utf8(page), "the page is not UTF-8");
  require(page.ends_with('\n'), "the page does not end with its last line");
  for (std::string_view rest = page; !rest.empty(); rest.remove_prefix(rest.find('\n') + 1))
    check_line(rest.substr(0, rest.find('\n')));
}

}  // namespace commune::fuzz
