#include "exporters/prometheus/reading_metrics.hpp"

#include <cstdint>

#include "core/model/reachability.hpp"

namespace commune {
namespace {

// One reading or histogram of a device (or of the agent, which has no place), found by its
// quantity.
struct Found {
  const DeviceReadings* said;
  const Place* place;
  const Reading* reading;             // One of these two; both nullptr where the kind of reading
  const HistogramReading* histogram;  // does not fit its quantity.
};
using FoundByQuantity = std::vector<std::vector<Found>>;

struct Speaker {
  const DeviceReadings* said;
  const Place* place;
};

std::vector<Speaker> speakers(const Snapshot& snapshot, const std::vector<Place>& places) {
  std::vector<Speaker> all;
  all.reserve(places.size() * kSourceCount + snapshot.agent.size());
  for (std::size_t i = 0; i < places.size(); ++i)
    for (const auto& said : snapshot.devices[i].by_source)
      if (said && !stale(*said, snapshot.taken.mono)) all.push_back({said.get(), &places[i]});
  // The agent's own figures are told when they change, so their age says nothing.
  for (const auto& said : snapshot.agent)
    if (said) all.push_back({said.get(), nullptr});
  return all;
}

FoundByQuantity sort_by_quantity(const std::vector<Speaker>& speakers) {
  FoundByQuantity found(quantities().size());
  const auto add = [&](const Speaker& from, QuantityIndex index, const Reading* reading,
                       const HistogramReading* histogram) {
    const bool fits = (quantity(index).type == MetricType::histogram) == (histogram != nullptr);
    found[static_cast<std::size_t>(index)].push_back(
        {from.said, from.place, fits ? reading : nullptr, fits ? histogram : nullptr});
  };
  for (const Speaker& from : speakers) {
    for (const Reading& reading : from.said->readings)
      add(from, reading.quantity, &reading, nullptr);
    for (const HistogramReading& histogram : from.said->histograms)
      add(from, histogram.quantity, nullptr, &histogram);
  }
  return found;
}

void add_row_labels(const Quantity& quantity, const std::vector<Labels>& rows, std::uint32_t row,
                    MetricPage& page) {
  if (row >= rows.size()) return;
  for (const LabelName wanted : quantity.labels)
    for (const Label& label : rows[row])
      if (label.name == wanted) {
        page.label(to_string(wanted), label.value);
        break;
      }
}

void add_found(const Quantity& quantity, const std::vector<Found>& found, MetricPage& page) {
  const Place* last = nullptr;
  for (const Found& each : found) {
    if (each.place != last) page.group();
    last = each.place;
    if (each.place) add_place_labels(*each.place, page);
    if (each.reading) {
      add_row_labels(quantity, each.said->rows, each.reading->row, page);
      page.value(each.reading->value);
    } else if (each.histogram && each.histogram->bounds) {
      add_row_labels(quantity, each.said->rows, each.histogram->row, page);
      page.histogram(*each.histogram->bounds, each.histogram->counts, each.histogram->sum);
    } else {
      page.drop_invalid();
    }
  }
}

// Calls `add` once for each device that the SNMP collector speaks of.
template <typename Add>
void for_each_snmp(const std::vector<Speaker>& speakers, MetricPage& page, const Add& add) {
  for (const Speaker& from : speakers) {
    if (!from.place || from.said->source != Source::snmp) continue;
    page.group();
    add(*from.said, *from.place);
  }
}

void add_snmp_up(const std::vector<Speaker>& speakers, MetricPage& page) {
  for_each_snmp(speakers, page, [&](const DeviceReadings& said, const Place& place) {
    add_place_labels(place, page);
    page.value(said.answered ? 1 : 0);
  });
}

void add_snmp_table_up(const std::vector<Speaker>& speakers, MetricPage& page) {
  for_each_snmp(speakers, page, [&](const DeviceReadings& said, const Place& place) {
    for (const TableResult& result : said.tables) {
      add_place_labels(place, page);
      page.label("table", result.table);
      page.value(result.ok ? 1 : 0);
    }
  });
}

void add_snmp_table_last_success(const std::vector<Speaker>& speakers, MetricPage& page) {
  for_each_snmp(speakers, page, [&](const DeviceReadings& said, const Place& place) {
    for (const TableResult& result : said.tables) {
      if (!result.last_success) continue;
      add_place_labels(place, page);
      page.label("table", result.table);
      page.value(unix_seconds(*result.last_success));
    }
  });
}

}  // namespace

void add_readings(const Snapshot& snapshot, const std::vector<Place>& places, MetricPage& page) {
  static const auto kSnmpUp = quantity_index("snmp.up");
  static const auto kTableUp = quantity_index("snmp.table_up");
  static const auto kTableLastSuccess = quantity_index("snmp.table_last_success");
  const auto all = speakers(snapshot, places);
  const auto found = sort_by_quantity(all);
  for (std::size_t i = 0; i < found.size(); ++i) {
    const auto index = static_cast<QuantityIndex>(i);
    const Quantity& shown = quantity(index);
    page.family(shown.metric, shown.type, shown.help);
    if (index == kSnmpUp)
      add_snmp_up(all, page);
    else if (index == kTableUp)
      add_snmp_table_up(all, page);
    else if (index == kTableLastSuccess)
      add_snmp_table_last_success(all, page);
    else
      add_found(shown, found[i], page);
  }
}

}  // namespace commune
