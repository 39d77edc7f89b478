#include "collectors/snmp/session/engine_registry.hpp"

namespace commune::snmp {
namespace {

// RFC 3414, 2.2.3: the window is 150 s; the clocks of one engine seen twice differ far less.
constexpr std::chrono::seconds kSameClock{10};

}  // namespace

std::optional<DeviceId> EngineRegistry::claim(const Engine& engine, const DeviceId& device,
                                              MonoTime now) {
  const MonoTime started = now - std::chrono::seconds(engine.time);
  auto& holder =
      holders_.try_emplace(engine.id, Holder{device, engine.boots, started}).first->second;
  if (holder.device == device) {
    holder.boots = engine.boots;
    holder.started = started;
    return std::nullopt;
  }
  const auto apart = started > holder.started ? started - holder.started : holder.started - started;
  if (holder.boots == engine.boots && apart <= kSameClock) return std::nullopt;
  return holder.device;
}

void EngineRegistry::release(const std::string& engine_id, const DeviceId& device) {
  const auto found = holders_.find(engine_id);
  if (found != holders_.end() && found->second.device == device) holders_.erase(found);
}

}  // namespace commune::snmp
