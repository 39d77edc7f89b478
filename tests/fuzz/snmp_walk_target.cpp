// Walks of tables that a device answers as it likes: out of order, without an end, with errors.
// Every walk ends within its limits, and its rows are whole.
#include <optional>

#include "collectors/snmp/poll/table_walk.hpp"
#include "tests/fuzz/require.hpp"
#include "tests/fuzz/snmp_values.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/fuzz/unruly_device.hpp"

namespace commune::fuzz {
namespace {

using namespace std::chrono_literals;
using snmp::Oid;
using snmp::TableWalk;

const Oid kTable{1, 3, 6, 1, 4, 1, 9999, 1};
constexpr std::size_t kMostWalks = 3;
// One reply may carry a few rows over the limit before the walk is stopped.
constexpr std::size_t kMostRows = 10'000 + 256;
constexpr int kMostRetries = 2;

void fill(Input& input, std::size_t columns, snmp::FakeDevice& device) {
  const std::size_t rows = input.byte();
  const std::size_t gaps = input.byte() + std::size_t{1};
  for (std::size_t column = 0; column < columns; ++column)
    for (std::size_t row = 1; row <= rows; ++row)
      if ((row * 7 + column) % gaps != 1)
        device.values[kTable.with(static_cast<std::uint32_t>(column + 1))
                          .with(static_cast<std::uint32_t>(row))] =
            snmp::Integer{snmp::IntegerType::counter32, static_cast<std::int64_t>(row)};
  device.v1 = input.below(4) == 3;
  device.most_varbinds = input.below(4) == 3 ? input.byte() : 1000;
  device.bulk_is_silent = input.below(8) == 7;
}

void check(const TableWalk::Result& result, std::size_t columns) {
  require(result.rows.size() <= kMostRows, "{} rows", result.rows.size());
  require(!result.silent || !result.failure.empty(), "silence without a reason");
  for (const auto& [index, row] : result.rows) {
    require(!index.empty(), "a row without an index");
    require(row.size() == columns, "a row of {} values", row.size());
  }
}

}  // namespace

void run(std::span<const std::uint8_t> bytes) {
  Input input(bytes);
  const std::size_t columns = input.below(12) + 1;
  UnrulyDevice device(input, kMostWalks * snmp::kMostRequestsInWalk * (kMostRetries + 1));
  fill(input, columns, device.book());
  std::vector<Oid> oids;
  for (std::size_t i = 0; i < columns; ++i)
    oids.push_back(kTable.with(static_cast<std::uint32_t>(i + 1)));

  snmp::RequestFigures figures;
  const snmp::Patience patience{2s, static_cast<int>(input.below(kMostRetries + 1)),
                                device.book().now + 24h};
  snmp::RequestChain chain(device, figures, patience, [&] { return device.book().now; });
  snmp::BulkSize size(static_cast<int>(input.byte()) % 255 + 1);
  TableWalk walk(chain, size, device.has_bulk());
  TableWalk::Expected expected{input.byte(), {}};
  for (std::size_t walks = 0; walks < kMostWalks; ++walks) {
    if (input.below(8) == 7) device.make_endless(input.number(2));
    std::optional<TableWalk::Result> ended;
    walk.run(oids, snmp::side_by_side(columns), expected, [&](TableWalk::Result& result) {
      require(!ended, "a walk ends twice");
      ended = std::move(result);
    });
    device.run();
    require(ended.has_value(), "a walk never ends");
    check(*ended, columns);
    expected = {ended->rows.size(), {}};
    if (!ended->rows.empty()) expected.last = ended->rows.rbegin()->first;
    if (input.empty()) break;
  }
}

std::vector<std::string> seeds() {
  std::vector<std::string> made;
  for (const char columns : {'\0', '\2', '\x0B'}) {
    const std::string head = {columns, 40, 3};
    made.push_back(head + std::string("\0\0\0\1\x19\0\0", 7) + std::string(20, '\0'));
    made.push_back(head + std::string("\3\0\0\2\x19\0\0", 7) + std::string(20, '\x0C'));
    made.push_back(head + std::string("\0\3\x08\0\2\x19\x28\0\x0A\1\0", 11) +
                   std::string(20, '\0'));
    made.push_back(head + std::string("\0\0\7\2\x19\x28\0", 7) + std::string(20, '\x08'));
    made.push_back(head + std::string("\0\0\0\2\x19\0\7\x01\x00\x0C\1\1", 12));
  }
  return made;
}

}  // namespace commune::fuzz
