#include "collectors/throughput/record.hpp"

#include <memory>
#include <utility>

#include "core/model/quantity_table.hpp"

namespace commune::throughput {
namespace {

constexpr std::array kDirections = {Direction::download, Direction::upload};
// `stopped` is not counted: the agent is ending.
constexpr std::array kShownEndings = {Ending::done,   Ending::limited, Ending::yielded,
                                      Ending::failed, Ending::skipped, Ending::budget};

struct Indices {
  QuantityIndex info = quantity_index("throughput.info");
  QuantityIndex rate = quantity_index("throughput.rate");
  QuantityIndex contracted = quantity_index("throughput.contracted");
  QuantityIndex latency = quantity_index("throughput.latency");
  QuantityIndex bytes = quantity_index("throughput.bytes");
  QuantityIndex runs = quantity_index("throughput.runs");
  QuantityIndex last_success = quantity_index("throughput.last_success");
  QuantityIndex limited = quantity_index("throughput.limited");
  QuantityIndex budget = quantity_index("throughput.budget");
  QuantityIndex budget_used = quantity_index("throughput.budget_used");
};

const Indices& indices() {
  static const Indices kIndices;
  return kIndices;
}

/// Adds rows of one test.
class Rows {
 public:
  Rows(DeviceReadings& made, const std::string& test) : made_(made), test_(test) {}

  void add(QuantityIndex quantity, std::optional<double> value) { put(quantity, {}, value); }
  void add(QuantityIndex quantity, LabelName label, std::string_view word,
           std::optional<double> value) {
    put(quantity, {{label, std::string(word)}}, value);
  }

 private:
  void put(QuantityIndex quantity, Labels more, std::optional<double> value) {
    if (!value) return;
    Labels labels{{LabelName::test, test_}};
    labels.insert(labels.end(), more.begin(), more.end());
    made_.readings.push_back({quantity, static_cast<std::uint32_t>(made_.rows.size()), *value});
    made_.rows.push_back(std::move(labels));
  }

  DeviceReadings& made_;
  const std::string& test_;
};

void add_found(Rows& rows, const Found& found) {
  for (const Direction way : kDirections) {
    const auto at = static_cast<std::size_t>(way);
    rows.add(indices().rate, LabelName::direction, to_string(way), found.rate[at]);
    rows.add(indices().latency, LabelName::phase, to_string(way), found.loaded_seconds[at]);
  }
  rows.add(indices().latency, LabelName::phase, "idle", found.idle_seconds);
  rows.add(indices().last_success, unix_seconds(found.at));
}

void add_record(Rows& rows, const TestRecord& record) {
  for (const Direction way : kDirections)
    rows.add(indices().bytes, LabelName::direction, to_string(way),
             static_cast<double>(record.bytes(way)));
  for (const Ending ending : kShownEndings)
    rows.add(indices().runs, LabelName::result, to_string(ending),
             static_cast<double>(record.runs(ending)));
  if (const auto limited = record.limited())
    rows.add(indices().limited, LabelName::reason, "cpu", *limited ? 1 : 0);
}

void add_budget(Rows& rows, const SpeedTest& test, const Account& account, LedgerTime now) {
  const auto add = [&](QuantityIndex quantity, std::string_view period, std::uint64_t bytes) {
    rows.add(quantity, LabelName::period, period, static_cast<double>(bytes));
  };
  add(indices().budget, "day", test.budget_day);
  add(indices().budget, "month", test.budget_month);
  add(indices().budget_used, "day", account.used_day(test, now));
  add(indices().budget_used, "month", account.used_month(test, now));
}

}  // namespace

void TestRecord::ended(const Measured& measured) {
  ++runs_[static_cast<std::size_t>(measured.ending)];
  for (std::size_t way = 0; way < kDirectionCount; ++way)
    bytes_[way] += measured.bytes[way];
  const bool found = measured.ending == Ending::done || measured.ending == Ending::limited;
  if (found) limited_ = measured.ending == Ending::limited;
  trouble_ = measured.ending == Ending::done ? "" : measured.why;
}

DeviceReadingsPtr readings(const std::vector<SpeedTest>& tests,
                           const std::map<std::string, TestRecord>& records, const Account& account,
                           Moment taken) {
  auto made = std::make_shared<DeviceReadings>();
  made->source = Source::throughput;
  made->taken = taken;
  const LedgerTime now = std::chrono::floor<Milliseconds>(taken.wall);
  for (const SpeedTest& test : tests) {
    Rows rows(*made, test.id);
    rows.add(indices().info, LabelName::name, test.name, 1);
    for (const Direction way : kDirections)
      if (test.contracted(way) > 0 && test.measures(way))
        rows.add(indices().contracted, LabelName::direction, to_string(way), test.contracted(way));
    const auto record = records.find(test.id);
    add_record(rows, record == records.end() ? TestRecord() : record->second);
    if (const TestAccount* own = account.find(test.id); own && own->found)
      add_found(rows, *own->found);
    add_budget(rows, test, account, now);
    if (record != records.end() && !record->second.trouble().empty())
      made->failure = test.id + ": " + record->second.trouble();
  }
  return made;
}

}  // namespace commune::throughput
