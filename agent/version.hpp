// Which build this is.
#pragma once

#include "exporters/prometheus/build_info.hpp"

namespace commune {

const BuildInfo& build_info();

}  // namespace commune
