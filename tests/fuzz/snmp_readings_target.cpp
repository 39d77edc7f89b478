// Any rows and values of a profile's tables through its interpretation: readings that are finite
// and plausible, and a page of UTF-8.
#include "collectors/snmp/profile/interpretation.hpp"
#include "tests/collectors/snmp/profile/walk_fixture.hpp"
#include "tests/fuzz/readings_check.hpp"
#include "tests/fuzz/shipped.hpp"
#include "tests/fuzz/snmp_values.hpp"
#include "tests/fuzz/target.hpp"

namespace commune::fuzz {
namespace {

using snmp::Interpretation;
using snmp::PolledDevice;

constexpr std::size_t kMostRows = 16;

const std::vector<std::shared_ptr<Interpretation>>& interpretations() {
  static const auto kReady = [] {
    std::vector<std::shared_ptr<Interpretation>> ready;
    for (const auto& profile : shipped_profiles())
      ready.push_back(Interpretation::compile(profile).value());
    return ready;
  }();
  return kReady;
}

// Rows of any index, and those of the fixture with single cells exchanged.
void spoil(Input& input, const snmp::Profile& profile, PolledDevice& poll) {
  for (std::size_t t = 0; t < poll.tables.size() && !input.empty(); ++t) {
    const std::size_t width = profile.tables[t]->columns.size();
    auto& table = poll.tables[t];
    table.complete = input.below(4) != 3;
    for (std::size_t rows = profile.tables[t]->scalar ? 0 : input.below(kMostRows); rows > 0;
         --rows)
      table.rows[take_index(input)].resize(width, snmp::Absent::no_such_instance);
    if (table.rows.empty()) continue;
    for (std::size_t cells = input.byte(); cells > 0 && !input.empty(); --cells) {
      auto row = std::next(table.rows.begin(),
                           static_cast<std::ptrdiff_t>(input.byte() % table.rows.size()));
      if (width > 0) row->second[input.byte() % width] = take_value(input);
    }
  }
}

}  // namespace

void run(std::span<const std::uint8_t> bytes) {
  Input input(bytes);
  auto& ready = *interpretations()[input.below(interpretations().size())];
  const auto& walk = shipped_walks()[input.below(shipped_walks().size())];
  snmp::CounterMemory counters;
  // Twice, as counters remember what was before.
  for (int poll = 0; poll < 2; ++poll) {
    auto data = snmp::poll_of(walk, ready.profile());
    spoil(input, ready.profile(), data);
    counters.begin_poll(input.below(4) == 3);
    DeviceReadings readings;
    readings.source = Source::snmp;
    readings.answered = true;
    ready.interpret(data, counters, readings);
    check_readings(readings);
    check_page(readings);
    counters.end_poll(true);
  }
}

std::vector<std::string> seeds() {
  std::vector<std::string> made;
  for (char walk = 0; walk < static_cast<char>(shipped_walks().size()); ++walk)
    for (const char value : {'\1', '\4', '\6', '\7'}) {
      std::string seed = {walk, walk};
      for (char cell = 0; cell < 40; ++cell)
        seed += {0, 2, 2, 1, cell, 2, 7, cell, 3, cell, cell, value, cell, 6, 'a', '9', '.', '0'};
      made.push_back(seed);
    }
  return made;
}

}  // namespace commune::fuzz
