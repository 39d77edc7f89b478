// Builds SNMP requests, for the tests and measurements of the simulator itself.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/simulator/snmp/snmp_request.hpp"

namespace commune::simulator {

struct SnmpQuery {
  PduType type = PduType::get;
  std::vector<Oid> oids;
  Version version = Version::v2c;
  std::string community = "public";
  std::int64_t request_id = 4711;
  std::int64_t non_repeaters = 0;
  std::int64_t max_repetitions = 0;
};

std::string encode(const SnmpQuery& query);

}  // namespace commune::simulator
