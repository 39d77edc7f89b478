#include "exporters/prometheus/link_metrics.hpp"

#include <string_view>
#include <unordered_map>

namespace commune {
namespace {

void add_link_labels(const Inventory& inventory, const Link& link, MetricPage& page) {
  const Site* site = inventory.find(link.site);
  page.group();
  if (site) page.label("village", site->village.value);
  page.label("site", link.site.value);
  page.label("link", link.id.value);
}

}  // namespace

void add_link_info(const Inventory& inventory, MetricPage& page) {
  if (!page.family(description(OwnMetric::link_info))) return;
  for (const Link& link : inventory.links) {
    add_link_labels(inventory, link, page);
    page.label("device", link.device.value);
    page.label("interface", link.interface);
    page.label("towards", link.towards.value);
    page.label("medium", to_string(link.medium));
    page.value(1);
  }
}

void add_link_loads(const Inventory& inventory, const std::vector<LineLoad>& lines,
                    MetricPage& page) {
  std::unordered_map<std::string_view, const LineLoad*> loads;
  for (const LineLoad& line : lines)
    loads.emplace(line.link.value, &line);
  page.family(description(OwnMetric::link_capacity));
  for (const Link& link : inventory.links) {
    const auto load = loads.find(link.id.value);
    const double capacity =
        load == loads.end() ? link.capacity_bytes_per_second : load->second->capacity;
    if (capacity <= 0) continue;
    add_link_labels(inventory, link, page);
    page.value(capacity);
  }
  page.family(description(OwnMetric::link_utilization));
  for (const Link& link : inventory.links) {
    const auto load = loads.find(link.id.value);
    if (load == loads.end() || !load->second->utilization) continue;
    add_link_labels(inventory, link, page);
    page.value(*load->second->utilization);
  }
}

}  // namespace commune
