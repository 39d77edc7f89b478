// What every fuzz target is made of: a function that takes any input, and inputs to begin with.
// libfuzzer_entry.cpp and replay.cpp are the two programs around it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace commune::fuzz {

/// Takes one input; ends the process (require.hpp) where something does not hold that always must.
void run(std::span<const std::uint8_t> bytes);

/// Small inputs that reach most of what is under test, made of the fixtures and the shipped files.
std::vector<std::string> seeds();

}  // namespace commune::fuzz
