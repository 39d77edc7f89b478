// What one look at the evidence says of a device or an access. Not confirmed yet: the ledger waits
// until it has held for a while.
#pragma once

#include <optional>

#include "agent/coverage/topology.hpp"
#include "core/model/coverage.hpp"

namespace commune::coverage {

struct DeviceVerdict {
  enum class Kind { serving, silent, unmeasured };

  Kind kind = Kind::unmeasured;
  Cause cause =
      Cause::no_evidence;           ///< Of silence, seen from the device itself; or why unmeasured.
  std::optional<DeviceIndex> root;  ///< Of silence: the outermost device that is silent.
  MonoTime since{};                 ///< First evidence.
  std::optional<MonoTime> in_doubt_since;
};

struct Verdict {
  State state = State::unmeasured;
  Cause cause = Cause::no_evidence;
  std::optional<DeviceIndex> root;
  MonoTime since{};  ///< First evidence.
  /// From here on the state is not known yet. Empty: no doubt.
  std::optional<MonoTime> in_doubt_since;
};

}  // namespace commune::coverage
