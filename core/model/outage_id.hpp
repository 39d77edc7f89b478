// What an outage is called, wherever it is told of: by the gateway that saw it or by the centre.
#pragma once

#include <string>

#include "core/model/coverage.hpp"

namespace commune {

/// "ca-nvh/wifi/20261125T061500Z"; by second, so that it reads well in messages.
std::string outage_id(const Subject& subject, LedgerTime start);

}  // namespace commune
