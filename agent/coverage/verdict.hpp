// The result of one look at the evidence of a device or an access. It is not confirmed yet: the
// ledger waits until it has held for a while.
#pragma once

#include <optional>

#include "agent/coverage/topology.hpp"
#include "core/model/coverage.hpp"

namespace commune::coverage {

struct DeviceVerdict {
  enum class Kind { serving, silent, unmeasured };

  Kind kind = Kind::unmeasured;
  Cause cause =
      Cause::no_evidence;  ///< Why it is silent, seen from the device itself; or why unmeasured.
  std::optional<DeviceIndex> root;  ///< If silent: the outermost silent device.
  MonoTime since{};                 ///< First evidence.
  std::optional<MonoTime> in_doubt_since;
};

struct Verdict {
  State state = State::unmeasured;
  Cause cause = Cause::no_evidence;
  std::optional<DeviceIndex> root;
  MonoTime since{};  ///< First evidence.
  /// The state is not known from here on. Empty: no doubt.
  std::optional<MonoTime> in_doubt_since;
};

}  // namespace commune::coverage
