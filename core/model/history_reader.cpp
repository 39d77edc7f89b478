#include "core/model/history_reader.hpp"

#include <algorithm>

namespace commune {
namespace {

template <typename Choose>
void choose(std::optional<double>& kept, const std::optional<double>& other, Choose chosen) {
  if (other) kept = kept ? chosen(*kept, *other) : *other;
}

}  // namespace

std::string_view to_string(Measured kind) {
  static constexpr std::array<std::string_view, kMeasured.size()> kWords = {"device", "service",
                                                                            "users", "line"};
  return kWords.at(static_cast<std::size_t>(kind));
}

std::optional<Measured> measured_of(std::string_view word) {
  for (const Measured kind : kMeasured)
    if (to_string(kind) == word) return kind;
  return std::nullopt;
}

Milliseconds length(RollUp roll_up) {
  switch (roll_up) {
    case RollUp::five_minutes:
      return std::chrono::minutes(5);
    case RollUp::hour:
      return std::chrono::hours(1);
    case RollUp::day:
      return std::chrono::hours(24);
  }
  return {};
}

Quality& Quality::operator+=(const Quality& other) {
  requests += other.requests;
  replies += other.replies;
  round_trips.resize(std::max(round_trips.size(), other.round_trips.size()));
  for (std::size_t i = 0; i < other.round_trips.size(); ++i)
    round_trips[i] += other.round_trips[i];
  receive_bytes += other.receive_bytes;
  transmit_bytes += other.transmit_bytes;
  traffic_known |= other.traffic_known;
  const auto least = [](double a, double b) { return std::min(a, b); };
  const auto most = [](double a, double b) { return std::max(a, b); };
  choose(peak_receive_rate, other.peak_receive_rate, most);
  choose(peak_transmit_rate, other.peak_transmit_rate, most);
  choose(peak_utilization, other.peak_utilization, most);
  choose(peak_clients, other.peak_clients, most);
  choose(least_optical_power_dbm, other.least_optical_power_dbm, least);
  choose(least_rsrp_dbm, other.least_rsrp_dbm, least);
  return *this;
}

}  // namespace commune
