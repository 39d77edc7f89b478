// Logs notifications and dropped datagrams, at most one line a minute for each kind and device, or
// each reason, so that a storm does not fill the log.
#pragma once

#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "collectors/snmp/traps/interval_gate.hpp"
#include "collectors/snmp/traps/trap_kind.hpp"
#include "collectors/snmp/traps/trap_refusal.hpp"
#include "core/model/ids.hpp"
#include "core/net/address.hpp"

namespace commune::snmp {

/// Not thread-safe.
class TrapLog {
 public:
  static constexpr std::chrono::minutes kEvery{1};

  /// `about`: what the notification names, an interface or its OID.
  void came(const DeviceId& device, TrapKind kind, const std::string& about, MonoTime now);
  void refused(TrapRefusal refusal, const Address& from, MonoTime now);

  /// For a reload: forgets devices that are gone.
  void forget() { by_device_.clear(); }

 private:
  std::map<std::pair<DeviceId, TrapKind>, IntervalGate> by_device_;
  std::vector<IntervalGate> by_reason_ =
      std::vector<IntervalGate>(kTrapRefusalCount, IntervalGate(kEvery));
};

}  // namespace commune::snmp
