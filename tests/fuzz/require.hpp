// What must hold for every input; where it does not, the process ends as in a crash, so that
// libFuzzer keeps the input.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <utility>

#include <fmt/format.h>

namespace commune::fuzz {

template <typename... Args>
void require(bool holds, fmt::format_string<Args...> otherwise, Args&&... args) {
  if (holds) return;
  const auto text = fmt::format(otherwise, std::forward<Args>(args)...);
  std::fprintf(stderr, "REQUIRED: %s\n", text.c_str());
  std::abort();
}

}  // namespace commune::fuzz
