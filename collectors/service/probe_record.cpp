#include "collectors/service/probe_record.hpp"

#include <algorithm>
#include <utility>

#include "core/model/quantity_table.hpp"
#include "core/model/time.hpp"
#include "core/time/spread.hpp"

namespace commune::service {
namespace {

std::string_view to_string(Kind kind) {
  static constexpr std::array<std::string_view, 5> kNames = {"http", "dns", "tcp", "tls", "icmp"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::uint32_t add_row(DeviceReadings& readings, Labels labels) {
  readings.rows.push_back(std::move(labels));
  return static_cast<std::uint32_t>(readings.rows.size() - 1);
}

}  // namespace

void ProbeRecord::ended(Outcome outcome, MonoTime at) {
  const bool changes = in_a_row_ == 0 || outcome.ok() != last_.ok();
  if (changes) since_ = at;
  in_a_row_ = changes ? 1 : in_a_row_ + 1;
  at_ = at;
  ++rounds_;
  if (outcome.failure) ++failures_[static_cast<std::size_t>(outcome.failure->reason)];
  last_ = std::move(outcome);
}

MonoTime ProbeRecord::next_round(MonoTime epoch, MonoTime now) const {
  if (in_a_row_ == 0) {
    // The first round after a start does not wait a whole interval.
    return now + spread_offset(probe_.id, std::min(probe_.interval, kLookAgainAfter));
  }
  const MonoTime own_place =
      next_poll(epoch, spread_offset(probe_.id, probe_.interval), probe_.interval, now);
  if (in_a_row_ == 1 && !last_.ok())
    return std::min(own_place, now + std::min(probe_.interval, kLookAgainAfter));
  return own_place;
}

void ProbeRecord::write(DeviceReadings& readings) const {
  static const QuantityIndex kInfo = quantity_index("probe.info");
  static const QuantityIndex kRounds = quantity_index("probe.rounds");
  static const QuantityIndex kFailures = quantity_index("probe.failures");
  const auto info =
      add_row(readings, {{LabelName::probe, probe_.id},
                         {LabelName::kind, std::string(to_string(probe_.kind))},
                         {LabelName::name, probe_.name},
                         {LabelName::target, probe_.target},
                         {LabelName::essential, probe_.essential ? "true" : "false"}});
  readings.readings.push_back({kInfo, info, 1});
  readings.readings.push_back({kRounds, info, static_cast<double>(rounds_)});
  for (std::size_t i = 0; i < kReasonCount; ++i) {
    if (failures_[i] == 0) continue;
    const auto row = add_row(
        readings, {{LabelName::probe, probe_.id},
                   {LabelName::reason, std::string(service::to_string(static_cast<Reason>(i)))}});
    readings.readings.push_back({kFailures, row, static_cast<double>(failures_[i])});
  }
  if (in_a_row_ > 0) write_outcome(readings, info);
  readings.probes.push_back(result());
}

ProbeResult ProbeRecord::result() const {
  ProbeResult made;
  made.probe = probe_.id;
  made.name = probe_.name;
  made.essential = probe_.essential;
  made.reference = probe_.reference;
  made.interval = probe_.interval;
  made.rounds = in_a_row_;
  if (in_a_row_ > 0) {
    made.ok = last_.ok();
    made.since = since_;
    made.at = at_;
    if (last_.round_trip)
      made.round_trip = std::chrono::duration_cast<Milliseconds>(*last_.round_trip);
    if (last_.failure) {
      made.reason = service::to_string(last_.failure->reason);
      made.failure = last_.failure->text;
    }
  }
  return made;
}

void ProbeRecord::write_outcome(DeviceReadings& readings, std::uint32_t row) const {
  static const QuantityIndex kUp = quantity_index("probe.up");
  static const QuantityIndex kDuration = quantity_index("probe.duration");
  static const QuantityIndex kStatus = quantity_index("probe.http_status");
  static const QuantityIndex kNotAfter = quantity_index("probe.tls_not_after");
  readings.readings.push_back({kUp, row, last_.ok() ? 1.0 : 0.0});
  if (last_.http_status)
    readings.readings.push_back({kStatus, row, static_cast<double>(*last_.http_status)});
  if (last_.not_after)
    readings.readings.push_back({kNotAfter, row, unix_seconds(*last_.not_after)});
  for (std::size_t i = 0; i < kPhaseCount; ++i) {
    const auto& took = last_.phases.took[i];
    if (!took) continue;
    const auto phase_row = add_row(
        readings, {{LabelName::probe, probe_.id},
                   {LabelName::phase, std::string(service::to_string(static_cast<Phase>(i)))}});
    readings.readings.push_back({kDuration, phase_row, seconds(*took)});
  }
}

bool asks_the_same(const Probe& a, const Probe& b) {
  Probe as_b = a;
  as_b.name = b.name;
  as_b.essential = b.essential;
  as_b.reference = b.reference;
  return as_b == b;
}

}  // namespace commune::service
