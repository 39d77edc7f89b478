// The id of an outage: the same on the gateway that saw it and in the centre.
#pragma once

#include <string>

#include "core/model/coverage.hpp"

namespace commune {

/// "ca-nvh/wifi/20261125T061500Z"; by second, so that it reads well in messages.
std::string outage_id(const Subject& subject, LedgerTime start);

}  // namespace commune
