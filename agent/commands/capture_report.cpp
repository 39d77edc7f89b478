#include "agent/commands/capture_report.hpp"

#include <ostream>
#include <string>

#include "agent/commands/readable.hpp"
#include "agent/commands/text_table.hpp"
#include "core/model/quantity_table.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace commune {
namespace {

using capture::Direction;
using capture::Side;
using Json = nlohmann::ordered_json;

constexpr Side kSides[] = {Side::lan, Side::wan};

std::string share(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "-";
  return fmt::format("{:.2f} %", 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

std::string milliseconds(const capture::RoundTrips& trips, double quantile) {
  return trips.count() == 0 ? "-" : fmt::format("{:.2f} ms", trips.quantile(quantile) * 1e3);
}

void print_traffic(const capture::TrafficCounts& counts, const capture::Totals& totals,
                   std::ostream& out) {
  using Align = TextTable::Align;
  TextTable table({{"direction"}, {"class"}, {"packets", Align::right}, {"bytes", Align::right}});
  const Quantity& bytes = quantity(quantity_index("capture.bytes"));
  for (std::size_t d = 0; d < capture::kDirectionCount; ++d)
    for (std::size_t i = 0; i < counts.classes().size(); ++i) {
      const capture::Count& count = totals.traffic[d][i];
      if (count.packets == 0) continue;
      table.add({std::string(to_string(static_cast<Direction>(d))), counts.classes()[i].name,
                 std::to_string(count.packets), readable(bytes, static_cast<double>(count.bytes))});
    }
  if (!table.empty()) table.print(out);
}

void print_sides(const capture::TrafficCounts& counts, const capture::Totals& totals,
                 std::ostream& out) {
  using Align = TextTable::Align;
  TextTable table({{"side"},
                   {"round trips", Align::right},
                   {"p50", Align::right},
                   {"p95", Align::right},
                   {"segments", Align::right},
                   {"sent again", Align::right},
                   {"DNS answers", Align::right},
                   {"p50", Align::right},
                   {"p95", Align::right},
                   {"unanswered", Align::right}});
  for (const Side side : kSides) {
    const auto &tcp = counts.round_trips(side), &dns = counts.dns_responses(side);
    const capture::SideTotals& counts_of_side = totals.of(side);
    table.add({std::string(to_string(side)), std::to_string(tcp.count()), milliseconds(tcp, 0.5),
               milliseconds(tcp, 0.95), std::to_string(counts_of_side.segments),
               share(counts_of_side.retransmissions, counts_of_side.segments),
               std::to_string(dns.count()), milliseconds(dns, 0.5), milliseconds(dns, 0.95),
               std::to_string(counts_of_side.dns_unanswered)});
  }
  table.print(out);
}

Json quantiles(const capture::RoundTrips& trips) {
  Json json = {{"samples", trips.count()}};
  if (trips.count() == 0) return json;
  json["p50_seconds"] = trips.quantile(0.5);
  json["p95_seconds"] = trips.quantile(0.95);
  return json;
}

}  // namespace

void print_capture(const capture::TrafficCounts& counts, const capture::Totals& totals,
                   CaptureSpan span, std::ostream& out) {
  out << fmt::format("{} frames in {:.1f} s; not IP {}, malformed {}\n", span.frames, span.seconds,
                     totals.not_ip, totals.malformed);
  if (totals.kernel_drops + totals.interface_drops > 0)
    out << fmt::format("NOT SEEN: {} packets dropped by the kernel, {} by the interface\n",
                       totals.kernel_drops, totals.interface_drops);
  out << '\n';
  print_traffic(counts, totals, out);
  out << fmt::format("\nhosts of the LAN in the last five minutes: {:.0f}\n", totals.hosts);
  out << "shares of the heaviest:";
  for (const double each : totals.heavy)
    if (each > 0) out << fmt::format(" {:.1f} %", each * 100);
  out << "\n\n";
  print_sides(counts, totals, out);
}

void print_capture_json(const capture::TrafficCounts& counts, const capture::Totals& totals,
                        CaptureSpan span, std::ostream& out) {
  Json traffic = Json::array();
  for (std::size_t d = 0; d < capture::kDirectionCount; ++d)
    for (std::size_t i = 0; i < counts.classes().size(); ++i) {
      const capture::Count& count = totals.traffic[d][i];
      if (count.packets > 0)
        traffic.push_back({{"direction", to_string(static_cast<Direction>(d))},
                           {"class", counts.classes()[i].name},
                           {"packets", count.packets},
                           {"bytes", count.bytes}});
    }
  Json sides = Json::object();
  for (const Side side : kSides) {
    const capture::SideTotals& counts_of_side = totals.of(side);
    sides[std::string(to_string(side))] = {{"round_trips", quantiles(counts.round_trips(side))},
                                           {"segments", counts_of_side.segments},
                                           {"retransmissions", counts_of_side.retransmissions},
                                           {"dns_responses", quantiles(counts.dns_responses(side))},
                                           {"dns_unanswered", counts_of_side.dns_unanswered}};
  }
  const Json all = {
      {"frames", span.frames},
      {"seconds", span.seconds},
      {"not_ip", totals.not_ip},
      {"malformed", totals.malformed},
      {"dropped", {{"kernel", totals.kernel_drops}, {"interface", totals.interface_drops}}},
      {"traffic", traffic},
      {"hosts", totals.hosts},
      {"heavy_user_shares", totals.heavy},
      {"flows", totals.flows},
      {"flows_evicted", totals.flows_evicted},
      {"sides", sides}};
  out << all.dump(2) << '\n';
}

}  // namespace commune
