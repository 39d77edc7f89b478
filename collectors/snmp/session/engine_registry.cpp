#include "collectors/snmp/session/engine_registry.hpp"

#include <fmt/format.h>

namespace commune::snmp {
namespace {

// RFC 3414, 2.2.3: the window is 150 s; one engine seen twice agrees far better than that.
constexpr std::chrono::seconds kSameClock{10};

}  // namespace

std::optional<DeviceId> EngineRegistry::claim(const Engine& engine, const DeviceId& device,
                                              MonoTime now) {
  const MonoTime started = now - std::chrono::seconds(engine.time);
  auto& holders = holders_[engine.id];
  for (const auto& [other, holder] : holders) {
    if (other == device) continue;
    const auto apart =
        started > holder.started ? started - holder.started : holder.started - started;
    if (holder.boots != engine.boots || apart > kSameClock) return other;
  }
  holders[device] = {engine.boots, started};
  return std::nullopt;
}

void EngineRegistry::release(const std::string& engine_id, const DeviceId& device) {
  const auto found = holders_.find(engine_id);
  if (found == holders_.end()) return;
  found->second.erase(device);
  if (found->second.empty()) holders_.erase(found);
}

std::string hex(const std::string& octets) {
  std::string text;
  for (const char octet : octets)
    text += fmt::format("{:02x}", static_cast<unsigned char>(octet));
  return text;
}

}  // namespace commune::snmp
