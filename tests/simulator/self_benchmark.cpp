#include "tests/simulator/self_benchmark.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/simulator/net/network.hpp"
#include "tests/simulator/snmp/snmp_query.hpp"

#include <fmt/format.h>

namespace commune::simulator {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint32_t kInterfaces = 24;
constexpr std::uint32_t kColumns = 22;
const Oid kIfEntry{1, 3, 6, 1, 2, 1, 2, 2, 1};

Scenario scenario_with_one_switch() {
  std::vector<Row> rows;
  for (std::uint32_t column = 1; column <= kColumns; ++column)
    for (std::uint32_t index = 1; index <= kInterfaces; ++index) {
      Oid oid = kIfEntry;
      oid.insert(oid.end(), {column, index});
      Row row{oid, Value{ValueType::counter32, index, {}}, {}, {}};
      row.motion = {Motion::Kind::rate, 125000, 0.2, 0, 0, std::chrono::minutes(1)};
      rows.push_back(std::move(row));
    }
  Scenario scenario;
  SimulatedDevice device;
  device.id = "switch";
  device.address = *IpAddress::parse("10.77.0.1");
  device.playing.tree = std::make_shared<const MibTree>(std::move(rows));
  scenario.devices.push_back(std::move(device));
  return scenario;
}

std::string packet(PduType type, std::int64_t max_repetitions, std::vector<Oid> oids) {
  SnmpQuery query;
  query.type = type;
  query.oids = std::move(oids);
  query.max_repetitions = max_repetitions;
  return build_udp(*IpAddress::parse("10.77.255.254"), *IpAddress::parse("10.77.0.1"),
                   {40000, 161, encode(query)});
}

std::vector<Oid> columns(std::uint32_t count, std::uint32_t index) {
  std::vector<Oid> oids;
  for (std::uint32_t column = 10; column < 10 + count; ++column) {
    Oid oid = kIfEntry;
    oid.push_back(column);
    if (index != 0) oid.push_back(index);
    oids.push_back(std::move(oid));
  }
  return oids;
}

void measure(const char* name, const std::string& request) {
  const Scenario scenario = scenario_with_one_switch();
  Network network(scenario);
  const auto started = Clock::now();
  std::int64_t requests = 0;
  std::size_t bytes = 0;
  auto spent = Clock::duration::zero();
  while (spent < std::chrono::milliseconds(600)) {
    for (int i = 0; i < 100; ++i)
      bytes += network.receive(request, std::chrono::seconds(requests++)).front().packet.size();
    spent = Clock::now() - started;
  }
  const double seconds = std::chrono::duration<double>(spent).count();
  fmt::print("{:<44}{:>9.0f} requests/s{:>9.1f} MB/s\n", name,
             static_cast<double>(requests) / seconds, static_cast<double>(bytes) / seconds / 1e6);
}

}  // namespace

void run_self_benchmark() {
  measure("GET of one counter", packet(PduType::get, 0, columns(1, 1)));
  measure("GET of eight counters", packet(PduType::get, 0, columns(8, 1)));
  measure("GETBULK of four columns by 24 rows (full)",
          packet(PduType::get_bulk, 24, columns(4, 0)));
}

}  // namespace commune::simulator
