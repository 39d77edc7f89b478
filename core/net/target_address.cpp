#include "core/net/target_address.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace commune {

TargetAddress::TargetAddress(const std::string& text) : current_(numeric_address(text)) {
  if (!current_) name_ = text;
}

bool TargetAddress::wants_look_up(MonoTime now, bool target_is_silent) const {
  if (name_.empty() || looking_up_) return false;
  if (!last_look_up_) return true;
  const MonoTime::duration pause =
      last_failed_ || target_is_silent ? MonoTime::duration(kLookUpAgainAfter) : kLookUpEvery;
  return now - *last_look_up_ >= pause;
}

void TargetAddress::resolved(const std::vector<Address>& found, MonoTime now) {
  if (found.empty()) return not_resolved("it has no address", now);
  looking_up_ = false;
  last_look_up_ = now;
  last_failed_ = false;
  failure_.clear();
  if (!current_ || std::find(found.begin(), found.end(), *current_) == found.end())
    current_ = found.front();
}

void TargetAddress::not_resolved(const std::string& reason, MonoTime now) {
  looking_up_ = false;
  last_look_up_ = now;
  last_failed_ = true;
  failure_ = fmt::format("cannot resolve {}: {}", name_, reason);
}

}  // namespace commune
