#include "collectors/capture/capture_readings.hpp"

#include <memory>
#include <utility>

#include "core/model/quantity_table.hpp"

namespace commune::capture {
namespace {

std::shared_ptr<const std::vector<double>> shared_bounds() {
  static const auto kBounds =
      std::make_shared<const std::vector<double>>(kRoundTripBounds.begin(), kRoundTripBounds.end());
  return kBounds;
}

/// Adds readings, one row of labels after the other.
class Rows {
 public:
  explicit Rows(DeviceReadings& readings) : readings_(readings) {}

  Rows& row(Labels labels) {
    readings_.rows.push_back(std::move(labels));
    return *this;
  }
  Rows& value(QuantityName quantity, double value) {
    readings_.readings.push_back({quantity, last_row(), value});
    return *this;
  }
  Rows& count(QuantityName quantity, std::uint64_t count) {
    return value(quantity, static_cast<double>(count));
  }
  Rows& distribution(QuantityName quantity, const Distribution& counted) {
    readings_.histograms.push_back({quantity,
                                    last_row(),
                                    shared_bounds(),
                                    {counted.counts.begin(), counted.counts.end()},
                                    counted.sum});
    return *this;
  }

 private:
  std::uint32_t last_row() const { return static_cast<std::uint32_t>(readings_.rows.size() - 1); }

  DeviceReadings& readings_;
};

void add_traffic(const InterfaceStatus& status, const Label& interface, Rows& rows) {
  for (std::size_t direction = 0; direction < kDirectionCount; ++direction) {
    const std::string name(to_string(static_cast<Direction>(direction)));
    for (std::size_t i = 0; i < status.classes.size(); ++i) {
      const Count& count = status.totals.traffic[direction][i];
      rows.row({interface, {LabelName::direction, name}, {LabelName::class_, status.classes[i]}})
          .count("capture.bytes", count.bytes)
          .count("capture.packets", count.packets);
    }
  }
}

void add_sides(const Totals& totals, const Label& interface, Rows& rows) {
  for (const Side side : {Side::lan, Side::wan}) {
    const SideTotals& counts = totals.of(side);
    rows.row({interface, {LabelName::side, std::string(to_string(side))}})
        .distribution("capture.tcp_round_trip", counts.tcp)
        .count("capture.tcp_segments", counts.segments)
        .count("capture.tcp_retransmissions", counts.retransmissions)
        .distribution("capture.dns_response", counts.dns)
        .count("capture.dns_unanswered", counts.dns_unanswered);
  }
}

void add_interface(const InterfaceStatus& status, Rows& rows) {
  const Label interface { LabelName::interface, status.id };
  const Totals& totals = status.totals;
  rows.row({interface})
      .value("capture.up", status.up ? 1 : 0)
      .value("capture.hosts", totals.hosts)
      .count("capture.flows", totals.flows)
      .count("capture.flows_evicted", totals.flows_evicted);
  const auto by_reason = [&](QuantityName quantity, std::string reason, std::uint64_t count) {
    rows.row({interface, {LabelName::reason, std::move(reason)}}).count(quantity, count);
  };
  by_reason("capture.dropped_packets", "kernel", totals.kernel_drops);
  by_reason("capture.dropped_packets", "interface", totals.interface_drops);
  by_reason("capture.unparsed_packets", "not_ip", totals.not_ip);
  by_reason("capture.unparsed_packets", "malformed", totals.malformed);
  for (std::size_t i = 0; i < kRanks; ++i)
    rows.row({interface, {LabelName::rank, std::to_string(i + 1)}})
        .value("capture.heavy_user_share", totals.heavy[i]);
  add_traffic(status, interface, rows);
  add_sides(totals, interface, rows);
}

}  // namespace

DeviceReadings capture_readings(const std::vector<InterfaceStatus>& interfaces, Moment now,
                                Milliseconds interval) {
  DeviceReadings readings;
  readings.source = Source::capture;
  readings.taken = now;
  readings.interval = interval;
  Rows rows(readings);
  for (const InterfaceStatus& status : interfaces) {
    add_interface(status, rows);
    readings.answered = readings.answered || status.up;
    if (!status.up && readings.failure.empty())
      readings.failure = status.id + ": " + status.failure;
  }
  return readings;
}

}  // namespace commune::capture
