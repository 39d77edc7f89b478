#include "collectors/snmp/poll/poll_readings.hpp"

#include <utility>

#include "core/model/quantity_table.hpp"

namespace commune::snmp {
namespace {

void add(DeviceReadings& out, QuantityName quantity, double value) {
  out.readings.push_back({quantity, 0, value});
}

void add_by_reason(DeviceReadings& out, QuantityName quantity,
                   const std::map<std::string, std::uint64_t, std::less<>>& counts) {
  for (const auto& [reason, count] : counts) {
    out.readings.push_back(
        {quantity, static_cast<std::uint32_t>(out.rows.size()), static_cast<double>(count)});
    out.rows.push_back({{LabelName::reason, reason}});
  }
}

// A kind that was never received has no series.
void add_traps(DeviceReadings& out, const PollHistory& history) {
  for (std::size_t i = 0; i < history.traps.size(); ++i) {
    if (history.traps[i] == 0) continue;
    out.readings.push_back({quantity_index("snmp.traps"),
                            static_cast<std::uint32_t>(out.rows.size()),
                            static_cast<double>(history.traps[i])});
    out.rows.push_back({{LabelName::kind, std::string(to_string(static_cast<TrapKind>(i)))}});
  }
}

void add_tables(DeviceReadings& out, const PollResult& poll, DeviceMemory& memory) {
  if (!memory.reader) return;
  const auto& tables = memory.reader->interpretation->profile().tables;
  for (std::size_t t = 0; t < tables.size(); ++t) {
    // Without data the poll ended before the first table.
    const bool asked = t < poll.data.tables.size();
    const bool ok = asked && poll.data.tables[t].complete;
    if (ok && !poll.data.tables[t].skipped) memory.tables[t].last_success = out.taken.wall;
    out.tables.push_back({tables[t]->name, ok, memory.tables[t].last_success,
                          ok      ? std::string()
                          : asked ? poll.data.tables[t].failure
                                  : poll.failure});
  }
}

}  // namespace

DeviceReadings make_readings(const DeviceId& device, Milliseconds interval, const PollResult& poll,
                             Moment started, Moment ended, PollHistory& history,
                             DeviceMemory& memory) {
  DeviceReadings out;
  out.device = device;
  out.source = Source::snmp;
  out.taken = ended;
  out.interval = interval;
  out.answered = poll.answered;
  out.failure = poll.failure;
  if (poll.answered) {
    history.last_answer = ended;
    history.silent_polls = 0;
  } else {
    ++history.silent_polls;
  }
  out.last_answer = history.last_answer;
  out.silent_polls = history.silent_polls;

  out.rows.reserve(memory.rows);
  out.readings.reserve(memory.readings);
  out.rows.emplace_back();
  if (poll.answered && memory.reader) {
    memory.counters.begin_poll(poll.restarted);
    memory.reader->interpretation->interpret(poll.data, memory.counters, out);
    bool complete = true;
    for (const auto& table : poll.data.tables)
      complete = complete && table.complete;
    memory.counters.end_poll(complete);
    if (out.identity) memory.identity = out.identity;
  }
  out.identity = memory.identity;
  add_tables(out, poll, memory);
  add(out, "snmp.requests", static_cast<double>(history.requests.requests));
  add(out, "snmp.retries", static_cast<double>(history.requests.retries));
  add(out, "snmp.poll_duration", seconds(ended.mono - started.mono));
  add_by_reason(out, "snmp.failures", history.requests.failures);
  add_by_reason(out, "snmp.refused", history.refused);
  add_traps(out, history);
  memory.rows = out.rows.size();
  memory.readings = out.readings.size();
  // They are kept until the next poll.
  out.rows.shrink_to_fit();
  out.readings.shrink_to_fit();
  return out;
}

}  // namespace commune::snmp
