// A message in one line: for an SMS in plain ASCII and at most 160 characters, for the log as it
// is.
#pragma once

#include <cstddef>
#include <string>

#include "exporters/notify/facts.hpp"

namespace commune::notify {

/// What one SMS holds in the alphabet of GSM 03.38.
inline constexpr std::size_t kSmsLength = 160;

/// Commune, what happened where and why, since when, whom it cuts off, the device to look at; in
/// the first language. A long text is shortened, the list of villages first.
std::string sms_text(const Facts& facts, const Frame& frame);

/// The same with its accents and at its full length.
std::string one_line(const Facts& facts, const Frame& frame);

}  // namespace commune::notify
