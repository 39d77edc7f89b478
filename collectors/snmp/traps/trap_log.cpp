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

std::string and_more(Pace& pace) {
  const auto held_back = pace.take_held_back();
  return held_back == 0 ? std::string() : fmt::format(" ({} more since the last line)", held_back);
}

}  // namespace

void TrapLog::came(const DeviceId& device, TrapKind kind, const std::string& about, MonoTime now) {
  auto& pace = by_device_.try_emplace({device, kind}, kEvery).first->second;
  if (!pace.due(now)) return;
  spdlog::log(level_of(kind), "device {} tells {}{}{}: asking it now{}", device.value,
              to_string(kind), about.empty() ? "" : ", ", about, and_more(pace));
}

void TrapLog::refused(TrapRefusal refusal, const Address& from, MonoTime now) {
  Pace& pace = by_reason_[static_cast<std::size_t>(refusal)];
  if (!pace.due(now)) return;
  spdlog::warn("traps: one from {} is dropped ({}): {}{}", from.to_string(), to_string(refusal),
               explanation(refusal), and_more(pace));
}

}  // namespace commune::snmp
