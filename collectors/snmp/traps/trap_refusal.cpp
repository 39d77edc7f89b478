#include "collectors/snmp/traps/trap_refusal.hpp"

#include <array>

namespace commune::snmp {
namespace {

struct Words {
  std::string_view label, explanation;
};

constexpr std::array<Words, kTrapRefusalCount> kWords = {{
    {"unknown_source", "no device polled by SNMP has this address"},
    {"rate", "more than the limit for one address"},
    {"too_large", "longer than 8192 bytes"},
    {"malformed", "it cannot be read as an SNMP notification"},
    {"version", "the device is polled with another version of SNMP (1 and 2c go together)"},
    {"community", "another community than the device's, or that of [agent.traps]"},
    {"user", "another SNMPv3 user than the device's, or a lower security level"},
    {"authentication", "the SNMPv3 secrets or protocols do not fit the device's"},
    {"not_in_time_window", "it is older than what the device's SNMPv3 engine sent before"},
    {"not_a_notification", "it is a request or a response"},
}};

}  // namespace

std::string_view to_string(TrapRefusal refusal) {
  return kWords[static_cast<std::size_t>(refusal)].label;
}

std::string_view explanation(TrapRefusal refusal) {
  return kWords[static_cast<std::size_t>(refusal)].explanation;
}

}  // namespace commune::snmp
