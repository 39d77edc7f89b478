#include "collectors/snmp/traps/trap_log.hpp"

#include "core/runtime/log.hpp"

#include <fmt/format.h>

namespace commune::snmp {
namespace {

spdlog::level::level_enum level_of(TrapKind kind) {
  switch (kind) {
    case TrapKind::link_down:
    case TrapKind::authentication_failure:
    case TrapKind::dying_gasp:
    case TrapKind::on_battery:
      return spdlog::level::warn;
    case TrapKind::link_up:
    case TrapKind::restart:
      return spdlog::level::info;
    case TrapKind::other:
      break;
  }
  return spdlog::level::debug;
}

std::string and_more(IntervalGate& gate) {
  const auto held_back = gate.take_held_back();
  return held_back == 0 ? std::string() : fmt::format(" ({} more since the last line)", held_back);
}

}  // namespace

void TrapLog::came(const DeviceId& device, TrapKind kind, const std::string& about, MonoTime now) {
  auto& gate = by_device_.try_emplace({device, kind}, kEvery).first->second;
  if (!gate.lets_through(now)) return;
  spdlog::log(level_of(kind), "device {} reports {}{}{}: polling it now{}", device.value,
              to_string(kind), about.empty() ? "" : ", ", about, and_more(gate));
}

void TrapLog::refused(TrapRefusal refusal, const Address& from, MonoTime now) {
  IntervalGate& gate = by_reason_[static_cast<std::size_t>(refusal)];
  if (!gate.lets_through(now)) return;
  spdlog::warn("traps: one from {} is dropped ({}): {}{}", from.to_string(), to_string(refusal),
               explanation(refusal), and_more(gate));
}

}  // namespace commune::snmp
