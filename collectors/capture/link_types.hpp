// libpcap's link types in our words.
#pragma once

#include <optional>

#include "collectors/capture/frame.hpp"

namespace commune::capture {

/// `type` is a DLT_ value; empty when frames of this type are not understood.
std::optional<LinkLayer> link_layer(int type);

}  // namespace commune::capture
