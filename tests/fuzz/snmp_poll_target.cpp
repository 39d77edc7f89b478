// Polls of an unruly device from recognition to the page that Prometheus reads: every poll ends,
// and nothing wrong comes out.
#include <optional>

#include "collectors/snmp/poll/device_poll.hpp"
#include "collectors/snmp/poll/poll_readings.hpp"
#include "collectors/snmp/poll/readers.hpp"
#include "tests/fuzz/readings_check.hpp"
#include "tests/fuzz/require.hpp"
#include "tests/fuzz/shipped.hpp"
#include "tests/fuzz/snmp_values.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/fuzz/unruly_device.hpp"

namespace commune::fuzz {
namespace {

using namespace std::chrono_literals;
using snmp::PollResult;

// By the book a poll takes two dozen; an input can make it ask again, but not for ever.
constexpr std::size_t kMostRequests = 5'000;
constexpr std::size_t kMostPolls = 3;

const snmp::ProfileReaders& readers() {
  static const auto kReaders = snmp::ProfileReaders::make(shipped_profiles()).value();
  return *kReaders;
}

class Station {
 public:
  explicit Station(Input& input) : input_(input), device_(input, kMostRequests) {
    auto& book = device_.book();
    const auto& walks = shipped_walks();
    book.values = walks[input.below(walks.size())];
    book.v1 = input.below(4) == 3;
    book.most_varbinds = input.below(4) == 3 ? input.byte() : 1000;
    book.bulk_is_silent = input.below(8) == 7;
    for (std::size_t changes = input.below(32); changes > 0; --changes)
      change_value();
  }

  void poll() {
    const auto action = input_.below(8);
    if (action == 6) device_.turn_clock_back();
    if (action == 7) device_.make_endless(input_.below(32));
    auto& book = device_.book();
    const Moment started{WallTime(book.now.time_since_epoch()), book.now};
    const PollResult result = polled();
    const Moment ended{WallTime(book.now.time_since_epoch()), book.now};
    const auto readings =
        snmp::make_readings(DeviceId{"device"}, 30s, result, started, ended, history_, memory_);
    check_readings(readings);
    check_page(readings);
    check_tables(readings);
    book.now += Milliseconds(input_.byte() * 10'000);
  }

 private:
  void change_value() {
    auto& values = device_.book().values;
    auto changed =
        std::next(values.begin(), static_cast<std::ptrdiff_t>(input_.number(2) % values.size()));
    changed->second = take_value(input_);
  }

  PollResult polled() {
    auto& book = device_.book();
    const snmp::Patience patience{2s, static_cast<int>(input_.below(3)), book.now + 1h};
    snmp::DevicePoll poll(device_, memory_, history_.requests, readers(), patience,
                          [&book] { return book.now; });
    std::optional<PollResult> result;
    poll.start([&](PollResult ended) {
      require(!result, "a poll ends twice");
      result = std::move(ended);
    });
    device_.run();
    require(result.has_value(), "a poll never ends");
    require(result->answered || !result->failure.empty(), "silence without a reason");
    return *std::move(result);
  }

  static void check_tables(const DeviceReadings& readings) {
    for (const TableResult& table : readings.tables)
      require(table.ok == table.failure.empty(), "table {} failed and does not say why",
              table.table);
  }

  Input& input_;
  UnrulyDevice device_;
  snmp::DeviceMemory memory_{25};
  snmp::PollHistory history_;
};

}  // namespace

void run(std::span<const std::uint8_t> bytes) {
  Input input(bytes);
  Station station(input);
  station.poll();
  for (std::size_t polls = 1; polls < kMostPolls && !input.empty(); ++polls)
    station.poll();
}

std::vector<std::string> seeds() {
  std::vector<std::string> made;
  for (char walk = 0; walk < static_cast<char>(shipped_walks().size()); ++walk) {
    made.push_back({walk});
    made.push_back(std::string{walk, 3, 0, 0, 0, 0} + std::string(40, '\x01'));
    made.push_back(std::string{walk, 0, 0, 0, 4, 0, 5, 1, 1, 9, 0, 9, 7, 3, 'a', 'b', 'c'} +
                   std::string(60, '\0'));
    made.push_back(std::string{walk, 0, 0, 0, 0, 7, 20, 0} + std::string(40, '\0'));
    made.push_back(std::string{walk, 0, 3, 9, 0, 0, 0} +
                   std::string("\0\0\x0A\x01\x00\x0C\x01\x01", 8));
  }
  return made;
}

}  // namespace commune::fuzz
