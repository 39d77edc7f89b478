#include "collectors/snmp/device_poll.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace commune::snmp {
namespace {

const Oid kSysDescr{1, 3, 6, 1, 2, 1, 1, 1, 0};
const Oid kSysObjectId{1, 3, 6, 1, 2, 1, 1, 2, 0};
const Oid kSysUpTime{1, 3, 6, 1, 2, 1, 1, 3, 0};

// After so many steps without an answer in a row the device is taken for gone.
constexpr int kSilentStepsBeforeGivingUp = 2;

std::string text_of(const ScalarValues& values, const Oid& oid) {
  const auto found = values.find(oid);
  const auto* text = found == values.end() ? nullptr : std::get_if<std::string>(&found->second);
  return text ? *text : std::string();
}

}  // namespace

DevicePoll::DevicePoll(Session& session, DeviceMemory& memory, RequestFigures& figures,
                       const Readers& readers, Patience patience, RequestChain::Clock clock)
    : memory_(memory),
      readers_(readers),
      clock_(std::move(clock)),
      chain_(session, figures, patience, clock_),
      get_(chain_, memory.missing_scalars),
      walk_(chain_, memory.bulk, session.has_bulk()),
      deadline_(patience.deadline) {}

void DevicePoll::start(Done done) {
  done_ = std::move(done);
  if (!memory_.reader) return recognise();
  use({});
}

void DevicePoll::recognise() {
  get_.run({kSysUpTime, kSysObjectId, kSysDescr},
           [this](ScalarValues& values, const Reply* failure) {
             if (failure) {
               note(*failure);
               return finish();
             }
             watch_uptime(values);
             DeviceFacts facts;
             facts.sys_descr = text_of(values, kSysDescr);
             if (const auto found = values.find(kSysObjectId); found != values.end())
               if (const auto* oid = std::get_if<Oid>(&found->second)) facts.sys_object_id = *oid;
             ask_probes(std::move(facts));
           });
}

void DevicePoll::ask_probes(DeviceFacts facts) {
  auto probes = readers_.probes(facts);
  if (probes.empty()) return use(facts);
  get_.run(std::move(probes),
           [this, facts = std::move(facts)](ScalarValues& values, const Reply*) mutable {
             // A probe that fails is a probe that is not answered.
             for (auto& [oid, value] : values)
               facts.answers.push_back({oid, std::move(value)});
             use(facts);
           });
}

void DevicePoll::use(const DeviceFacts& facts) {
  if (!memory_.reader) {
    memory_.reader = readers_.choose(facts);
    memory_.tables.resize(profile().tables.size());
  }
  result_.data.tables.resize(profile().tables.size());
  scalar_steps_ = plan().scalars;
  const bool due =
      std::any_of(plan().constant_scalars.begin(), plan().constant_scalars.end(),
                  [this](const Step& step) { return constants_due(step.columns.front().table); });
  if (due)
    scalar_steps_.insert(scalar_steps_.end(), plan().constant_scalars.begin(),
                         plan().constant_scalars.end());
  if (scalar_steps_.empty()) scalar_steps_.emplace_back();
  fetch_scalars(0);
}

std::vector<Oid> DevicePoll::oids_of(const Step& step) const {
  std::vector<Oid> oids;
  oids.reserve(step.columns.size() + 1);
  for (const auto& ref : step.columns)
    oids.push_back(profile().tables[ref.table].columns[ref.column].oid);
  return oids;
}

void DevicePoll::fetch_scalars(std::size_t number) {
  if (number == scalar_steps_.size()) return walk_table(0);
  auto oids = oids_of(scalar_steps_[number]);
  // The first word to a known device asks whether it is still the one that was known.
  if (number == 0 && std::find(oids.begin(), oids.end(), kSysUpTime) == oids.end())
    oids.insert(oids.begin(), kSysUpTime);
  get_.run(std::move(oids), [this, number](ScalarValues& values, const Reply* failure) {
    const bool restarted = watch_uptime(values);
    // Once: a clock that runs backwards would have the device recognised for ever.
    if (restarted && !result_.restarted) {
      result_.restarted = true;
      result_.data = {};
      memory_.forget_constants();
      memory_.reader.reset();
      return recognise();
    }
    take_scalars(scalar_steps_[number], values, failure);
    if (failure && (note(*failure) || number == 0)) return finish();
    fetch_scalars(number + 1);
  });
}

bool DevicePoll::watch_uptime(const ScalarValues& values) {
  const auto found = values.find(kSysUpTime);
  const auto* ticks = found == values.end() ? nullptr : std::get_if<Integer>(&found->second);
  return ticks && memory_.uptime.restarted(static_cast<std::uint32_t>(ticks->value), clock_());
}

