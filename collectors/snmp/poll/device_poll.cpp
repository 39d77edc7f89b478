#include "collectors/snmp/poll/device_poll.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace commune::snmp {
namespace {

const Oid kSysDescr{1, 3, 6, 1, 2, 1, 1, 1, 0};
const Oid kSysObjectId{1, 3, 6, 1, 2, 1, 1, 2, 0};
const Oid kSysUpTime{1, 3, 6, 1, 2, 1, 1, 3, 0};

// A poll ends after this many requests in a row without an answer. Each step ends with its first
// one, so the count is one of tables and GETs.
constexpr int kUnansweredBeforeGivingUp = 2;

std::string text_of(const ScalarValues& values, const Oid& oid) {
  const auto found = values.find(oid);
  const auto* text = found == values.end() ? nullptr : std::get_if<std::string>(&found->second);
  return text ? *text : std::string();
}

// How many of the table's first `end` columns are constant.
std::size_t constant_count(const Table& table, std::size_t end) {
  return static_cast<std::size_t>(
      std::count_if(table.columns.begin(), table.columns.begin() + static_cast<std::ptrdiff_t>(end),
                    [](const Column& column) { return column.constant; }));
}

std::vector<std::size_t> constant_positions(const Table& table) {
  std::vector<std::size_t> positions;
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (table.columns[i].constant) positions.push_back(i);
  return positions;
}

// Hash of the set of rows (FNV-1a): it changes when a row is added or removed.
std::uint64_t row_set(const Rows& rows) {
  std::uint64_t hash = 0xcbf29ce484222325;
  const auto mix = [&](std::uint32_t number) { hash = (hash ^ number) * 0x100000001b3; };
  for (const auto& [index, row] : rows) {
    mix(static_cast<std::uint32_t>(index.size()));
    for (const std::uint32_t number : index.numbers())
      mix(number);
  }
  return hash;
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
               if (const auto* oid = std::get_if<OidValue>(&found->second))
                 facts.sys_object_id = oid->oid();
             ask_probes(std::move(facts));
           });
}

void DevicePoll::ask_probes(DeviceFacts facts) {
  auto probes = readers_.probes(facts);
  if (probes.empty()) return use(facts);
  get_.run(std::move(probes),
           [this, facts = std::move(facts)](ScalarValues& values, const Reply*) mutable {
             // A failed probe counts as one that is not answered.
             for (auto& [oid, value] : values)
               facts.answers.push_back({oid, std::move(value)});
             use(facts);
           });
}

void DevicePoll::use(const DeviceFacts& facts) {
  if (!memory_.reader) memory_.adopt(readers_.choose(facts));
  result_.data.tables.resize(profile().tables.size());
  scalar_steps_ = plan().scalars;
  const bool due = std::ranges::any_of(plan().constant_scalars, [this](const Step& step) {
    return std::ranges::any_of(step.columns,
                               [this](ColumnRef ref) { return constants_due(ref.table); });
  });
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
    oids.push_back(profile().tables[ref.table]->columns[ref.column].oid);
  return oids;
}

RowLayout DevicePoll::layout_of(const Step& step) const {
  RowLayout layout;
  for (const auto& ref : step.columns)
    layout.positions.push_back(ref.column);
  layout.width = profile().tables[step.columns.front().table]->columns.size();
  return layout;
}

