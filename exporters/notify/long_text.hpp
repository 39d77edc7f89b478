// A message in full, for Zalo, Telegram and e-mail: each language in turn.
#pragma once

#include <string>

#include "exporters/notify/facts.hpp"

namespace commune::notify {

std::string long_text(const Facts& facts, const Frame& frame);

/// An e-mail's subject, in the first language.
std::string subject_text(const Facts& facts, const Frame& frame);

}  // namespace commune::notify
