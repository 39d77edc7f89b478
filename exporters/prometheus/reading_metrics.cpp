#include "exporters/prometheus/reading_metrics.hpp"

#include <cstdint>
#include <optional>

#include "core/model/quantity_table.hpp"
#include "core/model/reachability.hpp"

namespace commune {
namespace {

struct Speaker {
  const DeviceReadings* said;
  const Place* place;  ///< The device's; nullptr: the readings are the agent's own.
};

std::vector<Speaker> speakers(const Snapshot& snapshot, const std::vector<Place>& places) {
  std::vector<Speaker> all;
  all.reserve(places.size() * kSourceCount + snapshot.agent.size());
  for (std::size_t i = 0; i < places.size(); ++i)
    for (const auto& said : snapshot.devices[i].by_source)
      if (said && !stale(*said, snapshot.taken.mono)) all.push_back({said.get(), &places[i]});
  // The agent's own figures are published when they change, so their age means nothing.
  for (const auto& said : snapshot.agent)
    if (said) all.push_back({said.get(), nullptr});
  return all;
}

// A reading of a speaker, by position, as there are many: in its list of histograms where the
// quantity is one, else in its readings.
struct Found {
  std::uint32_t speaker = 0;
  std::uint32_t position = 0;
};
using FoundByQuantity = std::vector<std::vector<Found>>;

// In place of a position: the kind of reading does not fit its quantity.
constexpr std::uint32_t kUnfit = 0xFFFF'FFFF;

FoundByQuantity sort_by_quantity(const std::vector<Speaker>& speakers) {
  FoundByQuantity found(quantities().size());
  const auto add = [&](const auto& said, std::uint32_t speaker, bool histograms) {
    for (std::uint32_t i = 0; i < said.size(); ++i) {
      const QuantityIndex index = said[i].quantity;
      const bool fits = (quantity(index).type == MetricType::histogram) == histograms;
      found[static_cast<std::size_t>(index)].push_back({speaker, fits ? i : kUnfit});
    }
  };
  for (std::uint32_t i = 0; i < speakers.size(); ++i) {
    add(speakers[i].said->readings, i, false);
    add(speakers[i].said->histograms, i, true);
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

void add_reading(const Quantity& quantity, const DeviceReadings& said, const Reading& reading,
                 MetricPage& page) {
  add_row_labels(quantity, said.rows, reading.row, page);
  page.value(reading.value);
}

void add_histogram(const Quantity& quantity, const DeviceReadings& said,
                   const HistogramReading& reading, MetricPage& page) {
  if (!reading.bounds) return page.drop_invalid();
  add_row_labels(quantity, said.rows, reading.row, page);
  page.histogram(*reading.bounds, reading.counts, reading.sum);
}

void add_found(const Quantity& quantity, const std::vector<Speaker>& speakers,
               const std::vector<Found>& found, const Place& vantage, MetricPage& page) {
  std::optional<const Place*> last;
  for (const Found& each : found) {
    const auto& [said, place] = speakers[each.speaker];
    if (last != place) {
      page.group();
      if (place)
        add_place_labels(*place, page);
      else if (quantity.scope == Scope::vantage)
        add_place_labels(vantage, page);
      page.share_labels();
      last = place;
    }
    if (each.position == kUnfit)
      page.drop_invalid();
    else if (quantity.type == MetricType::histogram)
      add_histogram(quantity, *said, said->histograms[each.position], page);
    else
      add_reading(quantity, *said, said->readings[each.position], page);
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
    add_place_labels(place, page);
    page.share_labels();
    for (const TableResult& result : said.tables) {
      page.label("table", result.table);
      page.value(result.ok ? 1 : 0);
    }
  });
}

void add_snmp_table_last_success(const std::vector<Speaker>& speakers, MetricPage& page) {
  for_each_snmp(speakers, page, [&](const DeviceReadings& said, const Place& place) {
    add_place_labels(place, page);
    page.share_labels();
    for (const TableResult& result : said.tables) {
      if (!result.last_success) continue;
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
  const Place vantage = vantage_place(*snapshot.inventory);
  const auto found = sort_by_quantity(all);
  for (std::size_t i = 0; i < found.size(); ++i) {
    const auto index = static_cast<QuantityIndex>(i);
    const Quantity& shown = quantity(index);
    if (!page.family(shown.metric, shown.type, shown.help)) continue;
    if (index == kSnmpUp)
      add_snmp_up(all, page);
    else if (index == kTableUp)
      add_snmp_table_up(all, page);
    else if (index == kTableLastSuccess)
      add_snmp_table_last_success(all, page);
    else
      add_found(shown, all, found[i], vantage, page);
  }
}

}  // namespace commune