void DevicePoll::take_scalars(const Step& step, const ScalarValues& values, const Reply* failure) {
  for (const auto& ref : step.columns) {
    const Table& table = profile().tables[ref.table];
    PolledTable& data = result_.data.tables[ref.table];
    TableMemory& memory = memory_.tables[ref.table];
    Row& row = data.rows[Oid()];
    if (row.empty()) row.assign(table.columns.size(), Absent::no_such_instance);
    if (auto found = values.find(table.columns[ref.column].oid); found != values.end())
      row[ref.column] = found->second;
    if (failure)
      data.failure = failure->failure;
    else if (table.columns[ref.column].constant)
      memory.constants_read = clock_();
    if (table.columns[ref.column].constant && !failure) {
      Row& kept = memory.constants[Oid()];
      if (kept.empty()) kept.assign(table.columns.size(), Absent::no_such_instance);
      kept[ref.column] = row[ref.column];
    }
  }
}

bool DevicePoll::constants_due(std::size_t table) const {
  const auto& read = memory_.tables[table].constants_read;
  return !read || clock_() - *read >= kConstantsAge;
}

void DevicePoll::walk_table(std::size_t table) {
  while (table < profile().tables.size() && profile().tables[table].scalar)
    end_table(table++);
  if (table == profile().tables.size()) return finish();
  const Step& step = plan().walks[table];
  if (step.columns.empty()) return walk_constants(table);
  walk_.run(oids_of(step), memory_.tables[table].rows, [this, table](TableWalk::Result& walked) {
    const Step& changing = plan().walks[table];
    PolledTable& data = result_.data.tables[table];
    const std::size_t width = profile().tables[table].columns.size();
    for (auto& [index, values] : walked.rows) {
      Row& row = data.rows.emplace_hint(data.rows.end(), index, Row())->second;
      row.assign(width, Absent::no_such_instance);
      for (std::size_t i = 0; i < changing.columns.size(); ++i)
        row[changing.columns[i].column] = std::move(values[i]);
    }
    data.failure = std::move(walked.failure);
    if (data.failure.empty()) memory_.tables[table].rows = data.rows.size();
    if (!data.rows.empty()) silent_steps_ = 0;
    if (walked.silent && note({Outcome::timeout, 0, 0, {}, data.failure})) {
      end_table(table);
      return finish();
    }
    walk_constants(table);
  });
}

void DevicePoll::walk_constants(std::size_t table) {
  const Step& step = plan().constant_walks[table];
  TableMemory& memory = memory_.tables[table];
  const auto& rows = result_.data.tables[table].rows;
  const bool changed = !plan().walks[table].columns.empty() &&
                       !std::all_of(rows.begin(), rows.end(), [&](const auto& row) {
                         return memory.constants.contains(row.first);
                       });
  if (step.columns.empty() || (!changed && !constants_due(table))) {
    end_table(table);
    return walk_table(table + 1);
  }
  walk_.run(oids_of(step), rows.empty() ? memory.constants.size() : rows.size(),
            [this, table](TableWalk::Result& walked) {
              const Step& constant = plan().constant_walks[table];
              TableMemory& kept = memory_.tables[table];
              if (walked.failure.empty()) {
                kept.constants.clear();
                kept.constants_read = clock_();
              } else if (result_.data.tables[table].failure.empty()) {
                result_.data.tables[table].failure = walked.failure;
              }
              const std::size_t width = profile().tables[table].columns.size();
              for (auto& [index, values] : walked.rows) {
                Row& row = kept.constants[index];
                row.assign(width, Absent::no_such_instance);
                for (std::size_t i = 0; i < constant.columns.size(); ++i)
                  row[constant.columns[i].column] = std::move(values[i]);
              }
              end_table(table);
              if (walked.silent && note({Outcome::timeout, 0, 0, {}, walked.failure}))
                return finish();
              walk_table(table + 1);
            });
}

void DevicePoll::end_table(std::size_t table) {
  PolledTable& data = result_.data.tables[table];
  const TableMemory& memory = memory_.tables[table];
  const Table& described = profile().tables[table];
  // Remembered names belong to rows that were seen now; a table of names alone is as it was
  // remembered.
  const bool names_alone = std::all_of(described.columns.begin(), described.columns.end(),
                                       [](const Column& column) { return column.constant; });
  if (names_alone) data.rows = memory.constants;
  for (auto& [index, row] : data.rows) {
    const auto known = memory.constants.find(index);
    if (known == memory.constants.end()) continue;
    for (std::size_t c = 0; c < described.columns.size(); ++c)
      if (described.columns[c].constant) row[c] = known->second[c];
  }
  data.complete = data.failure.empty();
}

bool DevicePoll::note(const Reply& failure) {
  if (result_.failure.empty()) result_.failure = failure.failure;
  ++silent_steps_;
  const bool gone = failure.outcome != Outcome::timeout && failure.outcome != Outcome::malformed;
  return gone || silent_steps_ >= kSilentStepsBeforeGivingUp || clock_() >= deadline_;
}

void DevicePoll::finish() {
  result_.answered = chain_.answered();
  for (auto& data : result_.data.tables)
    if (!data.complete && data.failure.empty())
      data.failure = result_.failure.empty() ? "not asked for" : result_.failure;
  const auto done = std::move(done_);
  done(std::move(result_));
}

}  // namespace commune::snmp
