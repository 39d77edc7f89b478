// Runs one round of one probe and waits for it.
#pragma once

#include "collectors/service/options.hpp"
#include "collectors/service/outcome.hpp"

namespace commune::service {

/// Blocks for the probe's timeout at most.
Outcome ask_once(const Probe& probe);

}  // namespace commune::service
