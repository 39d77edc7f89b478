#include "agent/commands/discover/same_device.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace commune::discover {
namespace {

bool reports(const FoundDevice& device, const Address& address) {
  const auto& own = device.device.addresses;
  return std::find(own.begin(), own.end(), address) != own.end();
}

bool same(const FoundDevice& a, const FoundDevice& b) {
  return a.login && b.login && a.device.sys_name == b.device.sys_name &&
         a.device.sys_descr == b.device.sys_descr && reports(a, b.address) && reports(b, a.address);
}

void fold(FoundDevice& into, FoundDevice& other) {
  into.also_at.push_back(other.address);
  std::move(other.also_at.begin(), other.also_at.end(), std::back_inserter(into.also_at));
}

}  // namespace

std::vector<FoundDevice> each_once(std::vector<FoundDevice> found,
                                   const std::function<bool(const Address&)>& known) {
  std::vector<FoundDevice> once;
  for (FoundDevice& device : found) {
    const auto earlier = std::find_if(once.begin(), once.end(),
                                      [&](const FoundDevice& one) { return same(one, device); });
    // Two known devices stay two: somebody configured them separately.
    if (earlier == once.end() || (known(earlier->address) && known(device.address))) {
      once.push_back(std::move(device));
      continue;
    }
    if (known(device.address)) std::swap(*earlier, device);
    fold(*earlier, device);
  }
  return once;
}

bool found_at(const FoundDevice& device, const Address& address) {
  const auto& also = device.also_at;
  return device.address == address || std::find(also.begin(), also.end(), address) != also.end();
}

bool has_address(const FoundDevice& device, const Address& address) {
  return found_at(device, address) || reports(device, address);
}

}  // namespace commune::discover
