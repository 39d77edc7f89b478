#include "agent/commands/service_report.hpp"

#include <ctime>

#include "agent/commands/text_table.hpp"
#include "core/model/text.hpp"

#include <fmt/ostream.h>
#include <nlohmann/json.hpp>

namespace commune {
namespace {

using service::Outcome;
using service::Phase;
using std::chrono::nanoseconds;

std::string milliseconds_text(nanoseconds duration) {
  return fmt::format("{:.1f} ms", seconds(duration) * 1000);
}

std::string day_text(WallTime time) {
  const std::time_t at = std::chrono::system_clock::to_time_t(time);
  std::tm utc{};
  gmtime_r(&at, &utc);
  return fmt::format("{:04}-{:02}-{:02}", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday);
}

template <typename Use>
void each_phase(const Outcome& outcome, Use use) {
  for (std::size_t i = 0; i < service::kPhaseCount; ++i)
    if (const auto& took = outcome.phases.took[i])
      use(service::to_string(static_cast<Phase>(i)), *took);
}

}  // namespace

void print_service(const service::Probe& probe, const Outcome& outcome, std::ostream& out) {
  fmt::print(out, "{}: {}\n", printable(probe.name), printable(probe.target));
  if (outcome.ok())
    fmt::print(out, "in order\n");
  else
    fmt::print(out, "failed ({}): {}\n", service::to_string(outcome.failure->reason),
               printable(outcome.failure->text));
  TextTable table({{"", TextTable::Align::left}, {"", TextTable::Align::right}});
  each_phase(outcome, [&](std::string_view phase, nanoseconds took) {
    table.add({std::string(phase), milliseconds_text(took)});
  });
  table.add({"the whole", milliseconds_text(outcome.phases.sum())});
  table.print(out, 2);
  if (outcome.http_status) fmt::print(out, "HTTP status {}\n", *outcome.http_status);
  for (const std::string& answer : outcome.answers)
    fmt::print(out, "answer {}\n", printable(answer));
  if (outcome.not_after)
    fmt::print(out, "certificate ends on {} (UTC)\n", day_text(*outcome.not_after));
}

void print_service_json(const service::Probe& probe, const Outcome& outcome, std::ostream& out) {
  nlohmann::ordered_json made = {{"probe", probe.id},
                                 {"name", printable(probe.name)},
                                 {"target", printable(probe.target)},
                                 {"ok", outcome.ok()}};
  if (outcome.failure) {
    made["reason"] = service::to_string(outcome.failure->reason);
    made["failure"] = printable(outcome.failure->text);
  }
  made["phases"] = nlohmann::ordered_json::object();
  each_phase(outcome, [&](std::string_view phase, nanoseconds took) {
    made["phases"][std::string(phase)] = seconds(took);
  });
  made["duration"] = seconds(outcome.phases.sum());
  if (outcome.round_trip) made["round_trip"] = seconds(*outcome.round_trip);
  if (outcome.http_status) made["http_status"] = *outcome.http_status;
  if (!outcome.answers.empty()) made["answers"] = outcome.answers;
  if (outcome.not_after) made["tls_not_after"] = unix_seconds(*outcome.not_after);
  out << made.dump(2) << '\n';
}

}  // namespace commune
