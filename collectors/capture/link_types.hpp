// Maps libpcap's link types to ours.
#pragma once

#include <optional>

#include "collectors/capture/frame.hpp"

namespace commune::capture {

/// `type` is a DLT_ value; empty when frames of this type cannot be parsed.
std::optional<LinkLayer> link_layer(int type);

}  // namespace commune::capture
