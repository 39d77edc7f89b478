// Values in the units of a technician: "1 Gbit/s", "70.7 GB", "3d 04:05:06", "-18.25 dBm".
#pragma once

#include <string>

#include "core/model/quantity.hpp"

namespace commune {

/// A value of the quantity in a unit that suits its size.
std::string readable(const Quantity& quantity, double value);

}  // namespace commune
