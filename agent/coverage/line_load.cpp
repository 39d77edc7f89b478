#include "agent/coverage/line_load.hpp"

#include <algorithm>

namespace commune::coverage {

LineLoad line_load(const Link& link, const LinkEvidence& evidence) {
  LineLoad load;
  load.link = link.id;
  load.receive_rate = evidence.receive_rate.value;
  load.transmit_rate = evidence.transmit_rate.value;
  load.capacity = link.capacity_bytes_per_second;
  if (!load.receive_rate && !load.transmit_rate) return load;
  const double busier = std::max(load.receive_rate.value_or(0), load.transmit_rate.value_or(0));
  const double nominal = evidence.speed.value.value_or(0);
  if (load.capacity <= 0 && nominal >= busier) load.capacity = nominal;
  if (load.capacity > 0) load.utilization = busier / load.capacity;
  return load;
}

}  // namespace commune::coverage
