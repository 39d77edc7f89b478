#include "collectors/capture/link_types.hpp"

#include <pcap/dlt.h>

namespace commune::capture {

std::optional<LinkLayer> link_layer(int type) {
  switch (type) {
    case DLT_EN10MB:
      return LinkLayer::ethernet;
    case DLT_RAW:
    case DLT_IPV4:
    case DLT_IPV6:
      return LinkLayer::raw_ip;
    case DLT_LINUX_SLL:
      return LinkLayer::cooked;
    case DLT_LINUX_SLL2:
      return LinkLayer::cooked_v2;
    default:
      return std::nullopt;
  }
}

}  // namespace commune::capture