void DevicePoll::fetch_scalars(std::size_t number) {
  if (number == scalar_steps_.size()) return walk_table(0);
  auto oids = oids_of(scalar_steps_[number]);
  // The first request of each poll reads sysUpTime, to see whether the device restarted.
  if (number == 0 && std::find(oids.begin(), oids.end(), kSysUpTime) == oids.end())
    oids.insert(oids.begin(), kSysUpTime);
  get_.run(std::move(oids), [this, number](ScalarValues& values, const Reply* failure) {
    const bool restarted = watch_uptime(values);
    // Once in a poll: a clock that runs backwards would repeat the recognition without end.
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
    const Table& table = *profile().tables[ref.table];
    PolledTable& data = result_.data.tables[ref.table];
    TableMemory& memory = memory_.tables[ref.table];
    Row& row = data.rows[Oid()];
    if (row.empty()) row.assign(table.columns.size(), Absent::no_such_instance);
    if (auto found = values.find(table.columns[ref.column].oid); found != values.end())
      row[ref.column] = found->second;
    if (failure) {
      data.failure = failure->failure;
    } else if (table.columns[ref.column].constant) {
      memory.constants_read = clock_();
      Rows constants = memory.constants.unpacked();
      Row& kept = constants[Oid()];
      kept.resize(constant_count(table, table.columns.size()), Absent::no_such_instance);
      kept[constant_count(table, ref.column)] = row[ref.column];
      memory.constants = ConstantRows(constants);
    }
  }
}

bool DevicePoll::constants_due(std::size_t table) const {
  const auto& read = memory_.tables[table].constants_read;
  return !read || clock_() - *read >= kConstantsAge;
}

void DevicePoll::walk_table(std::size_t table) {
  while (table < profile().tables.size() && (profile().tables[table]->scalar || skip_empty(table)))
    end_table(table++);
  if (table == profile().tables.size()) return finish();
  if (plan().walks[table].columns.empty()) return walk_constants(table);
  TableMemory& memory = memory_.tables[table];
  // When the names are due, the spare columns and the end of the table are checked again too.
  const bool lean = memory.lean && !constants_due(table);
  const Step& step = (lean ? plan().lean_walks : plan().walks)[table];
  TableWalk::Expected expected = memory.expected;
  if (constants_due(table)) expected.last.reset();
  walk_.run(oids_of(step), layout_of(step), std::move(expected),
            [this, table](TableWalk::Result& walked) { take_walk(table, walked); });
}

bool DevicePoll::skip_empty(std::size_t table) {
  const auto& found_empty = memory_.tables[table].found_empty;
  const bool skip = found_empty && clock_() - *found_empty < kConstantsAge;
  if (skip) result_.data.tables[table].skipped = true;
  return skip;
}

void DevicePoll::take_walk(std::size_t table, TableWalk::Result& walked) {
  PolledTable& data = result_.data.tables[table];
  TableMemory& memory = memory_.tables[table];
  data.rows = std::move(walked.rows);
  data.failure = std::move(walked.failure);
  if (data.failure.empty()) {
    memory.expected = {data.rows.size(), {}};
    if (!data.rows.empty()) memory.expected.last = data.rows.rbegin()->first;
    const auto& spares = plan().spares[table];
    memory.lean = !spares.empty() && !data.rows.empty() && are_spare(spares, data.rows);
    note_emptiness(table);
  }
  if (!walked.silent) return walk_constants(table);
  if (note({Outcome::timeout, 0, 0, {}, data.failure})) {
    end_table(table);
    return finish();
  }
  // Without rows there is nothing to name, and a request for names could count as a second silence.
  if (!data.rows.empty()) return walk_constants(table);
  end_table(table);
  walk_table(table + 1);
}

void DevicePoll::note_emptiness(std::size_t table) {
  TableMemory& memory = memory_.tables[table];
  memory.found_empty.reset();
  if (profile().tables[table]->optional && result_.data.tables[table].rows.empty())
    memory.found_empty = clock_();
}

void DevicePoll::walk_constants(std::size_t table) {
  const Step& step = plan().constant_walks[table];
  const TableMemory& memory = memory_.tables[table];
  const auto& rows = result_.data.tables[table].rows;
  const bool changed = !rows.empty() && row_set(rows) != memory.named_rows;
  if (step.columns.empty() || memory.found_empty || (!changed && !constants_due(table))) {
    end_table(table);
    return walk_table(table + 1);
  }
  const std::size_t expected = rows.empty() ? memory.constants.size() : rows.size();
  walk_.run(oids_of(step), side_by_side(step.columns.size()), {expected, {}},
            [this, table](TableWalk::Result& walked) { take_constants(table, walked); });
}

void DevicePoll::take_constants(std::size_t table, TableWalk::Result& walked) {
  PolledTable& data = result_.data.tables[table];
  TableMemory& memory = memory_.tables[table];
  if (walked.failure.empty()) {
    memory.constants = ConstantRows(walked.rows);
    memory.constants_read = clock_();
    memory.named_rows = row_set(data.rows);
  } else {
    if (data.failure.empty()) data.failure = walked.failure;
    // Rows that the walk did not reach keep their old constants.
    Rows constants = std::move(walked.rows);
    constants.merge(memory.constants.unpacked());
    memory.constants = ConstantRows(constants);
  }
  end_table(table);
  if (walked.silent && note({Outcome::timeout, 0, 0, {}, walked.failure})) return finish();
  walk_table(table + 1);
}

void DevicePoll::end_table(std::size_t table) {
  PolledTable& data = result_.data.tables[table];
  const TableMemory& memory = memory_.tables[table];
  const auto& columns = profile().tables[table]->columns;
  // Adds the remembered names to the rows of this poll. A table that has only constant columns is
  // taken from memory.
  if (constant_count(*profile().tables[table], columns.size()) == columns.size())
    data.rows = memory.constants.unpacked();
  else
    memory.constants.lay_into(data.rows, constant_positions(*profile().tables[table]));
  data.complete = data.failure.empty();
}

bool DevicePoll::note(const Reply& failure) {
  if (result_.failure.empty()) result_.failure = failure.failure;
  const bool gone = failure.outcome != Outcome::timeout && failure.outcome != Outcome::malformed;
  return gone || chain_.unanswered_in_a_row() >= kUnansweredBeforeGivingUp || clock_() >= deadline_;
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
